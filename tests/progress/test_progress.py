"""Long work tells how far it is: to nobody, to a callable, or to a person by a bar."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.progress import Stage, follow_items, follow_stages, following, stage_words
from tests.conftest import SAFETY, program
from tests.test_public_results import RUBRIC, safety_data, sharp


@pytest.fixture(scope="module")
def benchmark() -> icma.Benchmark:
    return icma.benchmark(icma.score(sharp(), safety_data()), "zone")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_text(SAFETY, encoding="utf-8")
    return path


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a bar come after a moment in place of a second."""
    monkeypatch.setattr(following, "_SECOND", 0.02)


def rubric() -> icma.Benchmark:
    answers = {"entity": ["05035"], "period": "2024", "first": "sí", "second": "no"}
    return icma.benchmark(icma.score(program(RUBRIC), pd.DataFrame(answers)))


def frame(found: Any) -> pd.DataFrame:
    return found.to_frame() if isinstance(found, icma.Assessment) else found


# Everything that can be followed, with the stages that it tells.
WORK: dict[str, tuple[list[str], Callable[[icma.Benchmark, Path, Any], Any]]] = {
    "score": (["columns", "checks", "formulas"], lambda _, spec, asked: icma.score(icma.load(spec), safety_data(), progress=asked)),
    "benchmark": (["neighbours"], lambda one, _, asked: icma.benchmark(one.assessment, icma.Nearest(("population",), k=3), progress=asked).neighbours),
    "intervals": (["resampling"], lambda one, _, asked: one.intervals(draws=20, progress=asked)),
    "quartile_stability": (["stability"], lambda one, _, asked: one.quartile_stability(draws=5, progress=asked)),
    "other peers": (["stability"], lambda one, _, asked: one.quartile_stability(["zone", None], progress=asked)),
    "path": (["moves", "model"], lambda _, __, asked: rubric().path("05035", to={"score": 90}, progress=asked)),
    "lines": (["trend_lines"], lambda one, _, asked: one.panel.lines(progress=asked)),
    "jumps": (["jumps"], lambda one, _, asked: one.panel.jumps(progress=asked)),
    "validate": (["programs"], lambda _, spec, asked: icma.validate(spec, progress=asked)),
    "validate and cache": (["programs"], lambda _, spec, asked: icma.validate(spec, cache=spec.parent / f"kept{asked!r:.4}", progress=asked)),
    "coverage": (["programs", "coverage"], lambda _, spec, asked: icma.validate(spec, coverage=True, progress=asked)),
    "mend": (["mends"], lambda _, spec, asked: icma.mend(spec, progress=asked)),
    "diff": (["columns", "checks", "formulas"] * 2, lambda _, spec, asked: icma.diff(spec, spec, safety_data(), progress=asked).moves),
    "write_report": (["pages"], lambda one, spec, asked: icma.write_report(one, spec.parent / "pages", kind="scorecard", own=["05001", "05002"], progress=asked)),
}  # fmt: skip


@pytest.mark.parametrize("name", WORK)
def test_a_callable_is_told_each_stage_as_it_begins(name: str, benchmark: icma.Benchmark, spec: Path) -> None:
    stages, work = WORK[name]
    told: list[str] = []
    work(benchmark, spec, told.append)
    assert told == stages
    assert {*told} <= {*get_args(Stage)}


@pytest.mark.parametrize("name", WORK)
def test_short_work_shows_no_bar_and_comes_to_the_same(
    name: str,
    benchmark: icma.Benchmark,
    spec: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "_SECOND", 60.0)  # however slow the machine
    work = WORK[name][1]
    followed, alone = (frame(work(benchmark, spec, asked)) for asked in (True, False))
    if isinstance(alone, pd.DataFrame):
        pd.testing.assert_frame_equal(followed, alone)
    else:
        assert repr(followed) == repr(alone)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", WORK)
def test_without_tqdm_a_bar_is_refused_and_the_work_goes_on(
    name: str, benchmark: icma.Benchmark, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    work = WORK[name][1]
    with pytest.raises(icma.MissingExtraError, match=r"icmaml-indicators\[progress\]"):
        work(benchmark, spec, True)
    for asked in (None, False, [].append):
        work(benchmark, spec, asked)


def test_a_file_is_read_first(tmp_path: Path) -> None:
    safety_data().to_csv(tmp_path / "data.csv", index=False)
    told: list[str] = []
    icma.score(program(SAFETY), tmp_path / "data.csv", progress=told.append)
    assert told == ["read", "columns", "checks", "formulas"]


@pytest.mark.parametrize(("language", "words"), [("es", "remuestreando los grupos"), ("en", "resampling the groups")])
def test_long_work_shows_a_bar_and_takes_it_away(
    soon: None, language: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = []
    for item in follow_items(True, range(4), "resampling", language):
        time.sleep(0.15)
        done.append(item)
    assert done == [0, 1, 2, 3]
    shown = capsys.readouterr().err
    assert f"{words}:  50%" in shown
    assert "2/4" in shown
    assert shown.endswith("\r")


def test_the_time_moves_while_no_step_is_done(soon: None, capsys: pytest.CaptureFixture[str]) -> None:
    with follow_stages(True, ("read", "columns"), "en") as tell:
        tell("read")
        time.sleep(0.6)
        assert capsys.readouterr().err.count("reading the file") > 1
        tell("columns")
        time.sleep(0.6)
    assert "reading columns and keys:  50%" in capsys.readouterr().err


def test_what_fails_leaves_no_thread(soon: None) -> None:
    before = {*threading.enumerate()}
    with pytest.raises(ZeroDivisionError), follow_stages(True, ("read",), "en"):
        started = [thread for thread in threading.enumerate() if thread not in before and "tick" in thread.name]
        assert started
        raise ZeroDivisionError
    assert not any(thread.is_alive() for thread in started)


def test_nobody_costs_nothing() -> None:
    items = range(3)
    assert follow_items(False, items, "pages", "es") is items
    assert follow_items(None, items, "pages", "es") is items


def test_what_cannot_follow_is_refused(benchmark: icma.Benchmark) -> None:
    for asked in ("yes", 1):
        with pytest.raises(icma.WrongKindError, match="progress"):
            benchmark.intervals(draws=5, progress=asked)  # type: ignore[arg-type]
        with pytest.raises(icma.WrongKindError, match="progress"):
            icma.score(program(SAFETY), safety_data(), progress=asked)  # type: ignore[arg-type]


def test_every_stage_has_its_words() -> None:
    words = [stage_words(stage, language) for stage in get_args(Stage) for language in ("es", "en")]
    assert len({*words}) == len(words)
