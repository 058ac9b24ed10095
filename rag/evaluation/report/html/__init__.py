"""An evaluation as one HTML file that needs nothing else: from the report object alone.

`page` has the whole file; `tables`, `plots` and `questions` have its parts, each usable on its own. Left out: asking,
judging and comparing, which make the report object.
"""
