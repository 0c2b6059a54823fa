"""The technical note of a program."""
