"""Replacements in the text of a spec that bring no new fault, written all or none."""
