"""Every way to fit weights by its name."""

from __future__ import annotations

from collections.abc import Mapping

from .base import Weigher
from .components import FirstComponent

WEIGHERS: Mapping[str, Weigher] = {
    "pca": FirstComponent(),
}
