"""Columns of cells to figures, answers and reasons."""
