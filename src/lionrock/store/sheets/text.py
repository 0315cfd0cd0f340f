"""A file's text, line by line, from bytes in any encoding."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lionrock.store.sheets.encoding import (
    BY_LINES,
    Encoding,
    decoded,
    detect,
    first_beyond_ascii,
    known,
    undecided,
)
from lionrock.store.sheets.sheet import Oddities, SheetFault, place

SAMPLE = 1 << 20
LONGEST_LINE = 1 << 26
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class _Headed(io.RawIOBase):
    """A stream that cannot be wound back, with the bytes already read from it put before it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill `buffer` from the head while there is any, then from the stream."""
        if self._head:
            count = min(len(buffer), len(self._head))
            buffer[:count], self._head = self._head[:count], self._head[count:]
            return count
        chunk = self._rest.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


class TextLines:
    """The lines of a file (None: standard input given as `stream`), each with its line end.

    What cannot be decoded is replaced by U+FFFD and noted in `oddities`. `sample` is the
    beginning of the text; `marked` says whether a byte order mark came before it. Raises
    SheetFault when the encoding is unknown or a line is longer than LONGEST_LINE bytes.
    """

    def __init__(
        self, path: Path | None, encoding: str, oddities: Oddities, stream: BinaryIO | None = None
    ) -> None:
        self.path, self._oddities = path, oddities
        raw = stream if path is None else path.open("rb")
        if raw is None:
            raise ValueError("neither a path nor a stream was given")
        self._raw = raw
        self._size = path.stat().st_size if path and path.is_file() else 0
        try:
            head = self._raw.read(SAMPLE)
            self._encoding = self._chosen(head, encoding)
            if self._size:
                self._raw.seek(0)
        except BaseException:
            self.close()
            raise
        self.encoding, self.marked = self._encoding.name, self._encoding.mark > 0
        self.sample = head[self._encoding.mark :].decode(self.encoding, "replace")
        self._file: BinaryIO = (
            self._raw if self._size else io.BufferedReader(_Headed(head, self._raw), SAMPLE)
        )
        self.number = 0

    def _chosen(self, head: bytes, asked: str) -> Encoding:
        found = detect(head)
        if asked:
            try:
                name = known(asked)
            except ValueError as error:
                raise SheetFault(f"--encoding: {error}") from None
            if name == "utf-16":  # with a mark the mark tells which way round, else as Windows
                name = found.name if found.name.startswith("utf-16") else "utf-16-le"
            return Encoding(name, found.mark if name == found.name else 0)
        if self._size > len(head) and undecided(head):
            self._raw.seek(0)
            later = first_beyond_ascii(self._raw, SAMPLE)
            found = detect(later) if later else found
            if found.name.startswith("utf-16"):
                found = Encoding("utf-8")
        return found

    def share(self) -> float | None:
        """How much of the file has been read, 0 to 1; None for a stream."""
        return min(1.0, self._raw.tell() / self._size) if self._size else None

    def __iter__(self) -> Iterator[str]:
        self._file.read(self._encoding.mark)
        lines = self._by_lines() if self.encoding in BY_LINES else self._wrapped()
        for text, whole in lines:
            self.number += 1
            if not whole:
                self._oddities.note("undecodable", self.number)
            yield text

    def _by_lines(self) -> Iterator[tuple[str, bool]]:
        for text, whole in decoded(self._pieces(), self.encoding):
            if "\r" in text[:-2] or (text.endswith("\r") and len(text) > 1):
                for part in _LINE.findall(text):
                    yield part, whole
                    whole = True
            else:
                yield text, whole

    def _pieces(self) -> Iterator[bytes]:
        while line := self._file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                raise SheetFault(
                    f"{place(self.path, self.number + 1)}: a line is longer than "
                    f"{LONGEST_LINE >> 20} MiB; expected a text file of lines"
                )
            yield line

    def _wrapped(self) -> Iterator[tuple[str, bool]]:
        text = io.TextIOWrapper(self._file, self.encoding, errors="replace", newline="")
        try:
            while line := text.readline(LONGEST_LINE):
                yield line, "\ufffd" not in line
        finally:
            if not text.closed:  # whoever stops half way may have closed the file first
                text.detach()

    def close(self) -> None:
        """Let go of the file; standard input stays open."""
        if self.path is not None:
            self._raw.close()
