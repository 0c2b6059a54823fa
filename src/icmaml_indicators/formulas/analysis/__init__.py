"""What can be said of a formula without data: algebra, intervals, slopes, ratios. Needs no numpy."""
