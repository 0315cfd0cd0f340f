"""Which values of a series are comparable: what a headline shows, what one line may join.

Values of one publisher and one base (a share of whom) belong together. Values of two publishers do
where their definitions agree: where both tell the same period, they must never lie further apart
than rounding does; where they tell none alike, they must state the same definition in words. What
is neither stays apart, and where the one leading gives way to another the series has a break.

A level told for a year is taken for that of its end. Where the same publisher told another, by more
than rounding, for a day or month of the year's last quarter, it is not: which came first is not
known, so the vaguer neither leads nor is joined. A count since a start can only rise: one that a
later value lies below by more than a revision counted something else, and is not joined to it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

Point = Mapping[str, Any]
Told = tuple[str | None, str | None]
"""Who measured, and of whom a share was taken."""

ROUNDING = 0.01
"""Values closer than this share of the larger one differ by rounding, not in substance."""

SPANNED = frozenset(("flow", "rate"))
"""Natures of indicators that a period's length changes."""
REVISED = 0.05
"""A count since a start may be taken back by this share: awards are withdrawn, errors mended."""
_A_QUARTER = 92  # days
_A_YEAR = 330  # days, some slack for surveys that do not fall on the same day


def headline(points: Sequence[Point], nature: str) -> int | None:
    """Index of the point a headline shows: the latest measured one with a comparable value that
    does not rest on an unknown publisher, or the latest at all when nothing better exists."""
    kind = usual_kind(points) if nature in SPANNED else None
    vague = _vague(points, nature)
    usable = [
        (i, p)
        for i, p in enumerate(points)
        if p["lead"]["value"] is not None and kind in (None, p["kind"]) and i not in vague
    ]
    for accept in (
        lambda p: p["nature"] == "measured" and p["lead"]["tier"] != "unknown",
        lambda p: p["lead"]["tier"] != "unknown",
        lambda p: True,
    ):
        chosen = [i for i, p in usable if accept(p)]
        if chosen:
            return chosen[-1]
    return None


def usual_kind(points: Sequence[Point]) -> str | None:
    """The kind of period most points have, the year on a tie: a half-year's flow does not stand
    beside a year's."""
    kinds = Counter(p["kind"] for p in points if p["lead"]["value"] is not None)
    return max(kinds, key=lambda kind: (kinds[kind], kind == "year", kind), default=None)


def line(points: Sequence[Point], nature: str) -> list[int]:
    """Indices of the points that may be joined by one line, up to the headline."""
    latest = headline(points, nature)
    if latest is None:
        return []
    alike = agreeing(points)
    own = alike[told(points[latest]["lead"])]
    joined = [i for i in _dated(points, nature, latest) if alike[told(points[i]["lead"])] == own]
    return _climbing(points, joined) if nature == "cumulative" else joined


def breaks(points: Sequence[Point], nature: str) -> list[int]:
    """Indices of the points at which, up to the headline, the series breaks: what is measured
    there is not what was measured before, as far as the publishers tell."""
    latest = headline(points, nature)
    if latest is None:
        return []
    alike = agreeing(points)
    dated = _dated(points, nature, latest)
    sides = [alike[told(points[i]["lead"])] for i in dated]
    return [i for n, i in enumerate(dated) if n and sides[n] != sides[n - 1]]


def agreeing(points: Sequence[Point]) -> dict[Told, Told]:
    """Of each (publisher, base) of a series one that stands for all whose definitions agree."""
    values: dict[Told, dict[tuple[str, str], float]] = defaultdict(dict)
    words: dict[Told, set[str]] = defaultdict(set)
    for point in points:
        for value in (point["lead"], *point["others"]):
            who = told(value)
            words[who].update([value["definition"]] if value["definition"] else [])
            if value["value"] is not None:
                values[who].setdefault((point["period"], point["nature"]), value["value"])
    alike = {who: who for who in words}
    for one, other in combinations(sorted(words, key=str), 2):
        if one[1] == other[1] and _agree(values[one], values[other], words[one] & words[other]):
            left, right = alike[one], alike[other]
            for who, first in alike.items():
                alike[who] = left if first == right else first
    return alike


def told(value: Mapping[str, Any]) -> Told:
    """Who measured a value (None when nobody is named), and its base."""
    publisher = value["publisher"]
    return (str(publisher["id"]) if publisher else None), value["base"]


def change(points: Sequence[Point], nature: str) -> dict[str, Any] | None:
    """Change between the headline and the point about a year or more before it on its line."""
    joined = [points[i] for i in line(points, nature)]
    if len(joined) < 2:
        return None
    after = joined[-1]
    earlier = [p for p in joined[:-1] if _days(p["end"], after["end"]) >= _A_YEAR]
    if not earlier:
        return None
    before = earlier[-1]
    base = before["lead"]["value"]
    moved = after["lead"]["value"] - base
    return {
        "from": before["period"],
        "to": after["period"],
        "change": moved,
        "relative": moved / abs(base) if base else None,
    }


def _dated(points: Sequence[Point], nature: str, latest: int) -> list[int]:
    """Points up to the headline that are measured as it is, over periods like its own."""
    end = points[latest]
    vague = _vague(points, nature)
    return [
        i
        for i, p in enumerate(points[: latest + 1])
        if p["lead"]["value"] is not None and p["end"] and p["nature"] == end["nature"]
        and (nature not in SPANNED or p["kind"] == end["kind"]) and i not in vague
    ]  # fmt: skip


def _vague(points: Sequence[Point], nature: str) -> set[int]:
    """Of levels, the years whose own publisher told another value close to their end."""
    if nature in SPANNED:
        return set()
    valued = [(i, p) for i, p in enumerate(points) if p["lead"]["value"] is not None and p["end"]]
    years = [(i, p) for i, p in valued if p["kind"] == "year"]
    return {
        i
        for i, year in years
        for _, other in valued
        if other["kind"] != "year" and other["end"][:4] == year["end"][:4]
        and 0 <= _days(other["end"], year["end"]) <= _A_QUARTER
        and other["nature"] == year["nature"] and told(other["lead"]) == told(year["lead"])
        and not _near(other["lead"]["value"], year["lead"]["value"])
    }  # fmt: skip


def _climbing(points: Sequence[Point], joined: Sequence[int]) -> list[int]:
    """Those of a count's points that the later ones do not lie below, from the last one back."""
    kept: list[int] = []
    for i in reversed(joined):
        if (
            not kept
            or points[i]["lead"]["value"] * (1 - REVISED) <= points[kept[-1]]["lead"]["value"]
        ):
            kept.append(i)
    return kept[::-1]


def _agree(
    one: Mapping[tuple[str, str], float], other: Mapping[tuple[str, str], float], same: set[str]
) -> bool:
    both = one.keys() & other.keys()
    if both:
        return all(_near(one[at], other[at]) for at in both)
    return bool(same)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= ROUNDING * max(abs(one), abs(other))


def _days(start: str, end: str) -> int:
    return (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
