"""The plan of least effort for a node to reach a target, scored again by the engine."""
