"""Extensions of Python-Markdown, and readers of Markdown and of the HTML in it."""
