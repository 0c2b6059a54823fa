"""Files put in place whole: their modes, links, what is no file, what a killed run leaves."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import icmaml_indicators as icma
from icmaml_indicators.sources.replacing import write_atomically, write_text_atomically


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_text_atomically(tmp_path / "private.txt", "x")
        os.umask(0o027)
        write_text_atomically(tmp_path / "shared.txt", "x")
    finally:
        os.umask(before)
    assert (mode_of(tmp_path / "private.txt"), mode_of(tmp_path / "shared.txt")) == (0o600, 0o640)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(mode)
    write_text_atomically(path, "new")
    assert (path.read_text(), mode_of(path)) == ("new", mode)


def test_links_are_followed_and_stay(tmp_path: Path) -> None:
    target, link, dangling = tmp_path / "folder" / "real.txt", tmp_path / "link.txt", tmp_path / "dangling.txt"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "folder" / "later.txt")
    write_text_atomically(link, "new")
    write_text_atomically(dangling, "later")
    assert link.is_symlink() and dangling.is_symlink()
    assert (target.read_text(), dangling.read_text()) == ("new", "later")
    assert sorted(path.name for path in target.parent.iterdir()) == ["later.txt", "real.txt"]


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    write_text_atomically(Path(os.devnull), "gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    with pytest.raises(icma.IcmamlError, match="cannot be written"):
        write_text_atomically(tmp_path, "a folder")


def test_a_disk_without_room_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    def fill(target: Path) -> None:
        target.write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    with pytest.raises(icma.IcmamlError, match=r"out\.csv: cannot be written: No space left on device$"):
        write_atomically(tmp_path / "out.csv", fill)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_leaves_is_swept_by_the_next(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from icmaml_indicators.sources.replacing import write_atomically\n"
        "def write(target):\n    target.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_atomically(Path(sys.argv[1]), write)"
    )
    path = tmp_path / "out.csv"
    path.write_text("old")
    killed = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2
    alive = tmp_path / f".out.csv.{os.uname().nodename[:40].replace('.', '-')}.{os.getppid()}.0.part.csv"
    alive.write_text("another run is at it")
    write_text_atomically(path, "new")
    assert sorted(tmp_path.iterdir()) == sorted([path, alive])
