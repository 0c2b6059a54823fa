"""How children become their parent, one class a method; `specs.methods.aggregations` holds the facts."""
