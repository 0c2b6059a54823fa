"""What was scored is scored again: one row with other scores, all rows under other weights."""
