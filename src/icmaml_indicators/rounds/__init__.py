"""A round of collection: who has handed in, what was corrected, how far evaluators agree, and the results."""

from .evaluators import Agreement, agreement
from .evidence import list_evidence
from .observations import list_observations
from .result import Collection, collection

__all__ = ["Agreement", "Collection", "agreement", "collection", "list_evidence", "list_observations"]
