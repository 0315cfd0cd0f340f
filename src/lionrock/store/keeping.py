"""What a home keeps: old builds by a policy, snapshots as long as a kept build may need them."""

import re
import time
from pathlib import Path

import msgspec

from lionrock.settings import Settings
from lionrock.store.builds import DATABASE, Manifest, finished
from lionrock.store.duck import Duck, StepFailed
from lionrock.store.files import discard
from lionrock.store.live import Drawer, Entry
from lionrock.store.verify import seal_home

_DIGEST = re.compile("[0-9a-f]{64}")
_DAY = 86_400


class Pruned(msgspec.Struct, frozen=True):
    """What was removed (or would be): builds by id, snapshots by path, bytes of both.

    `left` says of which sources nothing was removed, and why.
    """

    builds: tuple[str, ...]
    snapshots: tuple[str, ...]
    size: int
    left: tuple[str, ...]


def old_builds(settings: Settings) -> list[Path]:
    """The builds that the policy lets go: neither served, nor among the newest, nor young."""
    if not settings.builds.is_dir():
        return []
    served = settings.current.resolve()
    others = [p for p in settings.builds.iterdir() if p.is_dir() and p.resolve() != served]
    others = [path for path in others if finished(settings, path.name) is not None]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    oldest = time.time() - settings.keep.days * _DAY
    room = max(0, settings.keep.builds - 1)  # the served one counts
    return [path for path in others[room:] if path.stat().st_mtime < oldest]


def prune(settings: Settings, dry: bool = False) -> Pruned:
    """Remove old builds, and snapshots that no kept build names; call it under the build's lock.

    With `dry` nothing is removed.
    """
    gone = old_builds(settings)
    size = sum(_size(path) for path in gone)
    kept = [
        path for path in settings.builds.glob("*")
        if path not in gone and path.suffix != ".partial" and path.is_dir()
    ]  # fmt: skip
    unneeded, left = _unneeded(settings, kept)
    size += sum(_size(path) for path in unneeded)
    if not dry:
        for folder in gone:
            discard(folder)
        for path in unneeded:
            path.with_name(f"{path.name}.json").unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        seal_home(settings)
    return Pruned(
        tuple(path.name for path in gone),
        tuple(str(path.relative_to(settings.home)) for path in unneeded),
        size,
        tuple(left),
    )


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(one.stat().st_size for one in files if one.is_file())


def _unneeded(settings: Settings, kept: list[Path]) -> tuple[list[Path], list[str]]:
    """Snapshots that may go, and which sources are left alone.

    A build names the snapshots of its statements and works. Others (names of the world, categories)
    it knows by the digest of their set alone: as long as a kept build was made from another set
    than the current one, all files of that source stay.
    """
    found: list[Path] = []
    left: list[str] = []
    named: set[str] = set()
    manifests: list[Manifest] = []
    for folder in kept:
        manifest = finished(settings, folder.name)
        try:
            named |= _named(folder)
        except (StepFailed, OSError) as error:
            return [], [f"snapshots: {folder.name} cannot be read ({error})"]
        manifests += [manifest] if manifest else []
    for folder in sorted(settings.snapshots.glob("*")):
        drawer = Drawer(settings, folder.name)
        digest, key = drawer.digest(), f"snapshots/{folder.name}"
        if any(one.inputs.get(key, digest) != digest for one in manifests):
            left.append(f"{key}: a kept build was made from another set")
            continue
        needed = named | {one.digest for one in _listed(drawer)}
        if (folder / "current.json").exists() and digest is None:
            left.append(f"{key}: its set is not whole")
            continue
        found += sorted(
            path for path in folder.iterdir()
            if _DIGEST.fullmatch(path.name) and path.name not in needed
        )  # fmt: skip
    return found, left


def _listed(drawer: Drawer) -> list[Entry]:
    current = drawer.current()
    return [*(current.entries if current else ()), *drawer.pending().values()]


def _named(folder: Path) -> set[str]:
    database = Duck(folder / DATABASE, read_only=True)
    try:
        rows = database.rows("SELECT digest FROM snapshots UNION SELECT snapshot FROM work_files")
    finally:
        database.close()
    return {str(row[0]) for row in rows}
