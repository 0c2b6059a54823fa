"""The page of the answers of one entity to a rubric."""
