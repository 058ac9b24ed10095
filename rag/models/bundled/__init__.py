"""The embedding model that installs with pip: its weights, its tokenizer and its transformer."""
