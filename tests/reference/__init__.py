"""A second scorer, in plain Python, that shares nothing with the library: what the user guide says, column by column.

It reads a spec with ``yaml.safe_load`` and computes with exact fractions wherever a rule is rational. It is slow, takes
specs for sound and cells for read, and has no findings, ledgers or benchmarks. It is meant to be read: `figures` (what a
figure is, and why one is absent), `formulas`, `scales`, answers and targets (`leaves`), `groups` and `levels`, the
program as it is written (`program`), and the whole over rows (`scorer`), where a column (the values or the outcomes of
a node in every row) is worked out when something first reads it. The tests hold the library against it on programs and data drawn at random, and on the shipped programs.
"""
