"""The sheet: one briefing on one A4 page, from the browser and as a PDF.

What fits is calculated before anything is printed: `metrics` knows how wide words are, `measure` how high panels become,
`fit` chooses orientation, size and columns, `stylesheet` says so to the browser and to `pdf`.
"""
