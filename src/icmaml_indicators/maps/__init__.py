"""Column maps: which columns, lines and sums of a public file give which variables of a program, in which period."""
