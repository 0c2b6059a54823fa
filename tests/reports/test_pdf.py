"""A page as PDF: tagged, with all that its folds hold, set without a glance at anything outside."""

from __future__ import annotations

import builtins
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import icmaml_indicators as icma
from icmaml_indicators.cli.main import main
from icmaml_indicators.reports.pages.pdf import write_pdf
from tests.conftest import SAFETY
from tests.reports.test_rubric import town
from tests.reports.test_scorecard import towns

pikepdf = pytest.importorskip("pikepdf")
# Where a library of the system is missing, only that it is told can be tried.
try:
    import weasyprint  # noqa: F401
except OSError as missing:
    pytestmark = pytest.mark.skip(reason=f"WeasyPrint cannot run here: {missing}")

EMPTY = '<!doctype html><html lang="es"><head><title>Uno</title><style>{style}</style></head><body>{body}</body></html>'


def elements(pdf: Any, kind: str) -> list[Any]:
    """Return the parts of a PDF's structure that are of a kind."""
    return [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and found.get("/S") == kind]


def text_of(path: Path) -> str:
    """Return the words of a PDF in the order of its content."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    run = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return re.sub(r"\s+", " ", run.stdout.decode())


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "card.pdf"
    icma.write_report(towns(absent=True), path, "es", kind="scorecard", own="05001")
    return path


def test_it_is_tagged_and_says_its_language_and_title(card: Path) -> None:
    with pikepdf.open(card) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.Root.Lang) == "es-MX"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.Root.StructTreeRoot.K[0].S) == "/Document"
        with pdf.open_metadata() as words:
            assert words["pdfuaid:part"] == "1"
            assert "semestre de 2024" in words["dc:title"]
        headings = [found for level in ("/H1", "/H2", "/H3") for found in elements(pdf, level)]
        assert len(elements(pdf, "/H1")) == 1
        assert len(headings) > 5
        heads = elements(pdf, "/TH")
        assert heads
        # What is drawn beside a word is no figure; what is one says what it shows.
        figures = elements(pdf, "/Figure")
        told = [str(figure.Alt) for figure in figures]
        assert len(told) >= 5
        assert all(told)
        assert any("la mediana del grupo es" in words for words in told)


def test_it_holds_what_the_page_holds_with_its_folds_and_its_numbers(card: Path) -> None:
    text = text_of(card)
    assert "Basura tirada: 10.0" in text  # an example of a finding, folded on the page
    assert "kilos · menor es mejor" in text  # a line of the annex, folded too
    assert r"Uno<script>alert(1)</script>\u001b[31m" in text  # the name does nothing
    with pikepdf.open(card) as pdf:
        pages = len(pdf.pages)
    assert all(f"{number} / {pages}" in text for number in range(1, pages + 1))


def test_drawings_have_the_colours_of_the_sheet(card: Path, tmp_path: Path) -> None:
    def painted(path: Path) -> set[str]:
        with pikepdf.open(path) as pdf:
            streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
            drawn = b" ".join(bytes(found.read_bytes()) for found in streams if found.get("/Subtype") != "/Image")
        found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)
        return {"#" + "".join(f"{round(float(part) * 255):02x}" for part in colour) for colour in found}

    assert {"#007d6d", "#b5382b", "#153e75", "#e4e8eb"} <= painted(card)  # good, bad, own, band


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"none")
    opened: list[object] = []
    real = builtins.open
    monkeypatch.setattr(builtins, "open", lambda name, *rest, **more: opened.append(name) or real(name, *rest, **more))
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was asked"))
    body = f'<img alt="a" src="http://192.0.2.1/a.png"><img alt="b" src="{secret.as_uri()}">'
    page = EMPTY.format(
        style="@import url(http://192.0.2.1/a.css);@import url(file:///etc/hostname)", body=f"{body}<p>Dos"
    )
    write_pdf(page, tmp_path / "page.pdf")
    assert text_of(tmp_path / "page.pdf").startswith("Dos") or "Dos" in text_of(tmp_path / "page.pdf")
    assert not {str(name) for name in opened} & {str(secret), "/etc/hostname"}


def test_a_file_that_stood_there_stays_when_a_page_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.pdf"
    path.write_text("before")
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *_, **__: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        write_pdf(EMPTY.format(style="", body=""), path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Exception]]:
    """Let the import of WeasyPrint fail as is said."""
    faults: dict[str, Exception] = {}
    real = builtins.__import__

    def find(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in faults:
            raise faults[name.split(".", maxsplit=1)[0]]
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", find)
    yield faults


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ImportError("none"), 'pip install "icmaml-indicators[pdf]"'),
        (OSError("cannot load library 'pango'\n\nmore"), "cannot load library 'pango'): on Debian"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, refused: dict[str, Exception], fault: Exception, said: str) -> None:
    refused["weasyprint"] = fault
    with pytest.raises(icma.IcmamlError) as error:
        write_pdf(EMPTY.format(style="", body=""), tmp_path / "page.pdf")
    assert said in str(error.value)
    assert not list(tmp_path.iterdir())


def test_every_page_can_be_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    icma.write_report(town(), tmp_path / "rubric.pdf", "en", kind="rubric")
    assert "Water" in text_of(tmp_path / "rubric.pdf")
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(SAFETY, encoding="utf-8")
    table = pd.DataFrame({"entity": ["05001"], "period": "2014-S1", "police": 1, "population": 10})
    table.to_csv("d.csv", index=False)
    assert main(["explain", "p.yaml", "d.csv", "--entity", "05001", "-o", "ledger.pdf"]) == 0
    assert "05001" in text_of(Path("ledger.pdf"))
    assert main(["score", "p.yaml", "d.csv", "-o", "scores.pdf"]) == 2  # no page shows these
