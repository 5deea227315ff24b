"""Styles of paper and of the screen that stand on the measures of the layout."""
