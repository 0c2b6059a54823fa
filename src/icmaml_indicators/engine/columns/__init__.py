"""The columns that the stages of a run read: inputs, and statistics of populations."""
