"""The page of appraised projects and of the portfolio that a budget carries."""
