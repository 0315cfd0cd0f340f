"""Backup and restore: a home as one file, verified by digest on the way in and on the way out.

The file is a ZIP whose first member lists every other with its size, SHA-256 and time. Restoring
trusts nothing: only listed members, plain relative paths, no more bytes than were listed and than
the disk has room for; it writes beside the home and moves in when all is verified.
"""

import hashlib
import os
import shutil
import time
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from lionrock.settings import Settings
from lionrock.store.files import to_disk
from lionrock.store.seals import digest_of

LISTING = "lionrock-backup.json"
FORMAT = 1
_LARGEST_LISTING = 64 << 20
_PIECE = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError,
)  # fmt: skip
"""What reading an archive that is none, or was damaged, may raise."""
_SKIPPED = (".lock", ".partial")


class BadArchive(Exception):
    """A file that is no backup, or was damaged, or is hostile; nothing was restored."""


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the home: path below it, bytes, SHA-256, time of writing in ns."""

    path: str
    size: int
    digest: str
    written: int


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds; `current` is the id of the build that was served, "" for none."""

    format: int
    version: str
    current: str
    members: tuple[Member, ...]


def backup(settings: Settings, target: Path, version: str) -> Listing:
    """Write the home to one file; call it under the build's lock.

    Raises FileExistsError when the file is there already, OSError for what the disk refuses.
    """
    if target.exists():
        raise FileExistsError(17, "is there already; choose another name", str(target))
    paths = sorted(path for path in settings.home.rglob("*") if _belongs(settings, path, target))
    members = tuple(_member(settings.home, path) for path in paths)
    served = settings.current.resolve().name if settings.current.exists() else ""
    listing = Listing(FORMAT, version, served, members)
    partial = target.with_name(f"{target.name}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(LISTING, msgspec.json.encode(listing))
            for one in members:
                _put(archive, settings.home, one)
        to_disk(partial)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    return listing


def _belongs(settings: Settings, path: Path, target: Path) -> bool:
    below = path.relative_to(settings.home)
    if below.parts[0] in ("current", "update") or path.is_symlink() or not path.is_file():
        return False
    passing = any(part.endswith(_SKIPPED) for part in below.parts)
    return not passing and path.resolve() != target.resolve()


def _member(home: Path, path: Path) -> Member:
    stat = path.stat()
    below = path.relative_to(home).as_posix()
    return Member(below, stat.st_size, digest_of(path), stat.st_mtime_ns)


def _put(archive: zipfile.ZipFile, home: Path, one: Member) -> None:
    told = zipfile.ZipInfo(one.path, time.gmtime(max(one.written // 10**9, 315_532_800))[:6])
    told.compress_type = zipfile.ZIP_DEFLATED
    seen = hashlib.sha256()
    with (home / one.path).open("rb") as file, archive.open(told, "w", force_zip64=True) as into:
        while piece := file.read(_PIECE):
            seen.update(piece)
            into.write(piece)
    if seen.hexdigest() != one.digest:
        raise BadArchive(f"{one.path} changed while it was written; try again")


def restore(settings: Settings, source: Path) -> Listing:
    """Make the home from a backup. BadArchive, or FileExistsError when a home is there already."""
    home = settings.home
    if home.is_dir() and any(home.iterdir()):
        raise FileExistsError(17, "holds something already; choose another --home", str(home))
    home.parent.mkdir(parents=True, exist_ok=True)
    beside = home.with_name(f"{home.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with zipfile.ZipFile(source) as archive:
            listing = _listing(archive)
            _room(listing, home.parent)
            beside.mkdir()
            for one in listing.members:
                _take(archive, beside, one)
        _point(beside, listing)
        if home.is_dir():
            home.rmdir()
        beside.rename(home)
        to_disk(home.parent)
    except _BROKEN as error:
        raise BadArchive(f"{source}: not a backup of ours, or damaged: {error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return listing


def _listing(archive: zipfile.ZipFile) -> Listing:
    names = archive.namelist()
    if names[:1] != [LISTING]:
        raise BadArchive(f"not a backup: its first member is not {LISTING}")
    body = _read(archive, LISTING, _LARGEST_LISTING)
    try:
        listing = msgspec.json.decode(body, type=Listing)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadArchive(f"{LISTING}: {error}") from error
    if listing.format > FORMAT:
        raise BadArchive(
            f"written by Lionrock {listing.version:.40}, in a newer form; update Lionrock first"
        )
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(told.compress_type not in known for told in archive.infolist()):
        raise BadArchive("a member is packed as no backup of ours is")  # or its readers' own errors
    paths = [one.path for one in listing.members]
    if sorted(names[1:]) != sorted(paths) or len(set(paths)) != len(paths):
        raise BadArchive("its members are not those that it lists")
    for one in listing.members:
        _check(one)
    return listing


def _check(one: Member) -> None:
    path = PurePosixPath(one.path)
    plain = str(path) == one.path and one.path.isprintable() and "\\" not in one.path
    if not plain or path.is_absolute() or ".." in path.parts or path.parts[:1] == ("current",):
        raise BadArchive(f"member {one.path[:80]!r}: not a path below a home")
    if one.size < 0 or len(one.digest) != 64:
        raise BadArchive(f"member {one.path[:80]!r}: wrong size or digest")


def _room(listing: Listing, folder: Path) -> None:
    needed, free = sum(one.size for one in listing.members), shutil.disk_usage(folder).free
    if needed > free:
        raise BadArchive(f"needs {needed:,} bytes; {folder} has {free:,} free")


def _take(archive: zipfile.ZipFile, home: Path, one: Member) -> None:
    path = home / one.path
    path.parent.mkdir(parents=True, exist_ok=True)
    seen, size = hashlib.sha256(), 0
    with archive.open(one.path) as file, path.open("xb") as into:
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > one.size:
                raise BadArchive(f"member {one.path[:80]!r}: larger than it says")
            seen.update(piece)
            into.write(piece)
        into.flush()
        os.fsync(into.fileno())
    if seen.hexdigest() != one.digest:
        raise BadArchive(f"member {one.path[:80]!r}: not the bytes that were backed up")
    os.utime(path, ns=(one.written, one.written))


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    file: IO[bytes]
    with archive.open(name) as file:
        body = file.read(most + 1)
    if len(body) > most:
        raise BadArchive(f"{name}: larger than {most:,} bytes")
    return body


def _point(home: Path, listing: Listing) -> None:
    if not listing.current:
        return
    build = home / "builds" / listing.current
    if build.parent != home / "builds" or not build.is_dir():
        raise BadArchive(f"the build that was served, {listing.current[:80]!r}, is not in it")
    (home / "current").symlink_to(os.path.relpath(build, home))
