"""The commands of the link check, one module each."""
