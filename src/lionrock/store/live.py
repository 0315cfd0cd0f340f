"""What `lionrock update` keeps of live sources: whole sets of files, and how the last try went.

    snapshots/<source>/<digest>(.json)   bytes, and what they are
                       current.json      the set that builds read, replaced in one step
                       pending.jsonl     what an update that is not over has fetched
                       status.json       when it was last checked, and what failed
    update/                              the lock, files on their way, robots.txt of a day

A set is written when all of it is on disk. Killed at any byte, an update leaves the set before or
the new one, and goes on from `pending.jsonl`.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from lionrock.model.source import Fetched, Source
from lionrock.model.statement import Snapshot
from lionrock.settings import Settings
from lionrock.store.builds import Busy
from lionrock.store.files import to_disk

CURRENT, PENDING, STATUS = "current.json", "pending.jsonl", "status.json"
PENDING_FOR = timedelta(hours=36)
"""How long what an unfinished update fetched is used: past the next midnight, when budgets are
whole again, and no longer, since cursors grow old and pages move on."""

State = Literal["new", "unchanged", "failed", "paused", "never"]


class Entry(msgspec.Struct, frozen=True):
    """A file of a set: its name and address, its bytes, and what makes the next request
    conditional. `fetched_at` is when these bytes were first seen."""

    name: str
    url: str
    digest: str
    size: int
    fetched_at: datetime
    media_type: str = ""
    etag: str = ""
    modified: str = ""
    following: str = ""


class FileSet(msgspec.Struct, frozen=True):
    """The files of one source that were fetched and found good together."""

    source: str
    licence: str
    entries: tuple[Entry, ...]


class Failure(msgspec.Struct, frozen=True):
    """Why a source could not be brought up to date.

    `reason` is a model.source.Reason, or "drift" (its form changed; `field` names the first field),
    "count" (outside what the source expects) or "storage". `again` is when it may work.
    """

    reason: str
    message: str
    at: datetime
    field: str = ""
    again: datetime | None = None


class Status(msgspec.Struct, frozen=True):
    """How a live source stands. `checked_at` is when it was last found good, new or unchanged;
    `changed_at` when its set last changed; `done` the files an unfinished update has already;
    `missed` says which parts could not be had, and why, though the rest was."""

    source: str
    state: State = "never"
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    failure: Failure | None = None
    files: int = 0
    size: int = 0
    done: int = 0
    missed: tuple[str, ...] = ()

    def stale(self, source: Source, now: datetime) -> bool:
        """Whether what is kept may be out of date: the last try failed, or is too long ago."""
        if self.failure is not None or self.checked_at is None:
            return True
        return source.good_for is not None and now - self.checked_at > source.good_for


@contextmanager
def updating(settings: Settings) -> Iterator[Path]:
    """Hold the home for one update and give it a folder for files on their way; Busy."""
    folder = settings.update
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another update is running in {settings.home}") from None
        parts = folder / "parts"
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir()
        try:
            yield parts
        finally:
            shutil.rmtree(parts, ignore_errors=True)


class Drawer:
    """The folder of one live source."""

    def __init__(self, settings: Settings, source: str) -> None:
        self._folder, self._update = settings.snapshots / source, settings.update
        self._source = source

    def current(self) -> FileSet | None:
        """The set that builds read; None when there is none, or one of its files is gone."""
        try:
            found = msgspec.json.decode((self._folder / CURRENT).read_bytes(), type=FileSet)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return found if all(self.holds(entry) for entry in found.entries) else None

    def digest(self) -> str | None:
        """What tells this set from another, for the inputs of a build; None without a set."""
        kept = self.current()
        if kept is None:
            return None
        told = [(one.name, one.url, one.digest, one.fetched_at.date()) for one in kept.entries]
        return hashlib.sha256(msgspec.json.encode((kept.licence, told))).hexdigest()

    def holds(self, entry: Entry) -> bool:
        """Whether the bytes of an entry are here."""
        path = self._folder / entry.digest
        return path.is_file() and path.stat().st_size == entry.size

    def fetched(self, entry: Entry, licence: str) -> Fetched:
        """An entry as sources and builds see it."""
        seen = entry.fetched_at.date().isoformat()
        snapshot = Snapshot(
            entry.digest, self._source, entry.url, seen, entry.media_type, licence
        )  # fmt: skip
        return Fetched(snapshot, self._folder / entry.digest, entry.name, entry.following)

    def latest(self) -> tuple[Fetched, ...]:
        """The files of the current set."""
        kept = self.current()
        if kept is None:
            return ()
        return tuple(self.fetched(entry, kept.licence) for entry in kept.entries)

    def place(self, part: Path, entry: Entry, licence: str) -> Fetched:
        """Move a whole file in under its digest."""
        self._folder.mkdir(parents=True, exist_ok=True)
        found = self.fetched(entry, licence)
        beside = part.with_name(part.name + ".json")
        beside.write_bytes(msgspec.json.encode(found.snapshot))
        to_disk(part)
        beside.replace(found.path.with_name(found.path.name + ".json"))
        part.replace(found.path)
        return found

    def replace(self, new: FileSet) -> None:
        """Make a set, all of whose files are here, the one that builds read."""
        self._folder.mkdir(parents=True, exist_ok=True)
        to_disk(self._folder)
        self._write(CURRENT, msgspec.json.encode(new))
        to_disk(self._folder)

    def status(self) -> Status:
        """How the source stands."""
        try:
            return msgspec.json.decode((self._folder / STATUS).read_bytes(), type=Status)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return Status(self._source)

    def tell(self, status: Status) -> None:
        """Keep how the source stands."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write(STATUS, msgspec.json.encode(status))

    def _write(self, name: str, data: bytes) -> None:
        """Write a file in one step; not through a sibling, which a build would sweep away."""
        self._update.mkdir(parents=True, exist_ok=True)
        partial = self._update / f"{self._source}.{name}"
        partial.write_bytes(data)
        to_disk(partial)
        partial.replace(self._folder / name)

    def pending(self) -> dict[str, Entry]:
        """What an unfinished update has fetched, by name; nothing that is old or not here."""
        try:
            lines = (self._folder / PENDING).read_bytes().split(b"\n")
        except OSError:
            return {}
        found: dict[str, Entry] = {}
        oldest = datetime.now(UTC) - PENDING_FOR
        for line in lines:
            try:
                seen, entry = msgspec.json.decode(line, type=tuple[datetime, Entry])
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue  # cut off, and gone on after
            if seen >= oldest and self.holds(entry):
                found[entry.name] = entry
        return found

    def add_pending(self, entry: Entry) -> None:
        """Note a file of an update that is not over; its bytes are here."""
        path = self._folder / PENDING
        self._folder.mkdir(parents=True, exist_ok=True)
        line = msgspec.json.encode((datetime.now(UTC), entry))
        with path.open("ab") as file:
            file.write(b"\n" + line)  # a line that was cut off ends here
        to_disk(path)

    def forget_pending(self) -> None:
        """Begin anew at the next update."""
        (self._folder / PENDING).unlink(missing_ok=True)


def latest(settings: Settings, source: str) -> tuple[Fetched, ...]:
    """The current set of a live source's files, in the order they were fetched; else ()."""
    return Drawer(settings, source).latest()
