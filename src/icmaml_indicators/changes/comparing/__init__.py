"""Two programs part by part: what each change is, what it touches, and how that spreads."""
