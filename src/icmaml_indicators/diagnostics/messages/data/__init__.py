"""What can be wrong or notable in data and results: findings, each with a row of the guide."""
