"""Pages in a real browser: at the widths of a desk and a phone nothing scrolls sideways, asks for anything or complains."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.reports import render_page, render_rubric, render_scorecard
from tests.reports.test_rubric import synthetic
from tests.reports.test_scorecard import towns

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium; .ci/run installs it from Debian")

WIDTHS = (1280, 390)
# Each page is shown in a frame of each width, which tells what it found there.
FRAMES = """<!doctype html><meta charset="utf-8"><title>frames</title>{frames}<pre id="told"></pre><script>
addEventListener("load", () => {{
  const told = [...document.querySelectorAll("iframe")].map(frame => {{
    const page = frame.contentDocument.documentElement;
    for (const fold of page.querySelectorAll("details")) fold.open = true;
    return {{name: frame.title, width: frame.width, wide: page.scrollWidth, words: page.innerText.length,
      asked: frame.contentWindow.performance.getEntriesByType("resource").map(entry => entry.name)}};
  }});
  document.getElementById("told").textContent = JSON.stringify(told);
}});
</script>"""


def look(folder: Path, pages: dict[str, str]) -> tuple[list[dict[str, object]], list[str]]:
    """Show pages to a browser at each width; return what each frame told, and what the browser complained of."""
    frames = ""
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
        frames += "".join(
            f'<iframe title="{name}" src="{name}.html" width="{width}" height="900"></iframe>' for width in WIDTHS
        )
    (folder / "frames.html").write_text(FRAMES.format(frames=frames), encoding="utf-8")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    options = ("--allow-file-access-from-files", "--enable-logging=stderr", f"--user-data-dir={folder / 'profile'}")
    command = [str(CHROMIUM), *flags, *options, "--dump-dom", (folder / "frames.html").as_uri()]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    found = re.search(r'<pre id="told">(.*?)</pre>', run.stdout)
    assert found, run.stderr
    return json.loads(html.unescape(found[1])), [line for line in run.stderr.splitlines() if ":CONSOLE" in line]


def test_pages_fit_ask_for_nothing_and_do_not_complain(tmp_path: Path) -> None:
    program = icma.load("cimtra@2016")
    pages = {
        "benchmark": render_page(towns(), "es", own="05001"),
        "scorecard": render_scorecard(towns(), "es", own="05001"),
        "rubric": render_rubric(icma.benchmark(icma.score(program, synthetic(program))), "es", own="05001"),
    }
    told, complaints = look(tmp_path, pages)
    assert not complaints
    assert [(frame["name"], int(str(frame["width"]))) for frame in told] == [(n, w) for n in pages for w in WIDTHS]
    for frame in told:
        assert int(str(frame["wide"])) <= int(str(frame["width"])), frame
        assert int(str(frame["words"])) > 500, frame
        assert not frame["asked"], frame


def test_what_is_looked_for_is_found(tmp_path: Path) -> None:
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    wide = "<svg width='2000' height='9'></svg>"
    told, complaints = look(tmp_path, {"bad": f"<!doctype html>{policy}<img src='a.png'><style>p{{}}</style>{wide}"})
    assert len(complaints) == 4
    assert all(int(str(frame["wide"])) >= 2000 for frame in told)
    assert all("a.png" in str(frame["asked"]) for frame in told)
