"""PDFs: documents, their renderer, and packs."""
