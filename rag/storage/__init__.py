"""Files written whole or not at all, and the folders of a user's own that they may be written to."""
