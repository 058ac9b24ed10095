"""Word (.docx): the words that a person sees there, a paragraph or a table row a line."""
