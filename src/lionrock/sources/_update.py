"""Brings live sources up to date: fetch, try, and only then make current what was fetched."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from lionrock.model.reference import Reference
from lionrock.model.source import Ask, Fetched, FetchFailed, Source
from lionrock.model.statement import Problem
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.sources._gather import outside
from lionrock.sources._http import Door, Known
from lionrock.store.live import Drawer, Entry, Failure, FileSet, State, Status, updating
from lionrock.store.snapshots import Shelf

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,120}")
_LONGEST = 500  # characters of a message
_TOLD = 200  # problems of one set that are collected
_FIELD = re.compile(r"(?:field|key) [`'\"]([^`'\"]{1,120})[`'\"]|`(\$[^`]{1,120})`")
_KEEPS = {"unreachable", "timeout", "throttled", "used_up", "broken"}
"""Reasons after which the next update goes on where this one ended."""
_WRONG = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What a source's own code raises over an answer that is not as it was."""


class Drift(Exception):
    """What was fetched is not what the source knows; `field` is the first that differs."""

    def __init__(self, reason: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.reason, self.field = reason, field


class Live:
    """What one live source fetches with (model.source.LiveDesk)."""

    def __init__(self, settings: Settings, door: Door, drawer: Drawer, parts: Path) -> None:
        self.registry, self._home = settings.registry, settings.home
        self._shelf = Shelf(settings, None)
        self._door, self._drawer, self._parts = door, drawer, parts
        self._pending = drawer.pending()
        kept = drawer.current()
        self._kept = {entry.url: entry for entry in kept.entries} if kept else {}
        self._asked: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.missed: list[str] = []

    def keep(self, source: Source, path: Path, media_type: str) -> Fetched:
        """Keep a file's bytes as a snapshot of `source`."""
        return self._shelf.keep(source, path, media_type)

    def latest(self, source: str) -> tuple[Fetched, ...]:
        """The current set of another live source's files."""
        return self._shelf.latest(source)

    def get(self, source: Source, ask: Ask) -> Fetched:
        """Fetch a file, unless this update, or one before that was cut short, has it already."""
        if not _NAME.fullmatch(ask.name):
            raise ValueError(f"{ask.name!r}: a file's name is lower-case letters, digits, . _ -")
        if self._asked.setdefault(ask.name, ask.url) != ask.url:
            raise ValueError(f"{ask.name!r} is the name of two files of {source.id}")
        entry = self._pending.get(ask.name)
        if entry is None or entry.url != ask.url:
            entry = self._fetch(source, ask)
            self._drawer.add_pending(entry)
            self._pending[ask.name] = entry
        self.entries[ask.name] = entry
        return self._drawer.fetched(entry, source.licence)

    def _fetch(self, source: Source, ask: Ask) -> Entry:
        kept = self._kept.get(ask.url)
        if kept is not None and ask.fixed:
            return msgspec.structs.replace(kept, name=ask.name)
        known = Known(kept.etag, kept.modified) if kept is not None else Known()
        part = self._parts / hashlib.sha256(ask.name.encode()).hexdigest()
        reply = self._door.fetch(source, ask, known, part)
        if reply.received is None:
            assert kept is not None
            return msgspec.structs.replace(kept, name=ask.name)
        same = kept is not None and kept.digest == reply.received.digest
        entry = Entry(
            ask.name, ask.url, reply.received.digest, reply.received.size,
            kept.fetched_at if same and kept is not None else datetime.now(UTC),
            reply.media_type, reply.etag, reply.modified, reply.following,
        )  # fmt: skip
        self._drawer.place(part, entry, source.licence)
        return entry

    def lists(self, name: str) -> tuple[Path, ...]:
        """The files of a name that say what to ask for: the registry's, and the home's."""
        own = self.registry / name
        chosen = own if own.exists() else BUNDLED_REGISTRY / name
        return tuple(one for one in (chosen, self._home / name) if one.is_file())

    def miss(self, what: str) -> None:
        """Note a part that could not be had."""
        self.missed.append(_plain(what))

    def organisations(self) -> Iterator[Mapping[str, Any]]:
        """The lines of the registry's organisations that can be read."""
        try:
            lines = (self.registry / "organisations.jsonl").read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            try:
                row = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue  # a build tells
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                yield row

    def identifiers(self, name: str) -> dict[str, tuple[str, ...]]:
        """Organisation id → the identifiers that the registry gives it under `name`."""
        found = {}
        for row in self.organisations():
            ids = row.get("ids")
            value = ids.get(name) if isinstance(ids, dict) else None
            values = value if isinstance(value, list) else [value]
            texts = tuple(one for one in values if isinstance(one, str) and one)
            if texts:
                found[row["id"]] = texts
        return found


Tell = Callable[[Source, Status | None], None]
"""Told of every source twice: as it begins (None), and how it stands then."""


def update(
    settings: Settings, reference: Reference, modules: tuple[Any, ...], door: Door, tell: Tell
) -> list[Status]:
    """Bring the live sources among `modules` up to date, one after another; how each stands.

    One that fails keeps the set it had, and stops none of the others. Raises store.builds.Busy
    when another update runs in the same home.
    """
    found = []
    with updating(settings) as parts:
        for module in modules:
            source: Source = module.SOURCE
            tell(source, None)
            drawer = Drawer(settings, source.id)
            live = Live(settings, door, drawer, parts)
            status = _brought(module, live, drawer, reference)
            drawer.tell(status)
            tell(source, status)
            found.append(status)
    return found


def _brought(module: Any, live: Live, drawer: Drawer, reference: Reference) -> Status:
    """Fetch and try one source, and make its new set current; how it stands then."""
    source: Source = module.SOURCE
    try:
        fetched = _fetched(module, live)
        before = drawer.current()
        new = FileSet(source.id, source.licence, tuple(live.entries[one.name] for one in fetched))
        changed = before is None or _told(before) != _told(new)
        if changed:
            _try(module, fetched, reference)
        if before != new:
            drawer.replace(new)
        drawer.forget_pending()
    except FetchFailed as failed:
        if failed.reason not in _KEEPS:
            drawer.forget_pending()
        return _failed(drawer, Failure(failed.reason, str(failed), _now(), again=failed.again))
    except Drift as drift:
        drawer.forget_pending()
        return _failed(drawer, Failure(drift.reason, str(drift), _now(), drift.field))
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
        return _failed(drawer, Failure("storage", what, _now()))
    now, status = _now(), drawer.status()
    since = now if changed or status.changed_at is None else status.changed_at
    size = sum(entry.size for entry in new.entries)
    state: State = "new" if changed else "unchanged"
    missed = tuple(live.missed[:_TOLD])
    return Status(source.id, state, now, since, None, len(new.entries), size, missed=missed)


def _failed(drawer: Drawer, failure: Failure) -> Status:
    paused = failure.reason in ("used_up", "throttled")
    told = msgspec.structs.replace(
        failure, message=_plain(failure.message), field=_plain(failure.field)
    )
    return msgspec.structs.replace(
        drawer.status(),
        state="paused" if paused else "failed",
        failure=told,
        done=len(drawer.pending()),
    )


def _fetched(module: Any, live: Live) -> list[Fetched]:
    """Every file of the source; Drift when its code stumbles over an answer."""
    try:
        fetched = list(module.fetch(live))
    except _WRONG as error:
        raise _drift(error) from None
    if not fetched:
        raise Drift("count", "no file was found")
    if not {one.name for one in fetched} <= live.entries.keys():
        raise Drift("drift", "a file that was not asked for through the door")
    return fetched


def _try(module: Any, fetched: list[Fetched], reference: Reference) -> None:
    """Read everything as a build would; Drift for what a build could not use."""
    source: Source = module.SOURCE
    problems: list[Problem] = []
    counts: Counter[str] = Counter()

    def report(problem: Problem) -> None:
        if len(problems) < _TOLD:
            problems.append(problem)

    try:
        for one in fetched:
            if source.role == "statements":
                counts.update(record.kind for record in module.parse(one, reference, report))
            else:
                counts.update(module.count(one, report))
    except _WRONG as error:
        raise _drift(error) from None
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise Drift("drift", f"{problems[0]}{more}", _field(problems[0].message))
    wrong = outside(source.id, source.expects, counts)
    if wrong:
        raise Drift("count", "; ".join(problem.message for problem in wrong))


def _told(kept: FileSet) -> list[tuple[str, str]]:
    return [(entry.name, entry.digest) for entry in kept.entries]


def _drift(error: Exception) -> Drift:
    """What a source's code stumbled over, as something to tell."""
    text = str(error)[:_LONGEST]
    if isinstance(error, KeyError):
        return Drift("drift", f"missing key {text}", text.strip("'"))
    if isinstance(error, ValueError) and text:
        return Drift("drift", text, _field(text))
    return Drift("drift", f"{type(error).__name__}: {text}", _field(text))


def _field(message: str) -> str:
    """The field that a problem is about, as far as its words tell."""
    found = _FIELD.search(message)
    return (found[1] or found[2] or "") if found else ""


def _plain(text: str) -> str:
    """On one line, without what steers a terminal or turns the writing around."""
    return "".join(one if one.isprintable() else " " for one in text[: 2 * _LONGEST])


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
