"""YAML text to nodes that keep their places, and nodes to a draft of a program."""
