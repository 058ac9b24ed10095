"""The days that a page names: what they look like, which day is meant, and when a piece happened."""
