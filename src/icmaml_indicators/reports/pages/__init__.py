"""A benchmark as a page of HTML that a mayor can read."""
