"""A second scorer, in plain Python, that shares nothing with the library: what the user guide says, row by row.

It reads a spec with ``yaml.safe_load`` and computes with exact fractions wherever a rule is rational. It is slow, takes
specs for sound and cells for read, and has no findings, ledgers or benchmarks. It is meant to be read: `figures` (what a
figure is, and why one is absent), `formulas`, `scales`, `answers` and targets (`leaves`), `groups`, and the whole
(`scorer`). The tests hold the library against it on programs and data drawn at random, and on the shipped programs.
"""
