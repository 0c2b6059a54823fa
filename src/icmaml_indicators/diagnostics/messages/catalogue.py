"""Every message of the library, in Spanish and English, keyed by a stable code.

Codes: ``IND1xx`` a file as text and structure, ``IND2xx`` formulas, ``IND3xx`` what a program means as a whole,
``IND4xx`` findings in data, ``IND5xx`` what cannot be done at all, ``IND6xx`` what changed between two versions. A code
is never reused for another meaning.
"""

from __future__ import annotations

from . import benchmarks as of_benchmarks
from . import calls as of_calls
from . import changes as of_changes
from . import checking as of_checking
from . import data as of_data
from . import examples as of_examples
from . import geography as of_geography
from . import linting as of_linting
from . import paths as of_paths
from . import specs as of_specs
from . import time as of_time
from .message import Message, Severity

__all__ = ["MESSAGES", "Message", "Severity", "phrase"]

MESSAGES: dict[str, Message] = {
    **of_benchmarks.MESSAGES,
    **of_calls.MESSAGES,
    **of_changes.MESSAGES,
    **of_checking.MESSAGES,
    **of_data.MESSAGES,
    **of_examples.MESSAGES,
    **of_geography.MESSAGES,
    **of_linting.MESSAGES,
    **of_paths.MESSAGES,
    **of_specs.MESSAGES,
    **of_time.MESSAGES,
}


def phrase(code: str, language: str, **details: object) -> str:
    """Return message `code` in one language, filled with `details`."""
    return MESSAGES[code].text(language, **details)
