"""Extensions of Python-Markdown: what is done with a tree before MkDocs makes a page of it."""
