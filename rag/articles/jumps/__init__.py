"""Articles that jump from page to page: the marks that say so, and the pieces joined into one article."""
