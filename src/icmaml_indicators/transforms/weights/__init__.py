"""Weights that are fitted on scores, one class a method; `specs.methods.weights` holds the facts."""
