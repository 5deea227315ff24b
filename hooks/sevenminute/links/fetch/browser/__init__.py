"""A Chromium, as readers have one, for the last opinion."""
