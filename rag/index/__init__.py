"""The saved index: terms and vectors of passages, built from pages, written whole, opened as one."""
