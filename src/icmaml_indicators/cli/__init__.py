"""The command line: arguments in, text and an exit code out. Everything it does, the library does."""

from .main import main, program

__all__ = ["main", "program"]
