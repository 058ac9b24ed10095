"""Text as such: its characters, terms, days and likeness, whatever page it comes from."""
