"""Changes of content: lines, addresses and dates."""
