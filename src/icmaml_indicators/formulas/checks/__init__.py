"""Formulas held against the program that they stand in."""
