"""Reading text: files, front matter, YAML, dates, paths."""
