"""What the parts of an index have to do with one another: statistics, correlations, components, what to reconsider."""
