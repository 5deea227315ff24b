"""Links checked against the date when a person last vouched for them."""
