"""Comparisons by edition to a panel over time: changes, trend lines, convergence, step changes."""
