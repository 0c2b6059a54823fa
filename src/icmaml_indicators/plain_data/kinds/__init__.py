"""What a document of each kind holds: plain data about keys, columns, and what they mean."""
