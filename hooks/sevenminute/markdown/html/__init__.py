"""Reading HTML: the tags of a source with their lines, the tree of a page, how deep elements go."""
