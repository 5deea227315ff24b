"""The search: its documents and its index."""
