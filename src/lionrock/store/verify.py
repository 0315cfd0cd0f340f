"""Verifying a home: a flipped bit in any file is found, and the file is named.

A decayed disk changes bytes and not the time of writing: a file whose time is that of its seal and
whose bytes are not is damaged; one that was written since is named, but may well be meant
(judgements, what an update notes).
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from lionrock.settings import Settings
from lionrock.store import history, seals
from lionrock.store.builds import MANIFEST
from lionrock.store.seals import LOOSE, SEALS, BadSeals, Seal, digest_of

_DIGEST = re.compile("[0-9a-f]{64}")


class Fault(NamedTuple):
    """A file that is not what it was: its path below the home, and why.

    `why` is damaged, missing, unsealed (nothing tells what it should be) or written (since it was
    sealed: meant, or not).
    """

    path: str
    why: str

    @property
    def grave(self) -> bool:
        """Whether it is certain that something is wrong."""
        return self.why in ("damaged", "missing")


def seal_home(settings: Settings) -> None:
    """Seal what lies beside the builds. What was not written since keeps its seal, so that damage
    is not sealed as if it were meant."""
    try:
        before = seals.read(settings.home)
    except (OSError, BadSeals):
        before = {}
    made = {}
    for path in _beside(settings):
        kept = before.get(path)
        stat = (settings.home / path).stat()
        same = kept is not None and (kept.size, kept.written) == (stat.st_size, stat.st_mtime_ns)
        made[path] = kept if same and kept else seals.sealed(settings.home / path)
    seals.write(settings.home, made)


def verify(settings: Settings, looked_at: Callable[[str], None] = lambda path: None) -> list[Fault]:
    """Every file of a home that is not what it was, in order of path; `looked_at` hears of each."""
    found: list[Fault] = []
    for folder in sorted(settings.builds.glob("*")):
        if folder.is_dir() and not LOOSE.fullmatch(folder.name):
            prefix = f"builds/{folder.name}/"
            inside = _against_seals(folder, prefix, seals.files_of(folder), looked_at)
            found += (_in_build(fault) for fault in inside)
    for path in _named(settings):
        looked_at(path)
        if not _is_what_its_name_says(settings.home / path):
            found.append(Fault(path, "damaged"))
    found += (Fault(path, "missing") for path in _gone(settings))
    _, wrong = history.entries(settings)
    if any("missing" in one for one in wrong):
        found.append(Fault("history", "missing"))
    found += _against_seals(settings.home, "", _beside(settings), looked_at)
    pointed = settings.current
    if (pointed.is_symlink() or pointed.exists()) and not (pointed.resolve() / MANIFEST).is_file():
        found.append(Fault("current", "damaged"))
    return sorted(set(found))


def _against_seals(
    folder: Path, prefix: str, files: list[str], looked_at: Callable[[str], None]
) -> Iterator[Fault]:
    try:
        known = seals.read(folder)
    except FileNotFoundError:
        known = {}
    except (OSError, BadSeals):
        yield Fault(prefix + SEALS, "damaged")
        known = {}
    for path in files:
        looked_at(prefix + path)
        seal = known.get(path)
        if seal is None:
            yield Fault(prefix + path, "unsealed")
        elif (why := _fault_of(folder / path, seal)) is not None:
            yield Fault(prefix + path, why)
    for path in known.keys() - set(files):
        yield Fault(prefix + path, "missing")


def _fault_of(path: Path, seal: Seal) -> str | None:
    try:
        stat = path.stat()
        if stat.st_size == seal.size and digest_of(path) == seal.digest:
            return None
    except OSError:
        return "damaged"
    return "damaged" if stat.st_mtime_ns == seal.written else "written"


def _in_build(fault: Fault) -> Fault:
    """A fault of a file in a build: nobody has reason to write there, so writing is damage."""
    return Fault(fault.path, "damaged") if fault.why == "written" else fault


def _gone(settings: Settings) -> Iterator[str]:
    """Snapshots of which only the description is left."""
    for path in sorted(settings.snapshots.glob("*/*.json")):
        if _DIGEST.fullmatch(path.stem) and not path.with_name(path.stem).exists():
            yield str(path.with_name(path.stem).relative_to(settings.home))


def _beside(settings: Settings) -> list[str]:
    """The files of a home that lie beside its builds and are not sealed by their names."""
    named = set(_named(settings))
    found = []
    for path in settings.home.rglob("*") if settings.home.is_dir() else ():
        below = path.relative_to(settings.home)
        if below.parts[0] in ("builds", "current", "update", SEALS) or not path.is_file():
            continue
        if str(below) not in named and not LOOSE.fullmatch(path.name):
            found.append(str(below))
    return sorted(found)


def _named(settings: Settings) -> list[str]:
    """The files whose names are digests: snapshots, and pages of the history."""
    folders = settings.snapshots.glob("*/*") if settings.snapshots.is_dir() else ()
    kept = [path for path in folders if _DIGEST.fullmatch(path.name) and path.is_file()]
    return sorted(str(p.relative_to(settings.home)) for p in (*kept, *history.pages(settings)))


def _is_what_its_name_says(path: Path) -> bool:
    try:
        if _DIGEST.fullmatch(path.name):
            return digest_of(path) == path.name
        history.read(path)
    except (OSError, history.Damaged):
        return False
    return True
