"""JSON Lines: one JSON object a line, of which every byte of every value is kept."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from lionrock.store.sheets.delimited import MOST_COLUMNS
from lionrock.store.sheets.sheet import Batch, Cell, Form, Oddities, Reading, SheetFault, place
from lionrock.store.sheets.text import TextLines

_TYPES = {ord('"'): "VARCHAR", ord("t"): "BOOLEAN", ord("f"): "BOOLEAN", ord("n"): ""}
_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])


class JsonLines:
    """An open JSON Lines file; see sheet.Sheet.

    It is read twice: first to learn every key that occurs (they are the columns, in the order
    met) and what its values are, then for the rows. SheetFault names the line that is no object.
    """

    form: Form = "jsonl"
    delimiter = ""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path: Path | None = path
        self._reading, self.oddities = reading, Oddities()
        kinds: dict[str, str] = {}
        survey = TextLines(path, reading.encoding, Oddities())
        self._text = survey
        try:
            for _, found in self._objects(survey):
                for key, value in found.items():
                    kind = _kind(value)
                    before = kinds.setdefault(key, kind)
                    if kind != before and kind:
                        kinds[key] = _both(before, kind)
                if len(kinds) > MOST_COLUMNS:
                    raise SheetFault(
                        f"{path}: more than {MOST_COLUMNS} different keys; expected a table"
                    )
        finally:
            survey.close()
        if not kinds:
            raise SheetFault(f"{path}: no key in any line; expected one JSON object a line")
        self.columns = tuple(kinds)
        self.types = tuple(kind or "VARCHAR" for kind in kinds.values())
        self._text = TextLines(path, reading.encoding, self.oddities)
        self.encoding, self.marked = self._text.encoding, self._text.marked

    def _objects(self, text: TextLines) -> Iterator[tuple[bytes, dict[str, Any]]]:
        lines = (line.strip() for line in text)
        filled = (line for line in lines if line)
        for line in islice(filled, self._reading.limit or None):
            data = line.encode("utf-8")
            try:
                yield data, members(data)
            except ValueError as error:
                whole = text.number == 1 and line.startswith("[")
                hint = "a JSON array is not read: write one object a line" if whole else str(error)
                raise SheetFault(
                    f"{place(self.path, text.number)}: {line[:60]!r}: {hint}; "
                    "expected one JSON object"
                ) from None

    def batches(self, column: int, size: int) -> Iterator[Batch]:
        """All rows, `size` at a time, with the texts of one column."""
        key, shape = self.columns[column], self._reading.shape
        objects = self._objects(self._text)
        while taken := list(islice(objects, size)):
            yield Batch(
                [self._text_of(found.get(key)) for _, found in taken],
                [self._cells(found) for _, found in taken] if shape == "cells" else (),
                [data for data, _ in taken] if shape == "objects" else (),
            )

    def _text_of(self, raw: Any) -> str | None:
        if raw is None:
            return None
        value = _value(raw)
        if isinstance(value, (list, dict)):
            self.oddities.note("nested", self._text.number)
            return None
        return value if value is None or isinstance(value, str) else bytes(raw).decode()

    def _cells(self, found: dict[str, Any]) -> Sequence[Cell]:
        return [_cell(found[key]) if key in found else None for key in self.columns]

    def share(self) -> float | None:
        """How much of the file has been read, 0 to 1."""
        return self._text.share()

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()


def members(line: bytes) -> dict[str, Any]:
    """The members of a JSON object, each value as its JSON text; ValueError if it is none.

    What Python's own reader takes and the strict one does not (NaN, half a surrogate pair) is
    taken too, since programs write it.
    """
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, RecursionError) as strict:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ValueError(str(strict)) from None
        return {plain(key): json.dumps(value).encode() for key, value in found.items()}


def with_members(line: bytes, added: bytes) -> bytes:
    """A JSON object, given as text, with members added at its end; all else as it stands."""
    inside = line[:-1].rstrip()
    return inside + (b"," if inside != b"{" else b"") + added + b"}"


def plain(text: str) -> str:
    """Text that can be written: a lone surrogate becomes U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _value(raw: Any) -> Any:
    data = bytes(raw)
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:  # a lone surrogate, which other programs do write
        value = json.loads(data)
        return plain(value) if isinstance(value, str) else value


def _cell(raw: Any) -> Cell:
    value = _value(raw)
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    written = bytes(raw).decode()
    if isinstance(value, int) or (isinstance(value, float) and repr(value) == written):
        return value
    return written  # lists and objects as JSON; fractions that a float would write otherwise


def _kind(raw: Any) -> str:
    first = memoryview(raw)[0]
    if first in _TYPES:
        return _TYPES[first]
    data = bytes(raw)
    if first in b"[{" or not data[-1:].isdigit():  # NaN and its like among them
        return "VARCHAR"
    if any(mark in data for mark in b".eE"):
        return "DOUBLE"
    return "BIGINT" if len(data) <= 18 else "VARCHAR"


def _both(one: str, other: str) -> str:
    """A type that holds what two do."""
    if not one:
        return other
    return "DOUBLE" if {one, other} == {"DOUBLE", "BIGINT"} else "VARCHAR"
