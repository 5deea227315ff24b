"""The engine of the briefings site: plain Python that reads and checks the content and never imports MkDocs."""
