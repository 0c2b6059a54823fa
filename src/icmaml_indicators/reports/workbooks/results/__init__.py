"""Workbooks of results, for people: an index, a sheet an area, positions, statistics, charts."""
