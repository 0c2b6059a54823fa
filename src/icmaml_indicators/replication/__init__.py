"""Studies that others can repeat: one file with spec, data, options and results, and what recomputes it."""

from .packaging import package_study
from .verification import Verification
from .verifying import verify_study

__all__ = ["Verification", "package_study", "verify_study"]
