"""Files of OpenAlex's snapshot that someone has: which of them hold works, and whether they do.

The snapshot's layout: https://developers.openalex.org/download/snapshot-format (data/jsonl/works/
updated_date=2026-06-24/part_0000.gz, data/parquet/works/…, a manifest.json beside the folders;
before 2026 data/works/…, with a file `manifest` in it).
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
from isal import igzip

from lionrock.model.source import GivenRefused

_MEDIA = {".gz": "application/gzip", ".jsonl": "application/jsonl", ".json": "application/json",
          ".zst": "application/zstd", ".parquet": "application/vnd.apache.parquet"}  # fmt: skip
_MANIFESTS = ("manifest", "manifest.json")
_CHUNK = 1 << 20
_LONGEST = 64 << 20  # bytes of the first line


class Given(NamedTuple):
    """The files of works in a folder: (place in the set, file, media type), and their bytes."""

    files: tuple[tuple[str, Path, str], ...]
    size: int


class _Head(msgspec.Struct):
    id: str = ""
    results: list[msgspec.Raw] = []


def files_of(path: Path) -> Given:
    """The files of works at `path`, each tried; GivenRefused says what cannot be used."""
    found = sorted(_works(path)) if path.is_dir() else [(f"works/{path.name}", path)]
    if not found:
        raise GivenRefused(
            f"{path}: no file of works in it; expected part files (.gz, .jsonl, .zst, .parquet) "
            "of OpenAlex's snapshot, such as works/updated_date=2026-06-24/part_0000.gz"
        )
    for place, file in found:
        try:
            wrong = _wrong(file)
        except (EOFError, OSError, zlib.error) as error:
            wrong = f"is damaged: {error}"
        if wrong:
            raise GivenRefused(f"{place}: {wrong}")
    if path.is_dir():
        found += _manifests(path)
    media = [(place, file, _MEDIA.get(file.suffix, "")) for place, file in found]
    return Given(tuple(media), sum(file.stat().st_size for _, file in found))


def _works(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files of works by their place below works/; of a whole snapshot those in works/ alone."""
    files = [
        (one.relative_to(folder), one)
        for one in folder.rglob("*")
        if one.is_file() and one.suffix in _MEDIA and one.name not in _MANIFESTS
    ]
    within = any("works" in place.parts[:-1] for place, _ in files)
    for place, file in files:
        parts = place.parts
        if within:
            if "works" not in parts[:-1]:
                continue
            parts = parts[parts.index("works") + 1 :]
        yield "/".join(("works", *parts)), file


def _manifests(folder: Path) -> Iterator[tuple[str, Path]]:
    """What lists all the files of works, where it is here."""
    places = [folder / name for name in _MANIFESTS]
    places += [one / name for one in (folder / "works", folder.parent) for name in _MANIFESTS]
    for one in places:
        if one.is_file():
            yield "works/manifest.json", one
            return


def _wrong(file: Path) -> str:
    """Why a file is none of works; "" when it looks like one. Gzip is read whole."""
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
    return _no_work(first, file)


def _unpacked(file: Path) -> IO[bytes]:
    opened: IO[bytes] = igzip.open(file)  # type: ignore[no-untyped-call]
    return opened


def _no_work(line: bytes, file: Path) -> str:
    try:
        head = msgspec.json.decode(line, type=_Head)
        if not head.results and not head.id and not line.rstrip().endswith(b"}"):
            head = msgspec.json.decode(file.read_bytes(), type=_Head)
        record = msgspec.json.decode(bytes(head.results[0]), type=_Head) if head.results else head
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return f"its first line is no JSON of a work: {error}"
    if record.id.startswith("https://openalex.org/W"):
        return ""
    return f"its first record is {record.id[:60]!r}; expected a work, https://openalex.org/W…"
