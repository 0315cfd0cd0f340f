"""Output that grows by whole batches and survives a kill at any byte.

Rows are appended to OUT.partial; after each batch is on disk, a note beside it (OUT.partial.note)
says how many bytes of it are whole and how many rows they are. Whoever starts again with the
same question cuts the file back to that and goes on; one rename makes it OUT.
"""

import contextlib
import fcntl
import os
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from lionrock.store.files import WriteFailed, write_whole
from lionrock.store.sheets.sheet import SheetFault

Start = Literal["auto", "resume", "fresh"]


class Note(msgspec.Struct, frozen=True):
    """How far a partial output is whole: `question` is all that decides what it holds."""

    question: dict[str, str]
    rows: int = 0
    bytes: int = 0
    counts: dict[str, int] = {}


class Journal:
    """The partial output of one question; hold it open for as long as rows are added.

    `resumed` says whether there were rows of an earlier run to go on from, `restarted` why rows
    of an earlier run could not be used ("" when there were none). `start`: "resume" insists on
    going on, "fresh" on starting over. SheetFault when there is nothing to go on with, which
    leaves all as it was, or when another process is writing the same output.
    """

    def __init__(self, target: Path, question: dict[str, str], start: Start = "auto") -> None:
        self.target = target
        self.partial = target.with_name(target.name + ".partial")
        self._note_path = target.with_name(target.name + ".partial.note")
        self._file = self._locked()
        self.note, self.restarted = self._earlier(question, start == "fresh")
        self.resumed = self.note.rows > 0
        if start == "resume" and not self.resumed:
            self.close()
            why = f": {self.restarted} changed" if self.restarted else ""
            raise SheetFault(f"{target}: --resume: there is no run to go on with{why}")
        if not self.resumed:
            self._note_path.unlink(missing_ok=True)
        self._file.truncate(self.note.bytes)
        self._file.seek(self.note.bytes)

    def _locked(self) -> BinaryIO:
        """The partial file, made when missing, and ours alone until it is closed."""
        while True:
            file = os.fdopen(os.open(self.partial, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                here = self.partial.stat()
            except FileNotFoundError:
                file.close()
                continue
            except OSError:
                file.close()
                raise SheetFault(
                    f"{self.partial}: another run is writing it; wait until it is done"
                ) from None
            if os.path.samestat(os.fstat(file.fileno()), here):
                return file
            file.close()  # the one who held it has just finished and renamed it

    def _earlier(self, question: dict[str, str], fresh: bool) -> tuple[Note, str]:
        empty = Note(question)
        try:
            note = msgspec.json.decode(self._note_path.read_bytes(), type=Note)
            size = self.partial.stat().st_size
        except (OSError, msgspec.DecodeError):
            return empty, ""
        if fresh:
            return empty, "fresh"
        changed = [key for key in question if note.question.get(key) != question[key]]
        if changed or size < note.bytes:
            return empty, changed[0] if changed else "partial"
        return note, ""

    def append(self, data: bytes, rows: int, counts: dict[str, int]) -> None:
        """Add a batch: `rows` and `counts` are the totals once it is there."""
        try:
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
            size = self._file.tell()
            self.note = Note(self.note.question, rows, size, counts)
            write_whole(self._note_path, msgspec.json.encode(self.note))
        except OSError as error:
            raise WriteFailed(error.errno, error.strerror, str(self.partial)) from error

    def finish(self, assembled: Path | None = None) -> None:
        """Make the partial output (or the file that was made of it) the output, in one step."""
        (assembled or self.partial).replace(self.target)
        self.close()
        for left in (self.partial, self._note_path, _beside(self._note_path)):
            left.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file, keeping what is there, if anything, for the next run."""
        with contextlib.suppress(OSError):
            if not self._file.closed and os.fstat(self._file.fileno()).st_size == 0:
                self.partial.unlink(missing_ok=True)
            self._file.close()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".partial")
