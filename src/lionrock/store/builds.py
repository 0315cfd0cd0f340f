"""Builds on disk: written beside the one that is served, then swapped in by one rename."""

import contextlib
import fcntl
import hashlib
import shutil
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec

from lionrock.settings import Settings
from lionrock.store.files import discard, point, sweep, to_disk, write_whole
from lionrock.store.seals import BadSeals, read, seal_build

DATABASE, DOCUMENTS, SEARCH, MATCH, MANIFEST = (
    "observatory.duckdb", "documents.sqlite", "search", "match", "manifest.json"
)  # fmt: skip
PARTS = (DATABASE, DOCUMENTS, SEARCH, MATCH)
FORM = 2
"""Which form the files of a build have; raised when older code could no longer read them, or this
code no longer answers from older ones."""


class Busy(Exception):
    """Another process is building in the same home."""


class NoBuild(Exception):
    """There is no finished build to open, or none that can be read; says what to do."""


class Manifest(msgspec.Struct, frozen=True):
    """What a build was made from and what came out; nothing in it depends on when it ran."""

    id: str
    version: str
    inputs: dict[str, str]
    gathered: str
    entities: int
    counts: dict[str, int]
    warnings: list[str]
    gates: list[str]
    form: int = FORM


class _Former(msgspec.Struct):
    """The least that a manifest of any form tells."""

    version: str = "of another version"
    form: int = 0


@contextlib.contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Hold the home for one builder; Busy when another has it. The kernel frees it on a crash."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "build.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another build is running in {settings.home}") from None
        yield


def sweep_home(settings: Settings) -> None:
    """Remove what interrupted runs left behind; call it under the lock."""
    sweep(settings.home)
    sweep(settings.builds)
    if settings.snapshots.is_dir():
        for directory in settings.snapshots.iterdir():
            sweep(directory)


def finished(settings: Settings, build_id: str) -> Manifest | None:
    """The manifest of a finished build, or None: it is written last."""
    build = settings.builds / build_id
    try:
        manifest = read_manifest(build)
        seals = read(build)
    except FileNotFoundError:  # an older build, without seals
        return manifest
    except (OSError, NoBuild, BadSeals):
        return None
    sizes = ((build / path, seal.size) for path, seal in seals.items())
    whole = all(path.is_file() and path.stat().st_size == size for path, size in sizes)
    return manifest if whole else None


def read_manifest(build: Path) -> Manifest:
    """The manifest of a build of which no part is missing; NoBuild says what to do about one that
    is not whole, or was written by a newer Lionrock."""
    missing = [part for part in PARTS if not (build / part).exists()]
    try:
        body = (build / MANIFEST).read_bytes()
        told = msgspec.json.decode(body, type=_Former)
        if told.form > FORM:
            raise NoBuild(
                f"{build} was written by Lionrock {told.version:.40}, in a newer form; update "
                "Lionrock, or make it anew with this one: lionrock build"
            )
        if missing:
            raise unreadable(build, f"{missing[0]} is missing")
        return msgspec.json.decode(body, type=Manifest)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(build, f"{MANIFEST}: {error}") from None


def unreadable(build: Path, why: str) -> NoBuild:
    """What to raise for a build that cannot be read."""
    return NoBuild(
        f"the build in {build} is not whole ({why}); lionrock verify names what is damaged. To "
        "make it anew, remove that folder, then: lionrock build"
    )


def begin(settings: Settings, build_id: str) -> Path:
    """An empty directory to write a build in."""
    partial = settings.builds / f"{build_id}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    return partial


def publish(settings: Settings, partial: Path, manifest: Manifest) -> Path:
    """Finish a build: give it its name, in one rename. `serve` makes it the one that is served."""
    write_whole(partial / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    seal_build(partial)
    for path in (*partial.rglob("*"), partial):
        to_disk(path)
    final = settings.builds / manifest.id
    if final.exists():  # an unreadable one: finished() would have found it otherwise
        discard(final)
    partial.rename(final)
    to_disk(settings.builds)  # or the pointer could outlive, in a power cut, what it points to
    return final


def serve(settings: Settings, build: Path) -> None:
    """Point `current` at a finished build and drop builds that are too old to be open."""
    before = settings.current.resolve() if settings.current.exists() else None
    if before != build.resolve():
        point(settings.current, build)
    keep = {build.resolve(), before}
    others = [p for p in settings.builds.iterdir() if p.is_dir() and p.resolve() not in keep]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    room = max(0, settings.keep.builds - len(keep - {None}))
    oldest = time.time() - settings.keep.days * 86_400
    for old in others[room:]:
        if old.stat().st_mtime < oldest:
            discard(old)


def served(settings: Settings) -> Manifest | None:
    """The manifest of the build that is served, though a file be damaged; None: there is none."""
    try:
        return read_manifest(settings.current.resolve())
    except NoBuild:
        return None


def current(settings: Settings) -> Path:
    """The directory of the build that is served; NoBuild says what to do."""
    target = settings.current.resolve()
    if not (target / MANIFEST).is_file():
        raise NoBuild(f"no observatory in {settings.home}; make one with: lionrock build")
    return target


def code_digest(only: str | None = None) -> str:
    """Digest of this package's files that decide what is built, or of one part of it."""
    package = Path(str(files("lionrock")))
    code = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        folder = path.relative_to(package).parts[0]
        chosen = folder not in ("registry", "serve") if only is None else folder == only
        if path.suffix in (".py", ".sql", ".toml") and chosen:
            code.update(path.read_bytes())
    return code.hexdigest()
