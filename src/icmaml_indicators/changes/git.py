"""Files as they stood in a revision, read from git's objects: no checkout is touched, nothing in the repository runs.

git is called with a fixed list of arguments and no shell. Revisions become commit hashes first and paths are taken
literally, so that neither can act as an option or a pattern.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ..errors import IcmamlError

YAML = (".yaml", ".yml")
_FILE_MODES = {"100644", "100755"}


class UnknownRevisionError(IcmamlError, LookupError):
    """git knows no such revision."""


@dataclass(frozen=True)
class Repository:
    """A git repository.

    Attributes
    ----------
    top
        The folder that holds it.
    here
        The folder that paths are relative to.
    """

    top: Path
    here: Path
    git: str

    @classmethod
    def at(cls, folder: Path) -> Repository:
        """Return the repository that holds a folder.

        Raises
        ------
        IcmamlError
            When git is not installed, or the folder is in no repository.
        """
        git = shutil.which("git")
        if git is None:
            raise IcmamlError("IND575")
        folder = folder.resolve()
        found = _call(git, folder, "rev-parse", "--show-toplevel")
        if found is None:
            raise IcmamlError("IND577", where=folder)
        return cls(Path(os.fsdecode(found).rstrip("\n")).resolve(), folder, git)

    def commit(self, revision: str) -> str:
        """Return the hash of the commit that a revision names; raises `UnknownRevisionError`."""
        found = None
        if revision and not revision.startswith("-") and "\0" not in revision:
            name = f"{revision}^{{commit}}"
            found = _call(self.git, self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
        if found is None:
            raise UnknownRevisionError("IND576", revision=revision, where=self.top)
        return found.decode("ascii").strip()

    def knows(self, revision: str) -> bool:
        """Whether git knows a revision."""
        try:
            self.commit(revision)
        except UnknownRevisionError:
            return False
        return True

    def relative(self, path: str | Path) -> str:
        """Return a path of the file system relative to the top, as git writes it; empty for the top itself."""
        whole = Path(os.path.normpath(self.here / path))
        try:
            found = whole.relative_to(self.top).as_posix()
        except ValueError as error:
            raise IcmamlError("IND577", where=whole) from error
        return "" if found == "." else found

    def files(self, commit: str) -> dict[str, str]:
        """Return the files of a commit (no links, no submodules): path to hash of the content."""
        return _files(self.git, self.top, commit)

    def present(self) -> set[str]:
        """Return the files of the working tree: those that git follows and those that it does not ignore."""
        listed = self._must("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
        return {name for name in names if (self.top / name).is_file() and not (self.top / name).is_symlink()}

    def changed_files(self, old: str, new: str | None) -> set[str]:
        """Return the YAML files that differ between two commits, or between a commit and the working tree."""
        before = {name: content for name, content in self.files(old).items() if name.endswith(YAML)}
        if new is not None:
            after = {name: content for name, content in self.files(new).items() if name.endswith(YAML)}
            return {name for name in {*before, *after} if before.get(name) != after.get(name)}
        present = {name for name in self.present() if name.endswith(YAML)}
        both = sorted(name for name in present if name in before)
        texts = self.contents([before[name] for name in both])
        edited = {
            name for name, text in zip(both, texts, strict=True) if not _same(text, (self.top / name).read_bytes())
        }
        return edited | (before.keys() ^ present)

    def contents(self, hashes: list[str]) -> list[bytes]:
        """Return the contents of blobs, in one call of git."""
        if not hashes:
            return []
        raw = self._must("cat-file", "--batch", given="".join(f"{name}\n" for name in hashes).encode("ascii"))
        found, at = [], 0
        for _ in hashes:
            end = raw.index(b"\n", at)
            size = int(raw[at:end].rsplit(b" ", 1)[1])
            found.append(raw[end + 1 : end + 1 + size])
            at = end + 2 + size
        return found

    def write(self, commit: str, path: str, folder: Path) -> Path | None:
        """Write a file, or the YAML files of a folder, as they stood in a commit, below `folder`.

        Returns where it stands now; None where the commit does not hold it.
        """
        files = self.files(commit)
        if path in files:
            wanted = [path]
        else:
            start = f"{path}/" if path else ""
            wanted = [name for name in files if name.startswith(start) and name.endswith(YAML)]
            if not any(name.startswith(start) for name in files):
                return None
            folder.joinpath(path).mkdir(parents=True, exist_ok=True)
        for name, text in zip(wanted, self.contents([files[name] for name in wanted]), strict=True):
            parts = PurePosixPath(name).parts
            if ".." in parts or PurePosixPath(name).is_absolute():
                continue  # git itself refuses such a tree
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
        return folder / path

    def _must(self, *arguments: str, given: bytes = b"") -> bytes:
        found = _call(self.git, self.top, *arguments, given=given)
        if found is None:
            raise IcmamlError("IND577", where=self.top)
        return found


def _same(a: bytes, b: bytes) -> bool:
    """Whether two texts are one, line ends aside: git may write them otherwise in the working tree."""
    return a == b or a.replace(b"\r\n", b"\n") == b.replace(b"\r\n", b"\n")


@lru_cache(maxsize=8)
def _files(git: str, top: Path, commit: str) -> dict[str, str]:
    raw = _call(git, top, "ls-tree", "-r", "-z", "--full-tree", commit, "--") or b""
    found = {}
    for line in raw.split(b"\0"):
        if line:
            head, _, name = line.partition(b"\t")
            mode, _, content = head.decode("ascii").split(" ")
            if mode in _FILE_MODES:
                found[os.fsdecode(name)] = content
    return found


def _call(git: str, folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git prints; None where it fails."""
    # A repository's own settings may name a program to run as its file monitor: not here.
    command = [git, "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    quiet = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=quiet)
    return done.stdout if done.returncode == 0 else None
