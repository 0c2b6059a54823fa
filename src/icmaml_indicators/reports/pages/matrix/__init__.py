"""The page of a table of targets."""
