"""What a proposal changes, read from git."""
