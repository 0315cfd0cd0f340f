"""The home's memory of a day: which build was served, and what was said, by undoing changes."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from lionrock.answer.as_of.days import today
from lionrock.answer.changes import day_of, remembered
from lionrock.answer.observatory import Observatory
from lionrock.model.change import Change, Entry
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.view import View


class Past(msgspec.Struct, frozen=True):
    """What is remembered of a day.

    `entries` are all pages, the oldest first, `later` those after the day; `build` is the one that
    was served at its end, None when nothing is remembered of it, or it is not over yet. `whole` is
    false when pages that matter cannot be read, or tell nothing of what changed.
    """

    entries: tuple[Entry, ...]
    later: tuple[Entry, ...]
    begins: str | None
    whole: bool
    build: str | None


def past(settings: Settings, day: str) -> Past:
    """The memory as of a day (YYYY-MM-DD, in Hong Kong)."""
    entries, wrong = remembered(settings)
    later = tuple(entry for entry in entries if day_of(entry) > day)
    then = entries[: len(entries) - len(later)]
    known = bool(then) and day <= today().isoformat()
    return Past(
        tuple(entries), later, day_of(entries[0]) if entries else None,
        not wrong and all(entry.comparable for entry in later),
        then[-1].build if known else None,
    )  # fmt: skip


class Said(NamedTuple):
    """What tells one thing said from another: of whom, which part, and what."""

    subject: str
    part: str
    name: str
    lang: str | None
    period: str | None
    value: str


class Seen(NamedTuple):
    """Something that was said on the day: since when, until when, on which pages (of what was
    withdrawn since, none)."""

    said: Said
    since: str | None
    until: str | None
    sources: tuple[str, ...]


def undone(
    now: Mapping[Said, tuple[str, ...]], past: Past, wanted: Callable[[Change], bool]
) -> Iterator[Seen]:
    """What was said on the day, from what is said `now` and its pages: the changes of later builds
    are taken back, the last first. `wanted` chooses changes of statements and observations."""
    said = dict(now)
    for entry in reversed(past.later):
        for change in _of(entry, wanted):
            said.pop(_key(change, change.after), None)
            if change.before is not None:
                said.setdefault(_key(change, change.before), ())
    days = seen(past.entries, wanted)
    for key, urls in said.items():
        since, until = days.get(key, (past.begins, None))
        yield Seen(key, since, until, urls)


def seen(
    entries: tuple[Entry, ...], wanted: Callable[[Change], bool]
) -> dict[Said, tuple[str | None, str | None]]:
    """When each thing that ever changed was first and last said; None: still, or from the start."""
    found: dict[Said, tuple[str | None, str | None]] = {}
    begins = day_of(entries[0])
    for entry in entries:
        day = day_of(entry)
        for change in _of(entry, wanted):
            if change.after is not None:
                found.setdefault(_key(change, change.after), (day, None))
            if change.before is not None:
                key = _key(change, change.before)
                found[key] = (found.get(key, (begins, None))[0], day)
    return found


def _of(entry: Entry, wanted: Callable[[Change], bool]) -> Iterator[Change]:
    for change in entry.changes:
        if change.what in ("statement", "observation") and wanted(change):
            yield change


def _key(change: Change, value: str | None) -> Said:
    part = "figure" if change.what == "observation" else "fact"
    said = str(value)
    return Said(change.subject, part, change.prop or "", change.lang, change.period, said)


def lives(entries: tuple[Entry, ...]) -> dict[str, tuple[str | None, str | None]]:
    """The days on which each entity that came or went was first and last known; None: still."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for entry in entries:
        for change in entry.changes:
            if change.what != "entity" or change.how == "changed":
                continue
            day = day_of(entry)
            if change.how == "added":
                found[change.subject] = (day, None)
            else:
                since = found.get(change.subject, (day_of(entries[0]), None))[0]
                found[change.subject] = (since, day)
    return found


def turned(then: Past) -> dict[str, Change]:
    """What first happened after the day to each entity that came or went: who came was not known on
    it, who went was."""
    found: dict[str, Change] = {}
    for entry in then.later:
        for change in entry.changes:
            if change.what == "entity" and change.how != "changed":
                found.setdefault(change.subject, change)
    return found


def kept(now: Observatory, build: str) -> Observatory | None:
    """The observatory of a build, when that is still there and whole; the last one asked for is
    held open, for as long as the one that is served."""
    if build == now.build_id:
        return now
    opened: Observatory | None = now.made.get("past")
    if opened is None or opened.build_id != build:
        if builds.finished(now.settings, build) is None:
            return None
        try:
            opened = Observatory(View(now.settings.builds / build))
        except (builds.NoBuild, OSError):
            return None
        now.made["past"] = opened
    return opened
