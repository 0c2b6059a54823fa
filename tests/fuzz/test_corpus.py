"""Past faults stay mended."""

from __future__ import annotations

import pytest

from tests.fuzz.cases import judge
from tests.fuzz.corpus import PAST


@pytest.mark.parametrize("name", PAST)
def test_what_once_failed_keeps_every_promise(name: str) -> None:
    failure = judge(PAST[name])
    assert failure is None, failure.text
