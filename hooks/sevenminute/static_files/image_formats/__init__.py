"""The files of each kind of picture: of what parts they consist, and which of them make the picture."""
