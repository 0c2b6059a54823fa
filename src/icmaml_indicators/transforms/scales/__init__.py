"""Values to scores, one class a method; `specs.methods.scales` holds the facts.

Definitions follow the OECD/JRC Handbook on Constructing Composite Indicators (2008), chapter 5 (normalisation),
where it has them. In every scale a higher score is better, except ``identity``, which keeps the value as it is.
"""
