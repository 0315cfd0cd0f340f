"""Reports of one event put together: the same event, told by several, is one with several
evidences. What reports differ in (a sum, a day) stays with each and shows as a conflict.

Two reports tell one event when they are of one kind, share the party it turns on (who received an
investment; who was listed; both sides of a purchase), and lie near in time. Where what was done
has no name, its words must be alike as well, or the sum the same; else they stay apart: two events
shown as two are a lesser fault than two shown as one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from lionrock.answer.extraction.candidates import ASKED, WAITING, Candidate
from lionrock.model.dates import parse_date
from lionrock.model.fold import fold

_NEAR = dt.timedelta(days=7)
_NEWS = dt.timedelta(days=45)
"""How long after it an event is still reported as new."""
_ALIKE = 75.0
"""Likeness of words (rapidfuzz's token set ratio) from which they say the same."""

_TURNS_ON_AFFECTED = frozenset(("invested", "funded", "acquired"))
_TURNS_ON_AGENT = frozenset(("listed",))


_Parties = defaultdict[tuple[str, str], list[int]]


class Story(NamedTuple):
    """One event and the reports that tell it, the earliest first; `id` is that of its entity."""

    id: str
    reports: tuple[Candidate, ...]


def stories(found: Sequence[Candidate]) -> list[Story]:
    """Put candidates together; the order they come in makes no difference.

    Those that are waiting make no story of their own: they join one that they tell as well.
    """
    ordered = sorted(
        found, key=lambda one: (one.published or "9999", one.handle, one.given.fetched.name)
    )
    groups = _grouped([one for one in ordered if one.ruling != WAITING])
    by_party = _by_party(groups)
    for one in ordered:
        joins = one.status != "denied" and one.kind not in ASKED and not one.reader
        if one.ruling == WAITING and joins:
            number = _number(one, groups, by_party)
            if number is not None:
                groups[number].append(msgspec.structs.replace(one, ruling="joined"))
    return _named(groups)


def _grouped(ordered: Sequence[Candidate]) -> list[list[Candidate]]:
    groups: list[list[Candidate]] = []
    by_party: _Parties = defaultdict(list)
    for one in ordered:
        number = _number(one, groups, by_party)
        if number is None:
            number = len(groups)
            groups.append([])
        groups[number].append(one)
        _note(one, number, by_party)
    return groups


def _by_party(groups: Sequence[Sequence[Candidate]]) -> "_Parties":
    found: _Parties = defaultdict(list)
    for number, group in enumerate(groups):
        for one in group:
            _note(one, number, found)
    return found


def _note(one: Candidate, number: int, by_party: "_Parties") -> None:
    for party in sorted(one.parties):
        listed = by_party[one.kind, party]
        if number not in listed[-1:]:
            listed.append(number)


def _number(
    one: Candidate, groups: Sequence[Sequence[Candidate]], by_party: "_Parties"
) -> int | None:
    """The first group that tells the same event, among those that share a party."""
    near = sorted({n for party in one.parties for n in by_party.get((one.kind, party), ())})
    return next((n for n in near if any(same(one, other) for other in groups[n])), None)


def _named(groups: Sequence[Sequence[Candidate]]) -> list[Story]:
    taken: defaultdict[str, int] = defaultdict(int)
    made = []
    for group in groups:
        name = _name(group[0])
        taken[name] += 1
        last = f"-{taken[name]}" if taken[name] > 1 else ""
        made.append(Story(f"{name}{last}", tuple(group)))
    return made


def same(one: Candidate, other: Candidate) -> bool:
    """Whether two reports tell one event."""
    if one.kind != other.kind or (one.status == "denied") != (other.status == "denied"):
        return False
    if one.handle == other.handle:  # the same sentence, copied
        return True
    return _near(one, other) and _turns_on(one, other)


def _turns_on(one: Candidate, other: Candidate) -> bool:
    agents = set(one.agents) & set(other.agents)
    affected = set(one.affected) & set(other.affected)
    if one.kind in _TURNS_ON_AFFECTED and (one.affected or other.affected):
        return bool(affected) and _agree(one.amount, other.amount, bool(agents))
    if one.kind in _TURNS_ON_AGENT:
        return bool(agents)
    if one.kind == "partnered":
        return len(agents | affected) >= min(2, len(one.parties), len(other.parties))
    if one.affected and other.affected:
        return bool(affected) and (bool(agents) or not one.agents or not other.agents)
    return bool(agents) and _said_alike(one, other)


def _agree(mine: str | None, theirs: str | None, shared: bool) -> bool:
    """Sums of one round: the same, or one untold, or different but by the same investors (or
    named by nobody), which is a conflict to show; two rounds near in time are rare."""
    return mine is None or theirs is None or mine == theirs or shared or _similar(mine, theirs)


def _similar(mine: str, theirs: str) -> bool:
    """Sums in two currencies, or within a tenth of one another."""
    (currency, a), (other, b) = mine.split(), theirs.split()
    if currency != other:
        return True
    return abs(float(a) - float(b)) <= 0.1 * max(abs(float(a)), abs(float(b)))


def _said_alike(one: Candidate, other: Candidate) -> bool:
    """Whether what was done, which no name stands for, is the same by its words or its sum."""
    if one.amount is not None and one.amount == other.amount:
        return True
    mine, theirs = fold(one.what), fold(other.what)
    return bool(mine and theirs) and fuzz.token_set_ratio(mine, theirs) >= _ALIKE


def _near(one: Candidate, other: Candidate) -> bool:
    """Whether the dates told agree or lie within a week; where one tells none, whether it was
    published while the other was news."""
    mine, theirs = _span(one.date), _span(other.date)
    if mine and theirs:
        return mine[0] <= theirs[1] + _NEAR and theirs[0] <= mine[1] + _NEAR
    first, second = mine or _span(one.published), theirs or _span(other.published)
    if not first or not second:
        return False
    return first[0] <= second[1] + _NEWS and second[0] <= first[1] + _NEWS


def _span(iso: str | None) -> tuple[dt.date, dt.date] | None:
    if iso is None:
        return None
    period = parse_date(iso)
    return period.start, period.end


def _name(first: Candidate) -> str:
    """An id that readers can tell: what happened, to whom, in which month."""
    turns = first.affected if first.kind in _TURNS_ON_AFFECTED else first.agents
    who = (turns or first.agents or first.affected or first.providers or ("unnamed",))[0]
    when = (first.date or first.published or "")[:7]
    return "-".join(part for part in ("event", first.kind, who[:120], when) if part)
