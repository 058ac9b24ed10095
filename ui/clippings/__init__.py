"""Clippings: sentences, pieces and answers that a visitor keeps in the browser, with their places, and takes along."""
