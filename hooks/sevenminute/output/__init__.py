"""What is done to finished pages, and the files beside them."""
