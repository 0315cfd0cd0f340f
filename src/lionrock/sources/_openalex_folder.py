"""Files of OpenAlex's snapshot that someone has: which of them hold works (institutions, topics),
and whether they do.

The snapshot's layout: https://developers.openalex.org/download/snapshot-format (data/jsonl/works/
updated_date=2026-06-24/part_0000.gz, data/parquet/works/…, a manifest.json beside the folders;
before 2026 data/works/…, with a file `manifest` in it). Other entities lie beside the works in the
same way.
"""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec
from isal import igzip, igzip_lib

from lionrock.model.source import GivenRefused, Source
from lionrock.store.snapshots import Shelf

_MEDIA = {".gz": "application/gzip", ".jsonl": "application/jsonl", ".json": "application/json",
          ".zst": "application/zstd", ".parquet": "application/vnd.apache.parquet"}  # fmt: skip
_ISAL_ERROR: Any = igzip_lib.IsalError
UNPACKING: tuple[type[BaseException], ...] = (
    EOFError, gzip.BadGzipFile, zlib.error, _ISAL_ERROR,
)  # fmt: skip
"""What a gzipped file that is cut off or damaged raises."""
_UNREADABLE: tuple[type[BaseException], ...] = (*UNPACKING, OSError)

_MANIFESTS = ("manifest", "manifest.json")
_CHUNK = 1 << 20
_LONGEST = 64 << 20  # bytes of the first line


class Entity(NamedTuple):
    """What a folder of the snapshot holds: its name, the letter of its ids, what one is called."""

    folder: str
    letter: str
    one: str


WORKS = Entity("works", "W", "a work")
INSTITUTIONS = Entity("institutions", "I", "an institution")
TOPICS = Entity("topics", "T", "a topic")


class Given(NamedTuple):
    """The files of an entity: (place in the set, file, media type), and their bytes."""

    files: tuple[tuple[str, Path, str], ...]
    size: int


class _Head(msgspec.Struct):
    id: str = ""
    results: list[msgspec.Raw] = []


def files_of(path: Path, entity: Entity) -> Given:
    """The files of an entity at `path`, each tried; GivenRefused says what cannot be used."""
    folder = entity.folder
    found = sorted(_below(path, folder)) if path.is_dir() else [(f"{folder}/{path.name}", path)]
    if not found:
        raise GivenRefused(
            f"{path}: no file of {folder} in it; expected part files (.gz, .jsonl, .zst, "
            f".parquet) of OpenAlex's snapshot, such as {folder}/updated_date=2026-06-24/"
            "part_0000.gz"
        )
    for place, file in found:
        try:
            wrong = _wrong(file, entity)
        except _UNREADABLE as error:
            wrong = f"is damaged: {error}"
        if wrong:
            raise GivenRefused(f"{place}: {wrong}")
    if path.is_dir() and entity == WORKS:
        found += _manifests(path)
    media = [(place, file, _MEDIA.get(file.suffix, "")) for place, file in found]
    return Given(tuple(media), sum(file.stat().st_size for _, file in found))


def keep_files(shelf: Shelf, source: Source, given: Given) -> Given:
    """Keep files that were tried, in their order, as the current set of a source."""
    kept = []
    for place, file, media_type in given.files:
        fetched = shelf.keep(source, file, media_type)
        kept.append(msgspec.structs.replace(fetched, name=place))
    shelf.adopt(source, *kept)
    return given


def _below(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Files by their place below a folder of this name, where there is one; else all of them."""
    files = [
        (one.relative_to(folder), one)
        for one in folder.rglob("*")
        if one.is_file() and one.suffix in _MEDIA and one.name not in _MANIFESTS
    ]
    within = any(name in place.parts[:-1] for place, _ in files)
    for place, file in files:
        parts = place.parts
        if within:
            if name not in parts[:-1]:
                continue
            parts = parts[parts.index(name) + 1 :]
        yield "/".join((name, *parts)), file


def _manifests(folder: Path) -> Iterator[tuple[str, Path]]:
    """What lists all the files of works, where it is here."""
    places = [folder / name for name in _MANIFESTS]
    places += [one / name for one in (folder / "works", folder.parent) for name in _MANIFESTS]
    for one in places:
        if one.is_file():
            yield "works/manifest.json", one
            return


def _wrong(file: Path, entity: Entity) -> str:
    """Why a file is none of an entity; "" when it looks like one. Gzip is read whole."""
    with file.open("rb") as opened:
        begins = opened.read(4)
        if begins == b"PAR1":
            opened.seek(-4, 2)
            return "" if opened.read() == b"PAR1" else "is cut off: a Parquet file ends in PAR1"
    if begins == b"\x28\xb5\x2f\xfd":
        return ""  # the engine tells when it loads it
    if begins.startswith(b"\x1f\x8b"):
        with _unpacked(file) as unpacked:
            first = unpacked.readline(_LONGEST)
            while unpacked.read(_CHUNK):
                pass
    else:
        with file.open("rb") as plain:
            first = plain.readline(_LONGEST)
    return _none_of(entity, first, file)


def _unpacked(file: Path) -> IO[bytes]:
    opened: IO[bytes] = igzip.open(file)  # type: ignore[no-untyped-call]
    return opened


def _none_of(entity: Entity, line: bytes, file: Path) -> str:
    try:
        head = msgspec.json.decode(line, type=_Head)
        if not head.results and not head.id and not line.rstrip().endswith(b"}"):
            head = msgspec.json.decode(file.read_bytes(), type=_Head)
        record = msgspec.json.decode(bytes(head.results[0]), type=_Head) if head.results else head
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return f"its first line is no JSON of {entity.one}: {error}"
    address = f"https://openalex.org/{entity.letter}"
    if record.id.startswith(address):
        return ""
    return f"its first record is {record.id[:60]!r}; expected {entity.one}, {address}…"
