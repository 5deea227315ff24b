"""What Markdown is here: the blocks and links of CommonMark and of the code hosts' previews, in Python-Markdown's tree."""
