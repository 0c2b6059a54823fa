"""Results as plain data: what a document of each kind holds is declared once, and writer and JSON Schema ask it."""

from .views import JsonViews
from .writing import write_document, write_fields

__all__ = ["JsonViews", "write_document", "write_fields"]
