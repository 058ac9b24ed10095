"""Which issue a page belongs to: paper, day, number and page, from its path, its masthead or its text."""
