"""Tables of any layout to one matrix of inputs, with a reason for each absent figure and a finding for each oddity."""

from .model.table import DataTable

__all__ = ["DataTable"]
