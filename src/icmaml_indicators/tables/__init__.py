"""Files to tables of cells: nothing is known here of what the cells mean."""
