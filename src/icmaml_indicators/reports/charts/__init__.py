"""Charts of a page, as SVG."""
