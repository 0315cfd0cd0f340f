"""Records of OpenAlex's institutions and topics, one at a time, from whatever holds them.

A page of the API that this program asked for is held to its form field by field: what is new or
missing is drift, and keeps the page out. A file of the snapshot that someone gave is taken as it
is: fields beyond those known are passed over, and a line that is no record is set aside with the
reason, and counted.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec
from isal import igzip

from lionrock.model.source import Fetched, GivenRefused
from lionrock.sources import _shapes
from lionrock.sources._openalex_folder import UNPACKING
from lionrock.sources._shapes import Shape, Unread
from lionrock.store.engine import StepFailed
from lionrock.store.files import WriteFailed
from lionrock.store.parquet_rows import parquet_rows

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PAGE = re.compile(rb'\s*{\s*"(meta|results|group_by)"')
_LONGEST = 16 << 20  # bytes of a line; the largest institutions have some hundred thousand
_LARGEST = 256 << 20  # bytes of a page
_TOLD = 300  # letters of a reason

DAMAGED: tuple[type[BaseException], ...] = (*UNPACKING, zstd.ZstdError, StepFailed, WriteFailed)
"""What reading a file raises when it is cut off or damaged, beside OSError."""

Aside = tuple[str, int, str | None, str]
"""A line that is no record: (SHA-256 of the file, line, id where it has one, why)."""

S = TypeVar("S", bound=Shape)


class Page(Shape, frozen=True):
    """A page of an answer, of which no part may be new."""

    meta: Unread
    results: tuple[msgspec.Raw, ...]
    group_by: Unread = Unread()


_page = msgspec.json.Decoder(Page).decode


class Kept(msgspec.Struct):
    """What the kept files of a source hold: rows for a table, and lines that were set aside."""

    rows: list[tuple[Any, ...]]
    aside: list[Aside]


class Reader:
    """Reads records of one shape; `check` raises ValueError for what no shape can tell."""

    def __init__(self, shape: type[Shape], check: Callable[[Any], object]) -> None:
        self._shape, self._check = shape, check
        self._decode = msgspec.json.Decoder(shape).decode
        self.fields = fields_of(shape)

    def read(self, fetched: Fetched) -> Iterator[tuple[int, Any, str]]:
        """(number, record, "") of every record, (number, None, why) of what is none; ValueError
        when the file cannot be read at all."""
        given = "/" in fetched.name
        for number, data in self._records(fetched.path):
            try:
                record = self._one(data, given)
                self._check(record)
            except (ValueError, RecursionError) as error:
                yield number, None, str(error)[:_TOLD]
            else:
                yield number, record, ""

    def kept(
        self, files: Sequence[Fetched], row: Callable[[Any, str, int], tuple[Any, ...]],
        warn: Callable[[str], None],
    ) -> Kept:  # fmt: skip
        """A row for every record of kept files, the newest where there are several of one id
        (`updated_date`, then the later file); a file that can no longer be read is left out."""
        newest: dict[str, tuple[str, tuple[Any, ...]]] = {}
        aside: list[Aside] = []
        for file in files:
            digest = file.snapshot.digest
            read: list[tuple[str, str, tuple[Any, ...]]] = []
            wrong: list[Aside] = []
            try:
                for number, record, why in self.read(file):
                    if record is None:
                        wrong.append((digest, number, None, why))
                        continue
                    updated = (record.updated_date or "").replace(" ", "T")
                    read.append((record.id, updated, row(record, digest, number)))
            except (ValueError, OSError) as error:
                source = file.snapshot.source
                warn(f"{source}: {file.name} left out: {error}; try: lionrock update {source}")
                continue
            aside += wrong
            for id_, updated, made in read:
                if updated >= newest.get(id_, ("",))[0]:
                    newest[id_] = (updated, made)
        return Kept([made for _, made in newest.values()], aside)

    def tried(self, files: Iterable[tuple[str, Path, str]], what: str) -> None:
        """Read given files whole; GivenRefused when one of them holds no record at all."""
        for place, path, _ in files:
            told = "it is empty"
            try:
                for _, data in self._records(path):
                    try:
                        self._check(self._one(data, True))
                        break
                    except (ValueError, RecursionError) as error:
                        told = str(error)[:_TOLD]
                else:
                    raise GivenRefused(f"{place}: no {what} in it: {told}")
            except (ValueError, OSError) as error:
                raise GivenRefused(f"{place}: {error}") from None

    def _one(self, data: bytes, given: bool) -> Any:
        try:
            return self._decode(data)
        except msgspec.ValidationError as error:
            loose = msgspec.json.decode(data)
            if not isinstance(loose, dict):
                raise ValueError("line is not a JSON object") from None
            new = list(_shapes.strip(loose, self._shape))
            if given:
                return self._decode(msgspec.json.encode(loose))
            raise ValueError(f"field {new[0][:80]!r} is new" if new else str(error)) from None

    def _records(self, path: Path) -> Iterator[tuple[int, bytes]]:
        try:
            with path.open("rb") as file:
                begins = file.read(4)
            if begins == b"PAR1":
                yield from parquet_rows(path, self.fields)
                return
            with unpacked(path, begins) as stream:
                first = stream.readline(_LONGEST)
                if first.strip() == b"{":  # a page, written for people
                    first += stream.readline(_LONGEST)
                if _PAGE.match(first):
                    yield from _of_page(first + stream.read(_LARGEST))
                    return
                yield from _lines(first, stream)
        except DAMAGED as error:
            raise ValueError(f"is damaged: {str(error).splitlines()[0][:_TOLD]}") from None


def fields_of(shape: type[Shape]) -> tuple[str, ...]:
    """The fields of a shape that are read."""
    return tuple(
        field.encode_name for field in msgspec.structs.fields(shape) if field.type is not Unread
    )


def page_records(data: bytes) -> tuple[msgspec.Raw, ...]:
    """The records of a page; ValueError names the key that is new, or the field that is wrong."""
    try:
        return _page(data).results
    except msgspec.ValidationError as error:
        loose = msgspec.json.decode(data)
        new = next(_shapes.strip(loose, Page), "") if isinstance(loose, dict) else ""
        raise ValueError(f"unknown key {new[:80]!r}" if new else str(error)) from None


def _of_page(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, one in enumerate(page_records(data), 1):
        yield number, bytes(one)


def _lines(first: bytes, stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines that are not empty; of one that is too long what comes after is passed over."""
    number, line = 1, first
    while line:
        whole = line
        while len(line) == _LONGEST and not line.endswith(b"\n"):
            line = stream.readline(_LONGEST)
        if whole.strip():
            yield number, whole
        number, line = number + 1, stream.readline(_LONGEST)


@contextmanager
def unpacked(path: Path, begins: bytes) -> Iterator[IO[bytes]]:
    """The bytes of a file, plain or unpacked, as its first four tell."""
    stream: Any
    if begins.startswith(b"\x1f\x8b"):
        stream = igzip.open(path, "rb")  # type: ignore[no-untyped-call]
    elif begins == b"\x28\xb5\x2f\xfd":
        stream = zstd.open(path, "rb")
    else:
        stream = path.open("rb")
    with stream:
        yield stream
