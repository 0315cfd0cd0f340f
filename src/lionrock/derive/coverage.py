"""Whether the files of works that are kept are all of OpenAlex, as its manifest lists them.

The snapshot's manifest (https://developers.openalex.org/download/snapshot-format) names every
file with the number of records in it. Only when all of them are here, as long as they should be,
can a share of the world be told; without a manifest that is unknown, and counts as not whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from lionrock.model.source import Fetched

_LARGEST = 64 << 20
_DEEPEST = 6


def is_whole(files: Sequence[Fetched], lines: Mapping[str, int]) -> bool:
    """Whether a manifest among `files` is met: each of its works files is here, with as many
    records as it says (`lines`: digest → records read)."""
    names = {_place(file.name): lines.get(file.snapshot.digest, -1) for file in files}
    for file in files:
        if "manifest" not in file.name.rpartition("/")[2] or file.path.stat().st_size > _LARGEST:
            continue
        try:
            told = dict(_entries(msgspec.json.decode(file.path.read_bytes()), _DEEPEST))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        if told and all(names.get(place) == records for place, records in told.items()):
            return True
    return False


def _entries(part: Any, deeper: int) -> Iterator[tuple[str, int]]:
    """The files of works in a manifest: place below works/ and number of records."""
    if isinstance(part, dict):
        url, meta = part.get("url"), part.get("meta", part)
        if isinstance(url, str) and "/works/" in url:
            records = meta.get("record_count") if isinstance(meta, dict) else None
            yield _place(url), records if isinstance(records, int) else -2
        part = list(part.values())
    if isinstance(part, list) and deeper:
        for one in part:
            yield from _entries(one, deeper - 1)


def _place(address: str) -> str:
    """Where a file stands below its folder of works: updated_date=2026-06-01/part_000.gz."""
    return "/".join(address.rpartition("works/")[2].split("/")[-2:])
