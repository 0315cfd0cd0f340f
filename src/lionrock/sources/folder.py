"""A folder of documents that someone has: pages, PDF, e-mail files, plain text.

`lionrock update folder --from DIR` keeps what lies in it as the current set. Where a document is
published, a file never says by itself: what a page claims of its own address is not believed. So
a file `documents.csv` in the folder may say it, with the columns file, url and published; a
document without an address is evidence of unknown standing.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from lionrock.model.dates import parse_date
from lionrock.model.source import GivenRefused, Source
from lionrock.model.text import T
from lionrock.sources._documents import LARGEST, count
from lionrock.store.snapshots import Shelf

__all__ = ["SOURCE", "Given", "count", "keep_folder"]

SOURCE = Source(
    id="folder",
    title=T("A folder of documents", "文件夾中的文件", "文件夹中的文件"),
    publisher="The publisher of each document",
    url="https://www.info.gov.hk/",
    licence="LicenseRef-Publishers-Terms",
    cadence="as edited",
    languages=("en", "zh-Hant", "zh-Hans"),
    expects={"document": (0, 200_000)},
    role="documents",
    live=True,
    attribution=T(
        "Each document belongs to its publisher; only short quotes are shown",
        "文件版權屬各發布者所有；只展示簡短引文",
        "文件版权归各发布者所有；仅展示简短引文",
    ),
)

LIST = "documents.csv"
_MEDIA = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf",
    ".txt": "text/plain", ".md": "text/plain", ".eml": "message/rfc822",
}  # fmt: skip
_MOST = 200_000


class Given(NamedTuple):
    """The documents of a folder, and their bytes."""

    files: tuple[str, ...]
    size: int


class _Told(msgspec.Struct, frozen=True):
    url: str = ""
    published: str = ""


def keep_folder(shelf: Shelf, path: Path) -> Given:
    """Keep the documents of a folder, or a single one, as the current set.

    GivenRefused says which file cannot be used, and why; nothing is kept then.
    """
    files = sorted(_documents(path)) if path.is_dir() else [path]
    root = path if path.is_dir() else path.parent
    if not files:
        raise GivenRefused(f"{path}: no document in it; expected {', '.join(_MEDIA)}")
    if len(files) > _MOST:
        raise GivenRefused(f"{path}: {len(files):,} documents; at most {_MOST:,} are kept")
    for file in files:
        if file.suffix.lower() not in _MEDIA:
            raise GivenRefused(f"{file.name}: expected {', '.join(_MEDIA)}")
        if file.stat().st_size > LARGEST:
            raise GivenRefused(f"{file.name}: larger than {LARGEST:,} bytes")
    told = _list(root / LIST)
    missing = sorted(told.keys() - {one.relative_to(root).as_posix() for one in files})
    if missing and path.is_dir():
        raise GivenRefused(f"{LIST}: {missing[0]!r} is no document of this folder")
    kept = []
    for file in files:
        place = file.relative_to(root).as_posix()
        about = told.get(place, _Told())
        fetched = shelf.keep(SOURCE, file, _MEDIA[file.suffix.lower()])
        snapshot = msgspec.structs.replace(fetched.snapshot, url=about.url or place)
        day = f"page-{about.published}-" if about.published else ""
        kept.append(msgspec.structs.replace(fetched, snapshot=snapshot, name=f"{day}{place}"))
    shelf.adopt(SOURCE, *kept)
    return Given(tuple(one.name for one in kept), sum(file.stat().st_size for file in files))


def _documents(folder: Path) -> Iterator[Path]:
    """The documents below a folder; what leads out of it, and what is hidden, is passed over."""
    for one in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in one.relative_to(folder).parts)
        if not hidden and one.suffix.lower() in _MEDIA and one.is_file() and not one.is_symlink():
            yield one


def _list(path: Path) -> dict[str, _Told]:
    """What documents.csv says of each file; GivenRefused names the line that is wrong."""
    if not path.is_file():
        return {}
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GivenRefused(f"{LIST}: not UTF-8") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not {"file", "url"} <= set(rows.fieldnames or ()):
        raise GivenRefused(f"{LIST}:1: expected the columns file, url and published")
    found = {}
    for row in rows:
        where = f"{LIST}:{rows.line_num}"
        url, day = (row.get("url") or "").strip(), (row.get("published") or "").strip()
        if url and not url.startswith(("https://", "http://")):
            raise GivenRefused(f"{where}: url: {url[:80]!r} is no web address")
        if day:
            try:
                if parse_date(day).iso != day or len(day) != 10:
                    raise ValueError
            except ValueError:
                raise GivenRefused(
                    f"{where}: published: {day[:40]!r}; expected a day such as 2026-11-24"
                ) from None
        found[(row.get("file") or "").strip()] = _Told(url, day)
    return found
