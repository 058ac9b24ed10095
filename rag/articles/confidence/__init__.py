"""How sure the split of a page is: of every cut, of every join, and of each piece as a whole."""
