"""How firm ranks are, as a page."""
