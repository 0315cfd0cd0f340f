"""The ties on record as of a day: those that may have held on it, or those known on it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from lionrock.answer.as_of.days import state_of
from lionrock.answer.as_of.memory import Past, kept, past, turned
from lionrock.answer.observatory import Observatory
from lionrock.model.change import Change, Meaning
from lionrock.model.schema import schema

Tie = tuple[Any, ...]
"""id, type, via, source, target, date, until, amount, note, and the record that it rests on (None
where that was withdrawn since)."""

_TIES = (
    "SELECT id, type, via, source, target, date, until, amount, note, n FROM edges "
    "ORDER BY type, source, target, id"
)
_PARTS = {"subject": 3, "object": 4, "date": 5, "end": 6, "amount": 7, "note": 8}


class DayTold(msgspec.Struct, frozen=True):
    """What is said of the day: as of TableAsOf, which is where each is explained."""

    day: str
    meaning: Meaning
    state: str
    begins: str | None
    whole: bool
    build: str | None
    exact: bool


class TiesAsOf(msgspec.Struct, frozen=True):
    """Ties, and `asked`, the build that tells of their pages and of whom they bind.

    `turned` are entities of which it tells wrongly, each with what happened to it first after the
    day: who was withdrawn stood on it, who was added did not. `told` is None when no day was asked
    about.
    """

    asked: Observatory
    ties: tuple[Tie, ...]
    turned: Mapping[str, Change]
    told: DayTold | None

    def stood(self, id_: str) -> bool:
        """Whether an entity was known on the day, as far as this tells."""
        if self.told is not None and self.told.state == "unknown":
            return False
        change = self.turned.get(id_)
        if change is not None:
            return change.how == "withdrawn"
        return self.asked.document("entity", id_) is not None


def ties_as_of(
    observatory: Observatory, day: dt.date | None = None, meaning: Meaning = "valid"
) -> TiesAsOf:
    """Every tie on record; of a day those that may have held on it (valid: what carries no dates
    stays), or those on record here on it (known).

    Where the build of that day is not kept, later changes are taken back from today's ties: a tie
    by a property keeps the date and amount that its entity has now, and `exact` is false.
    """
    if day is None:
        return TiesAsOf(observatory, tuple(observatory.query(_TIES)), {}, None)
    then = past(observatory.settings, day.isoformat())
    if meaning == "valid":
        told = DayTold(
            day.isoformat(), meaning, "holds", then.begins, then.whole, observatory.build_id, True
        )
        ties = (row for row in observatory.query(_TIES) if _may_hold(row, day))
        return TiesAsOf(observatory, tuple(ties), {}, told)
    state = "unknown" if then.build is None else "holds"
    old = kept(observatory, then.build) if then.build else None
    exact = old is not None or then.build is None
    told = DayTold(day.isoformat(), meaning, state, then.begins, then.whole, then.build, exact)
    if then.build is None:
        return TiesAsOf(observatory, (), {}, told)
    if old is not None:
        return TiesAsOf(old, tuple(old.query(_TIES)), {}, told)
    return TiesAsOf(observatory, tuple(_undone(observatory, then)), turned(then), told)


def _may_hold(row: Tie, day: dt.date) -> bool:
    return state_of(row[5], row[6], day) not in ("ended", "not_yet")


def _undone(observatory: Observatory, then: Past) -> Iterator[Tie]:
    """Today's ties with later changes taken back, the last first."""
    rows = observatory.query(_TIES)
    stated: dict[str, list[Any]] = {row[0]: list(row) for row in rows if row[2] == "relation"}
    held: dict[tuple[str, str, str], Tie] = {
        (row[3], row[1], row[4]): row for row in rows if row[2] == "property"
    }
    relations, properties = frozenset(schema().relations), _tying()
    for change in _statements(then):
        if change.kind in relations:
            empty = [change.subject, change.kind, "relation", *[None] * 7]
            row = stated.setdefault(change.subject, empty)
            if change.prop in _PARTS:
                row[_PARTS[change.prop]] = change.before
        elif change.prop in properties and change.kind != "observation":
            held.pop((change.subject, change.prop, str(change.after)), None)
            if change.before is not None:
                key = (change.subject, change.prop, change.before)
                id_ = ":".join(key)
                row = [id_, change.prop, "property", change.subject, change.before, *[None] * 5]
                held.setdefault(key, tuple(row))
    stays = observatory.redirect
    found = [*map(tuple, stated.values()), *held.values()]
    for id_, type_, via, source, target, *rest in found:
        if source and target:
            yield id_, type_, via, stays(source) or source, stays(target) or target, *rest


def _statements(then: Past) -> Iterable[Change]:
    for entry in reversed(then.later):
        yield from (change for change in entry.changes if change.what == "statement")


def _tying() -> frozenset[str]:
    """The properties whose value is an entity."""
    return frozenset(p.id for p in schema().properties.values() if p.type in ("entity", "place"))
