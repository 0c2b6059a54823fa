"""Gaps in figures filled from a population or along time; `specs.methods.imputations` holds the facts of each method.

The methods are those of the OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3: unconditional means
and medians, of everybody or of those alike, and figures of the same entity in other periods.
"""
