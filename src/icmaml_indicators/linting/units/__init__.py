"""What units mean: dimensions, vocabulary, and the units that formulas have."""
