"""What may be said in words of how a series moved: defined once, as tests.

Pages, the report and the claim check all ask `course`; nothing else in the program calls a series
rising, falling, level, a surge or a plunge.

- **rising, falling**: Kendall's tau between time and value is significant (Mann 1945; Kendall
  1975), the last value lies beyond the first, and it has not turned back by much. It is told
  since the lowest value (the highest, for a fall) where the test holds from there on, and where it
  holds only from there, at a third of the level, because three stretches were tried.
- **level**: no value is further from the middle than rounding in everyday words is.
- **surge, plunge**: the last step is by at least half (by a third down), within about a year, and
  over twice the usual step of this series.

A cumulative count can only rise, so of its course nothing is said; of ranks the smaller is the
higher: a series of them that "rises" climbs.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from statistics import median
from typing import Any, Literal

import msgspec

NEEDED = 4
"""Values below which nothing is said: with three, chance alone orders them one time in three."""
LEVEL = 0.1
"""p below which a direction is held to be shown."""
CHANGED = 0.05
"""Share of the first value by which the last must lie beyond it, and within which all are level."""
BACK = 0.25
"""Share of the range that the last value may have turned back by."""
SURGED = 1.5
"""Factor of a last step that is a surge; its inverse is a plunge."""
_UNUSUAL = 2  # times the median step before
_STEP = 550  # days that a step may take
_TRIED = 3  # stretches: whole, from the lowest, from the highest

Says = Literal["rising", "falling", "level", "unclear", "short", "cumulative"]


class Mark(msgspec.Struct, frozen=True):
    """One value of a series: `end` is the last day of its period (ISO)."""

    period: str
    end: str
    value: float


class Course(msgspec.Struct, frozen=True):
    """What may be said of a series, and by which figures.

    `n` values from `since` to `until` were tested; `tau` and `p` are Kendall's, None where nothing
    was tested. `jump` tells of the last step alone.
    """

    says: Says
    n: int
    since: str | None = None
    until: str | None = None
    tau: float | None = None
    p: float | None = None
    jump: Literal["surge", "plunge"] | None = None


def marks(points: Sequence[Mapping[str, Any]], joined: Sequence[int]) -> list[Mark]:
    """The values of a document's series that one line joins: one for each end of a period."""
    found: dict[str, Mark] = {}
    for i in joined:
        point = points[i]
        found[point["end"]] = Mark(point["period"], point["end"], float(point["lead"]["value"]))
    return [found[end] for end in sorted(found)]


def course(series: Sequence[Mark], unit: str, nature: str) -> Course:
    """What may be said of a series, oldest value first."""
    n = len(series)
    if nature == "cumulative":
        return Course("cumulative", n)
    if n < NEEDED:
        return Course("short", n)
    values = [-mark.value if unit == "rank" else mark.value for mark in series]
    jump = None if unit == "rank" else _jump(series)
    start, says, (tau, p) = _direction(values)
    return Course(says, n - start, series[start].period, series[-1].period, tau, p, jump)


def told_p(p: float) -> str:
    """A p as it is written: "= 0.030", or "< 0.001" for a smaller one."""
    return f"= {p:.3f}" if p >= 0.001 else "< 0.001"


def kendall(values: Sequence[float]) -> tuple[float, float]:
    """Kendall's tau-b of values with their order, and its two-sided p.

    Exact where no two values are equal, by the normal approximation with Kendall's correction for
    ties (1975, chapter 4) otherwise. All equal: tau 0, p 1.
    """
    n = len(values)
    pairs = n * (n - 1) // 2
    signs = [(b > a) - (b < a) for a, b in combinations(values, 2)]
    score = sum(signs)
    ties = [count for count in Counter(values).values() if count > 1]
    tied = sum(count * (count - 1) // 2 for count in ties)
    if tied == pairs:
        return 0.0, 1.0
    tau = score / math.sqrt(pairs * (pairs - tied))
    if not ties:
        fewer = signs.count(-1) if score > 0 else signs.count(1)
        return tau, min(1.0, 2 * _as_ordered(n, fewer))
    spread = n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)
    return tau, math.erfc(abs(score) / math.sqrt(spread / 18) / math.sqrt(2))


def _as_ordered(n: int, inversions: int) -> float:
    """Share of the orders of n things that have at most so many inversions."""
    ways = [1]
    for size in range(2, n + 1):
        longer = [0] * (len(ways) + size - 1)
        for place, number in enumerate(ways):
            for more in range(size):
                longer[place + more] += number
        ways = longer
    return sum(ways[: inversions + 1]) / math.factorial(n)


def _direction(values: Sequence[float]) -> tuple[int, Says, tuple[float, float]]:
    """Where the stretch that something is said of begins, what, and the test of that stretch."""
    whole = kendall(values)
    if _level(values):
        return 0, "level", whole
    last = len(values) - 1
    ways: tuple[tuple[int, Says], ...] = ((1, "rising"), (-1, "falling"))
    for sign, says in ways:
        turned = [sign * value for value in values]
        start = last - turned[::-1].index(min(turned))  # the last time it was as low
        shown = _shown(turned, LEVEL)
        if start and _shown(turned[start:], LEVEL if shown else LEVEL / _TRIED):
            return start, says, kendall(values[start:])
        if shown:
            return 0, says, whole
    return 0, "unclear", whole


def _shown(values: Sequence[float], level: float) -> bool:
    """Whether values rise, at a level of significance."""
    if len(values) < NEEDED:
        return False
    tau, p = kendall(values)
    back = max(values) - values[-1]
    return (
        p < level and tau > 0 and values[-1] - values[0] > CHANGED * abs(values[0])
        and back <= BACK * (max(values) - min(values))
    )  # fmt: skip


def _level(values: Sequence[float]) -> bool:
    middle = median(values)
    return all(abs(value - middle) <= CHANGED / 2 * abs(middle) for value in values)


def _jump(series: Sequence[Mark]) -> Literal["surge", "plunge"] | None:
    before, after = series[-2], series[-1]
    days = dt.date.fromisoformat(after.end) - dt.date.fromisoformat(before.end)
    if before.value <= 0 or after.value < 0 or days.days > _STEP:
        return None
    usual = median([_size(a, b) for a, b in pairwise(series[:-1])])
    if _size(before, after) <= _UNUSUAL * usual:
        return None
    if after.value >= SURGED * before.value:
        return "surge"
    return "plunge" if after.value * SURGED <= before.value else None


def _size(before: Mark, after: Mark) -> float:
    """How large a step is, up as down: the logarithm of its factor; endless from or to nothing."""
    if before.value == after.value:
        return 0.0
    if before.value <= 0 or after.value <= 0:
        return math.inf
    return abs(math.log(after.value / before.value))
