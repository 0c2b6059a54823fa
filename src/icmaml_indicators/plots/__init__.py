"""What charts show, as plain data, and charts for notebooks made of it."""
