"""A column map of a table of targets as it is written: which column of a file plays which role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from ..specs.model.base import Model, Number, Words
from ..specs.target_roles import NEEDED
from .model import FileMap, Name, as_tuple


class Role(Model):
    """What plays a role in a table of targets.

    Attributes
    ----------
    columns
        The column of the file. Several are joined to one text, with commas between them and without empty cells.
    words
        Words of the file that are not known, and the known word that each stands for.
    times
        What figures are multiplied by, an exact decimal: 100 where shares stand beside percentages.
    """

    columns: Annotated[tuple[Name, ...], BeforeValidator(as_tuple)] = Field(min_length=1)
    words: dict[Words, Words] = Field(default={})
    times: Number | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_columns(cls, given: Any) -> Any:
        return {"columns": given} if isinstance(given, str | list) else given


class TargetMap(FileMap):
    """How one public file gives a table of indicators with targets.

    Attributes
    ----------
    targets
        What plays each role of the table: ``indicator``, ``target`` and ``actual``, and whatever else the file tells.
    """

    targets: dict[str, Role]

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that every line needs."""
        return tuple(dict.fromkeys(name for role in NEEDED for name in self.targets[role].columns))

    def uses(self) -> Iterator[tuple[tuple[int | str, ...], str]]:
        """Yield each use of a column: where it stands in the map, and the column's name."""
        yield from super().uses()
        for role, given in self.targets.items():
            yield from ((("targets", role, "columns", place), name) for place, name in enumerate(given.columns))
