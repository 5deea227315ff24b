"""The scripts of the quick exit."""
