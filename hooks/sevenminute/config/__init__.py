"""The settings of mkdocs.yml: schema, reader, and what they give to pages."""
