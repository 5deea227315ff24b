"""The sheet: one briefing on one A4 page, from the browser and as a PDF.

What fits is calculated before anything is printed: `layout` knows how wide words are and how high panels become, and chooses
orientation, size and columns; `css` says so to the browser and to `pdf`.
"""
