"""Which dump of ROR is the newest, as Zenodo lists them."""

import re
from typing import NamedTuple

import msgspec

LISTING = "https://zenodo.org/api/communities/ror-data/records?q=&sort=newest"
FILES = "https://zenodo.org/"
"""Where the files of the list lie."""

_NAME = re.compile(r"(?:v(\d{1,4}(?:\.\d{1,4}){0,3})-)?(\d{4}-\d{2}-\d{2})-ror-data", re.ASCII)
_MD5 = re.compile("[0-9a-f]{32}")


_Order = tuple[str, tuple[int, ...]]
"""(date, version)."""


class _File(msgspec.Struct):
    key: str = ""
    filename: str = ""  # Zenodo of autumn 2023
    size: int = 0
    filesize: int = 0
    checksum: str = ""
    links: dict[str, str] = {}


class _Hit(msgspec.Struct):
    files: list[_File] = []


class _Hits(msgspec.Struct):
    hits: list[_Hit]


class _Listing(msgspec.Struct):
    hits: _Hits


class Release(NamedTuple):
    """A dump as Zenodo lists it; `md5` in hex, `version` as release_of tells it."""

    url: str
    size: int
    md5: str
    version: str


def latest(record: bytes) -> Release:
    """Read what Zenodo answers at LISTING: the newest dump, whichever place in the list it has.

    Raises ValueError when the answer holds none, or leads elsewhere than to zenodo.org.
    """
    try:
        listing = msgspec.json.decode(record, type=_Listing)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"not a list of records of Zenodo: {error}") from None
    found: list[tuple[_Order, str, _File]] = []
    for hit in listing.hits.hits:
        for file in hit.files:
            name = file.key or file.filename
            if name.endswith(".zip") and _NAME.search(name):
                found.append((_order(name), release_of(name), file))
    if not found:
        raise ValueError("no file of Zenodo's list is named like a dump (v1.0-2022-03-17-ror-data)")
    _, version, file = max(found, key=lambda one: one[0])
    url = file.links.get("self") or file.links.get("download") or ""
    md5 = file.checksum.removeprefix("md5:")
    size = file.size or file.filesize
    if not url.startswith(FILES):
        raise ValueError(f"{version}: address {url!r}; expected one of {FILES}")
    if not _MD5.fullmatch(md5) or size <= 0:
        raise ValueError(f"{version}: checksum {file.checksum!r}, size {size}; expected an MD5")
    return Release(url, size, md5, version)


def release_of(name: str) -> str:
    """The release that a file's name tells: "v2.9-2026-06-23", before 2022 the date alone."""
    found = _NAME.search(name)
    if found is None:
        return ""
    return f"v{found[1]}-{found[2]}" if found[1] else found[2]


def _order(name: str) -> _Order:
    found = _NAME.search(name)
    return (found[2], tuple(map(int, (found[1] or "0").split(".")))) if found else ("", ())
