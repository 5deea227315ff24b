"""What may be published besides pages, and what is done to it first."""
