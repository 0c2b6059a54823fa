"""Programs, maps and results as text for a terminal."""
