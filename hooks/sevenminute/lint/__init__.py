"""Rules over the Markdown and the HTML of one page."""
