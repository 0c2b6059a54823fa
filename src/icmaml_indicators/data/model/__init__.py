"""The matrix of inputs, and what is found wrong or notable in it."""
