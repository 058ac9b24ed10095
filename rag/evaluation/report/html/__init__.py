"""An evaluation as one HTML file that needs nothing else: from the report object alone.

`page` has the whole file; `tables`, `plots` and `questions` have its parts, each usable on its own. They prepare what
is shown, and `templates` lays it out. Left out: asking, judging and comparing, which make the report object.
"""
