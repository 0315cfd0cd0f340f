"""The memory of a home: one page for every build that came to be served, never rewritten.

A page is compressed JSON whose name carries the digest of its bytes and whose content carries the
digest of the page before, so that a page that was altered, or is missing, is found. A build is a
function of its inputs; what depends on when and after what it ran is kept here instead.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lionrock.model.change import Change, Entry
from lionrock.settings import Settings
from lionrock.store.builds import Manifest
from lionrock.store.files import write_whole

_NAME = re.compile(r"(\d{6})-([0-9a-f]{32})\.json\.gz")
_LARGEST = 1 << 30  # bytes of a page when it is unpacked
_decode = msgspec.json.Decoder(Entry).decode


class Damaged(Exception):
    """A page of the history is not what was written."""


def pages(settings: Settings) -> list[Path]:
    """The pages of a home's history, the oldest first."""
    if not settings.history.is_dir():
        return []
    return sorted(path for path in settings.history.iterdir() if _NAME.fullmatch(path.name))


def read(path: Path) -> Entry:
    """A page; Damaged when its bytes are not those that its name says."""
    named = _NAME.fullmatch(path.name)
    try:
        data = path.read_bytes()
        if named is None or _digest(data) != named[2]:
            raise Damaged(f"{path}: its bytes changed after it was written")
        unpacker = zlib.decompressobj(wbits=31)
        body = unpacker.decompress(data, _LARGEST)
        if unpacker.unconsumed_tail:
            raise Damaged(f"{path}: larger than {_LARGEST} bytes")
        return _decode(body)
    except (OSError, zlib.error, msgspec.MsgspecError) as error:
        raise Damaged(f"{path}: {error}") from error


def entries(settings: Settings) -> tuple[list[Entry], list[str]]:
    """Every page that can be read, the oldest first, and what is wrong with the others."""
    found: list[Entry] = []
    wrong: list[str] = []
    before: str | None = None
    for path in pages(settings):
        named = _NAME.fullmatch(path.name)
        try:
            entry = read(path)
            if before is not None and entry.chain != before:
                wrong.append(f"{path}: the page before it is missing")
            found.append(entry)
        except Damaged as damaged:
            wrong.append(str(damaged))
        before = named[2] if named else None
    return found, wrong


def last(settings: Settings) -> Entry | None:
    """The newest page that can be read; None when there is none."""
    for path in reversed(pages(settings)):
        try:
            return read(path)
        except Damaged:
            continue
    return None


def append(
    settings: Settings, before: Manifest | None, now: Manifest, changes: Iterable[Change] | None
) -> Entry:
    """Write the page that `now` follows `before`; None for `changes` says they are not known.

    Call it under the build's lock.
    """
    known = pages(settings)
    newest = last(settings)
    named = _NAME.fullmatch(known[-1].name) if known else None
    moment = datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    entry = Entry(
        int(named[1]) + 1 if named else 1,
        now.id,
        before.id if before else None,
        max(moment, newest.at) if newest else moment,
        now.version,
        now.gathered,
        named[2] if named else None,
        differing(before, now) if before else (),
        tuple(changes or ()),
        changes is not None,
    )
    data = gzip.compress(msgspec.json.encode(entry), mtime=0)
    settings.history.mkdir(parents=True, exist_ok=True)
    write_whole(settings.history / f"{entry.number:06}-{_digest(data)}.json.gz", data)
    return entry


def differing(before: Manifest, now: Manifest) -> tuple[str, ...]:
    """The inputs that are not the same in two builds, by name."""
    names = sorted({*before.inputs, *now.inputs})
    return tuple(name for name in names if before.inputs.get(name) != now.inputs.get(name))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
