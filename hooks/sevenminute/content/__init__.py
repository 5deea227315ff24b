"""The model: briefings, pages, topics, resources, and the library that reads them."""
