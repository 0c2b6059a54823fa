"""The methods of the spec language and what every room has to know of them, declared once."""
