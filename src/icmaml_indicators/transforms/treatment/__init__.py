"""Skewed figures treated before a scale compares them, one class a method; `specs.methods.treatments` holds the facts.

Practice and thresholds are those of the OECD/JRC Handbook on Constructing Composite Indicators (2008) and of the COIN
Tool of the Joint Research Centre: winsorise a few points, and take logarithms where that does not do.
"""
