"""What templates show: one module a page or kind of page."""
