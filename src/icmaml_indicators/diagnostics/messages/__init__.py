"""What can be wrong, in Spanish and English: a module a subject."""
