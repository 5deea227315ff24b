"""What is due, for editors: the page, the same list for an issue, and the calendar of reviews."""
