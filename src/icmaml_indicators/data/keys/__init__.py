"""Who and when: key columns, entities, what is known of INEGI's keys."""
