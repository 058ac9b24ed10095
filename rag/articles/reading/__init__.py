"""A page read as a whole: of all the ways to label its lines, the one that all signals together speak for most."""
