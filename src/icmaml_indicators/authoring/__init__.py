"""New definitions: a program begun, an indicator inserted into a spec, valid from the first moment."""

from .files import rewrite, write_new
from .indicators import new_indicator
from .programs import new_program

__all__ = ["new_indicator", "new_program", "rewrite", "write_new"]
