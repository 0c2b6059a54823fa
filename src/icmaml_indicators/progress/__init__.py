"""How far long work is: told to a callable stage by stage, or shown as a bar by tqdm."""

from .following import Progress, follow_items, follow_stages
from .words import Stage, stage_words

__all__ = ["Progress", "Stage", "follow_items", "follow_stages", "stage_words"]
