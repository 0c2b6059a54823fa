"""The evidence of answers: a link, a file with its digest, or a text."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DataError, expect
from ..results import Assessment

if TYPE_CHECKING:
    import pandas as pd

_LINK = re.compile(r"https?://\S+\Z", re.IGNORECASE)
# What ends like the name of a file.
_FILE = re.compile(r"[^\s].*\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_COLUMNS = ("entity", "period", "criterion", "evidence", "kind", "bytes", "sha256", "problem")
_BLOCK = 1 << 20


def list_evidence(assessment: Assessment, folder: str | Path | None = None) -> pd.DataFrame:
    """Return the evidence of each answer, files with their size and digest, by which a change is told later.

    Parameters
    ----------
    assessment
        Of a program with criteria.
    folder
        Where files of evidence lie; their names are read from there on, and none that leads out of it is opened.

    Returns
    -------
    DataFrame
        One line an answer with evidence: entity, period, criterion, evidence, kind (``link``, ``file``, ``text``),
        bytes, sha256 (of a file, 64 hexadecimal digits), problem (``not_found``, ``outside``; empty for none).

    Raises
    ------
    DataError
        When there is no such folder.

    Examples
    --------
    >>> answers = {"entity": ["05035"], "period": ["2024"], "roles_defined": [1], "roles_defined.evidence": ["acta 3"]}
    >>> icma.list_evidence(icma.score("simed", answers))[["criterion", "kind"]].to_numpy().tolist()
    [['roles_defined', 'text']]
    """
    import pandas as pd

    expect("assessment", assessment, Assessment)
    root = Path(folder).resolve() if folder is not None else None
    if root is not None and not root.is_dir():
        raise DataError("IND731", path=folder)
    answers = assessment.answers
    given = answers[answers["evidence"].str.strip() != ""] if "evidence" in answers else answers.iloc[:0]
    lines = [
        (*key, text, *_look_up(text, root))
        for *key, text in given.reindex(columns=_COLUMNS[:4]).itertuples(index=False, name=None)
    ]
    return pd.DataFrame(lines, columns=list(_COLUMNS)).astype({"bytes": "Int64"})


def _look_up(evidence: str, root: Path | None) -> tuple[str, int | None, str, str]:
    """Return kind, size, digest and problem of one evidence."""
    evidence = evidence.strip()
    if _LINK.match(evidence):
        return "link", None, "", ""
    if not _FILE.match(evidence) or "\0" in evidence:
        return "text", None, "", ""
    if root is None:
        return "file", None, "", ""
    path = (root / evidence).resolve()
    if not path.is_relative_to(root):
        return "file", None, "", "outside"
    if not path.is_file():
        return "file", None, "", "not_found"
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            digest.update(block)
    return "file", path.stat().st_size, digest.hexdigest(), ""
