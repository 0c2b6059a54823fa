"""What a model by itself cannot see: names, logic, examples, what rubrics and matrices declare."""
