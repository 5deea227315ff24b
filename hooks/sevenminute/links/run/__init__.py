"""One run of the check: what is asked, what can be concluded, what is found, and what is remembered."""
