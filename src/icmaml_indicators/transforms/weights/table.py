"""Every way to fit weights by its name."""

from __future__ import annotations

from collections.abc import Mapping

from .base import Weigher
from .components import FirstComponent
from .distance import PenaDistance
from .effective import EqualEffective
from .information import Critic, Entropy

WEIGHERS: Mapping[str, Weigher] = {
    "pca": FirstComponent(),
    "entropy": Entropy(),
    "critic": Critic(),
    "dp2": PenaDistance(),
    "equal_effective": EqualEffective(),
}
