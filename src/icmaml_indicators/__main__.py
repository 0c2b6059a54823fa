"""``python -m icmaml_indicators``."""

from .cli import program

if __name__ == "__main__":
    program()
