"""The tab for the corpus: its figures and pages, and adding and removing them."""
