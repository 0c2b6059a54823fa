"""What can be wrong or doubtful in a spec; each code has a page of the rule reference."""
