"""The words with which a page says that it is not the page that was linked to."""
