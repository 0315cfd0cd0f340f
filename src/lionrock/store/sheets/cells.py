"""The XML within XLSX, read by callbacks: shared texts, and rows of cells."""

import re
from collections.abc import Callable, Iterator
from typing import IO, Protocol, TypeVar
from xml.parsers import expat

from lionrock.store.sheets.sheet import Cell

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
LONGEST_TEXT = 1 << 24
_CHUNK = 1 << 16
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Item = TypeVar("Item")


class Collector(Protocol[Item]):
    """Takes an XML stream's events and gives what came together since it was last asked."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters within an element."""

    def taken(self) -> list[Item]:
        """What came together since the last call."""


def feed(stream: IO[bytes], collector: Collector[Item]) -> Iterator[Item]:
    """Parse a stream and yield what the collector makes of it.

    Raises ValueError for XML that is broken or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: collector.start(name.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda name: collector.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = _refused
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from collector.taken()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    yield from collector.taken()


def _refused(*_: object) -> None:
    raise ValueError("it declares a document type, which no workbook does")


def unescaped(text: str) -> str:
    """A text with the characters XML cannot hold, which OOXML writes as _x0007_."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


class _Words:
    """Collects the characters of one element, up to a length."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.open = False

    def begin(self) -> None:
        self._parts, self._length = [], 0

    def text(self, text: str) -> None:
        if self.open:
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise ValueError(f"a text is longer than {LONGEST_TEXT:,} characters")
            self._parts.append(text)

    def whole(self) -> str:
        return "".join(self._parts)


class SharedTexts:
    """Collects the texts that cells refer to by number; readings (ruby) are left out."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._words = _Words()
        self._reading = False
        self.text = self._words.text

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self._words.begin()
        elif name == "rPh":
            self._reading = True
        elif name == "t":
            self._words.open = not self._reading

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._words.open = False
        elif name == "rPh":
            self._reading = False
        elif name == "si":
            self._found.append(unescaped(self._words.whole()))

    def taken(self) -> list[str]:
        """The texts since the last call."""
        found, self._found = self._found, []
        return found


class Rows:
    """Collects rows; empty rows before a filled one are given, those at the end are not.

    `texts` are the shared texts; `number` makes a cell of a number and the number of its style.
    """

    def __init__(self, texts: list[str], number: Callable[[float | int, int], Cell]) -> None:
        self._texts, self._number = texts, number
        self._found: list[list[Cell]] = []
        self._words = _Words()
        self.text = self._words.text
        self._row: list[Cell] = []
        self._column, self._at, self._given = 0, 0, 0
        self._type, self._style, self._reading = "", 0, False
        self._headed = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._column = _column(attributes.get("r", ""), self._column)
            self._type, style = attributes.get("t", ""), attributes.get("s", "0")
            self._style = int(style) if style.isdigit() else 0
            self._words.begin()
        elif name == "v" or (name == "t" and not self._reading):
            self._words.open = True
        elif name == "rPh":
            self._reading = True
        elif name == "row":
            place = attributes.get("r", "")
            self._at = int(place) if place.isdigit() and len(place) < 9 else self._at + 1
            self._row, self._column = [], 0
            if self._at > MOST_ROWS:
                raise ValueError(f"row {self._at}: more than {MOST_ROWS:,} rows")

    def end(self, name: str) -> None:
        """An element ends."""
        if name in ("v", "t"):
            self._words.open = False
        elif name == "rPh":
            self._reading = False
        elif name == "c":
            cell = self._cell(self._words.whole())
            if cell is not None and cell != "":
                self._row += [None] * (self._column - len(self._row))
                self._row[self._column - 1] = cell
        elif name == "row" and self._row:
            if self._headed:
                self._found += [[] for _ in range(self._at - self._given - 1)]
            self._found.append(self._row)
            self._given, self._headed = self._at, True

    def _cell(self, text: str) -> Cell:
        match self._type:
            case "s":
                number = int(text) if text.isdigit() else -1
                return self._texts[number] if 0 <= number < len(self._texts) else None
            case "inlineStr" | "str":
                return unescaped(text)
            case "b":
                return text == "1" if text else None
            case "e" | "d":
                return text
        return self._number(_number(text), self._style) if text else None

    def taken(self) -> list[list[Cell]]:
        """The rows since the last call."""
        found, self._found = self._found, []
        return found


def _number(text: str) -> float | int:
    try:
        return int(text) if len(text) < 16 and text.lstrip("-").isdigit() else _whole(float(text))
    except ValueError:
        raise ValueError(f"{text[:40]!r} in a cell of numbers") from None


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _column(place: str, before: int) -> int:
    found = _PLACE.fullmatch(place)
    column = before + 1
    if found:
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
    if column > MOST_COLUMNS:
        raise ValueError(f"{place}: more than {MOST_COLUMNS:,} columns")
    return column
