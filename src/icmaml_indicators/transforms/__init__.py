"""Figures of a population to scores, shares, classes and ranks: array functions that know no program as a whole."""
