"""Checks over all content, each of one kind of mistake."""
