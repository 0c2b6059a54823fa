"""How firm ranks are: replications under other weights, rules and figures; what of the doubt each of these makes."""
