"""Specs that were spoilt at random: always diagnostics with a place, never an error of Python."""

from __future__ import annotations

import re
import zlib

import numpy as np
import pytest

import icmaml_indicators as icma
from icmaml_indicators.errors import SpecError
from tests.conftest import REPOSITORY
from tests.data.test_answers import RUBRIC_TEXT
from tests.scoring.test_rubric_scores import EXTRAS, GATED, STAIRS, TWO_AREAS, YEAR
from tests.transforms.test_attainment import SHEETS

TEXTS = {
    "answers": RUBRIC_TEXT,
    "areas": YEAR + TWO_AREAS,
    "extras": YEAR + EXTRAS,
    "gates": YEAR + GATED,
    "stairs": YEAR + STAIRS,
    "targets": SHEETS,
    "matrix": (REPOSITORY / "indicator_specs" / "mir_public_lighting.yaml").read_text(encoding="utf-8"),
}
SWAPS = ("null", "[]", "{}", "-1", "0", "1e999", "'x'", "true", "[[1, 2]]", "{a: {b: c}}", "1/0", "points", "total")
TOKEN = re.compile(r"[\w/.]+")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seed", range(100))
def test_a_spoilt_spec_is_told_where_it_is_spoilt(name: str, seed: int) -> None:
    chance = np.random.default_rng(zlib.crc32(f"{name}{seed}".encode()))
    text = TEXTS[name]
    for _ in range(chance.integers(1, 4)):
        tokens = list(TOKEN.finditer(text))
        start, end = tokens[chance.integers(len(tokens))].span()
        if chance.random() < 0.3:  # a line goes
            lines = text.splitlines(keepends=True)
            del lines[chance.integers(len(lines))]
            text = "".join(lines)
        else:
            words = (*SWAPS, tokens[chance.integers(len(tokens))].group())
            text = text[:start] + words[chance.integers(len(words))] + text[end:]
    try:
        assert icma.loads(text, "spoilt.yaml").spec == 1
    except SpecError as error:
        assert error.diagnostics
        for diagnostic in error.diagnostics:
            assert diagnostic.place.line >= 1
            assert diagnostic.message("es") and diagnostic.message("en")
