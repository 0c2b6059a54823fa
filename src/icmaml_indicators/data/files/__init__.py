"""Files of data to DataFrames; nothing is guessed there."""
