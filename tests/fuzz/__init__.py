"""A seeded fuzzer: whatever is handed in, the library answers in its own words.

``python -m tests.fuzz --rounds 24 --seed 1`` runs the same cases on every machine and ends with 1 if one broke a promise:

* nothing is raised but the classes of ``icmaml_indicators`` (``IcmamlError`` and its kin);
* no library below warns (numpy, pandas …), nothing hangs, nothing ends the process;
* every diagnostic has its place, within the file; every ``repr`` is short;
* every figure is finite, or has a reason why there is none.

A case is its area and a number: ``python -m tests.fuzz --case tables:4711`` runs it again. What breaks is made as small
as it can be made cheaply, and written to a file together with what happened. Only public names are used.
"""
