"""A process of its own for documents, so that a file can neither hang the program nor fill its memory."""
