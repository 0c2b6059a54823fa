"""A compiled program and its data to the score of every node: plans, leaves, groups, bounds, breaks."""
