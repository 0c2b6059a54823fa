"""What cannot be, and what is odd, in inputs and results: the former is rejected, the latter flagged."""
