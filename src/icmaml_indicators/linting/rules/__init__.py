"""The rules: a module a subject."""
