"""What a spec gives itself to be held against: examples, properties, proofs of rubrics, and what they reach."""
