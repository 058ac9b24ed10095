"""The models that read: an encoder of text into vectors, and a reader that finds the answer in a passage."""
