"""The account of one figure, down to the raw cells, and its views."""
