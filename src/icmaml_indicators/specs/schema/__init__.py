"""The JSON Schema of what a person writes."""
