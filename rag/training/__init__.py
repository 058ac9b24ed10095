"""How the reader's weights came about: examples, training, measuring, calibrating. Nothing imports this room."""
