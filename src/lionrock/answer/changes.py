"""What a home remembers: what each build changed, narrowed to whom or what somebody follows."""

import datetime as dt
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from lionrock.derive.changes import compare as compared
from lionrock.model.change import Change, Entry
from lionrock.settings import Settings
from lionrock.store import builds, history
from lionrock.store.duck import StepFailed

HONG_KONG = dt.timezone(dt.timedelta(hours=8))
"""Days begin and end here: it has had no daylight saving time since 1979."""

WATCH = "watch.toml"


class Unknown(ValueError):
    """A build or a watch list that there is none of; the message says what there is."""


class Watch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody follows: any change of any of these. Everything, when nothing is named."""

    entities: frozenset[str] = frozenset()
    facets: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()

    def holds(self, change: Change) -> bool:
        """Whether a change is of interest."""
        if not (self.entities or self.facets or self.indicators):
            return True
        return bool(
            self.entities & set(change.about)
            or self.facets & set(change.facets)
            or (change.what == "observation" and change.prop in self.indicators)
        )


class Told(msgspec.Struct, frozen=True):
    """A change with the build that made it, when that came to be served, and what it replaced;
    `number` is its place among that build's changes, from 0."""

    entry: Entry
    change: Change
    number: int


class Found(msgspec.Struct, frozen=True):
    """Changes, the newest first, and how many there are in all.

    `begins` is when this home's memory begins, None when there is none yet; `damaged` says which
    pages of it cannot be read.
    """

    total: int
    told: tuple[Told, ...]
    entries: tuple[Entry, ...]
    begins: str | None
    damaged: tuple[str, ...]


def changes(
    settings: Settings,
    watches: Sequence[Watch],
    since: str | None = None,
    window: tuple[int, int] = (50, 0),
    after: tuple[str, int] | None = None,
) -> Found:
    """What was remembered and all of `watches` hold, from the day `since` (in Hong Kong) on.

    `window` is (limit, offset); with `after`, the moment of a build and the number of one of its
    changes, what is given begins behind that change instead: pages are only ever added before it.
    Raises Unknown when no build of that moment is remembered. `entries` are all builds of that
    time, without their changes.
    """
    entries, damaged = remembered(settings)
    chosen = [entry for entry in reversed(entries) if since is None or day_of(entry) >= since]
    found = [
        Told(entry, change, number)
        for entry in chosen
        for number, change in enumerate(entry.changes)
        if all(watch.holds(change) for watch in watches)
    ]
    limit, offset = window
    if after is not None:
        offset = _behind(entries, found, after)
    return Found(
        len(found),
        tuple(found[offset : offset + limit]),
        tuple(chosen),
        entries[0].at if entries else None,
        tuple(damaged),
    )


def _behind(entries: Sequence[Entry], found: Sequence[Told], after: tuple[str, int]) -> int:
    """How many of `found`, the newest first, come before or are the change that `after` names."""
    moment, number = after
    places = {entry.at: place for place, entry in enumerate(entries)}
    if moment not in places:
        raise Unknown(f"no build is remembered that came to be served at {moment[:80]}")
    last = (-places[moment], number)
    return sum((-places[told.entry.at], told.number) <= last for told in found)


def remembered(settings: Settings) -> tuple[list[Entry], list[str]]:
    """The pages of a home's history, the oldest first, and what is wrong with others.

    Pages are never rewritten, so that reading them once is enough.
    """
    names = tuple(str(path) for path in history.pages(settings))
    entries, wrong = _read(str(settings.history), names)
    return list(entries), list(wrong)


@lru_cache(maxsize=4)
def _read(folder: str, names: tuple[str, ...]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    entries, wrong = history.entries(Settings(Path(folder).parent))
    return tuple(entries), tuple(wrong)


def day_of(entry: Entry) -> str:
    """The day in Hong Kong on which a build came to be served."""
    return dt.datetime.fromisoformat(entry.at).astimezone(HONG_KONG).date().isoformat()


def between(
    settings: Settings, one: str | None, other: str | None
) -> tuple[str, str, list[Change]]:
    """What differs between two builds that are kept: their ids, and the changes.

    By default the build that is served, and the one it replaced; an id may be shortened. Raises
    Unknown when a build is not kept, or the two cannot be compared.
    """
    kept = {
        path.name: path
        for path in settings.builds.glob("*")
        if builds.finished(settings, path.name)
    }
    fresh = _one(kept, other) if other else builds.current(settings).name
    old = _one(kept, one) if one else _before(settings, kept, fresh)
    sides = []
    for id_ in (old, fresh):
        manifest = builds.finished(settings, id_)
        if manifest is None:
            raise Unknown(f"the build {id_} is not whole; make it anew with: lionrock build")
        sides.append((kept[id_], manifest))
    try:
        return old, fresh, compared(*sides)
    except (StepFailed, OSError) as failed:
        raise Unknown(f"{old} and {fresh} cannot be compared: {failed}") from failed


def _one(kept: dict[str, Path], asked: str) -> str:
    found = [id_ for id_ in kept if id_.startswith(asked)]
    if len(found) != 1:
        why = "several builds begin with" if found else "no build is kept that begins with"
        raise Unknown(f"{why} {asked[:80]!r}; kept: {', '.join(sorted(kept)) or 'none'}")
    return found[0]


def _before(settings: Settings, kept: dict[str, Path], fresh: str) -> str:
    entries, _ = remembered(settings)
    told = [entry.before for entry in reversed(entries) if entry.build == fresh and entry.before]
    for id_ in told:
        if id_ in kept:
            return id_
    raise Unknown(f"no build before {fresh} is kept; kept: {', '.join(sorted(kept))}")


def watch_list(settings: Settings, name: str) -> Watch:
    """A list of the home's watch.toml; Unknown says what is wrong, and where."""
    path = settings.home / WATCH
    try:
        lists = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        example = f'[{name}]\nentities = ["hkust"]\nfacets = ["research"]'
        raise Unknown(f"there is no {path}; write one such as:\n{example}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unknown(f"{path}: {error}") from None
    if name not in lists:
        raise Unknown(f"{path}: no list [{name[:80]}]; there are: {', '.join(lists) or 'none'}")
    try:
        return msgspec.convert(lists[name], Watch)
    except msgspec.ValidationError as error:
        raise Unknown(f"{path}: [{name}]: {error}") from None
