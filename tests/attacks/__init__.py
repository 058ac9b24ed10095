"""Attacks on the product, too many or too slow for the tests: `make attack` tries them all and prints a table.

Each module here holds the attacks of one kind, as a function `attempts` that yields an `Outcome` for each thing tried.
"""
