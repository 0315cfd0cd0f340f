"""Whether a target is on its way: its figures against a forecast, or against a straight line.

A target whose day has passed is met or missed by what was measured until then. Before that day,
where the series can be forecast as far as the target's year, the 80 % interval decides: wholly on
the right side, on track; wholly on the wrong one, late; on both, undecided. Where it cannot, the
latest figure is held against the straight line from the figure of the same publisher when the
target was set to the target on its day, as Eurostat and UN ESCAP hold actual against required
progress. What cannot be told is unmeasured, with the reason.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import msgspec

from lionrock.derive.forecast import Interval

Verdict = Literal["on_track", "late", "undecided", "met", "missed", "unmeasured"]
VERDICTS: tuple[Verdict, ...] = ("met", "on_track", "undecided", "late", "missed", "unmeasured")
Reason = Literal[
    "reached", "done", "short", "reached_later", "interval", "line", "no_measure", "no_value",
    "no_due", "stale", "one_figure", "not_on_record",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)

LEVEL = 0.8
"""Of the interval that decides."""
_STALE = 731  # days after which the latest figure says nothing of today
_NEAR = 366  # days before a target's day from which a figure speaks for that day
_APART = 330  # days between two figures that make a trajectory
_SHORT_OF = frozenset(("under", "nearly", "up_to"))


class Goal(msgspec.Struct, frozen=True):
    """A target as a number: `value` in the indicator's unit, to be reached until the day `due`
    (None: no day is set), set on `set_on`; `at_most`: to fall to it."""

    value: float
    due: dt.date | None
    set_on: dt.date | None
    at_most: bool = False


class Seen(msgspec.Struct, frozen=True):
    """A measured figure: the leading value of a period that ends on `end`; `disputed` when
    publishers differ on it in substance."""

    id: str
    period: str
    end: dt.date
    value: float
    publisher: str
    qualifier: str | None = None
    disputed: bool = False


class Judged(msgspec.Struct, frozen=True):
    """A verdict and what it rests on: the `latest` figure, the one that `reached` the target, the
    one the line begins with (`baseline`) and the value `expected` on it by now, or the forecast
    `interval` of the year `year`. `against` is a figure of another publisher within a year of the
    one that reached the target, which is short of it: the two do not count alike."""

    verdict: Verdict
    reason: Reason
    latest: Seen | None = None
    reached: Seen | None = None
    baseline: Seen | None = None
    expected: float | None = None
    year: int | None = None
    interval: Interval | None = None
    against: Seen | None = None


def judge(
    goal: Goal, figures: Sequence[Seen], ahead: Mapping[int, Interval], today: dt.date
) -> Judged:
    """The verdict on a target. `figures` are in order of time; `ahead` has the 80 % interval of
    each year that is forecast."""
    latest = figures[-1] if figures else None
    since = [one for one in figures if goal.set_on is None or one.end >= goal.set_on]
    reached = next((one for one in since if _reaches(goal, one)), None)
    if latest is None:
        return Judged("unmeasured", "no_value")
    if reached is not None and (goal.due is None or reached.end <= goal.due):
        return Judged("met", "reached", latest, reached, against=_against(goal, reached, since))
    if goal.due is None:
        return Judged("unmeasured", "no_due", latest)
    if goal.due <= today:
        return _past(goal.due, figures, reached)
    if (today - latest.end).days > _STALE:
        return Judged("unmeasured", "stale", latest)
    interval = ahead.get(goal.due.year)
    if interval is not None:
        verdict = _by_interval(goal, interval)
        return Judged(verdict, "interval", latest, year=goal.due.year, interval=interval)
    return _by_line(goal, goal.due, figures)


def judge_event(due: dt.date | None, happened: dt.date | None) -> Judged:
    """The verdict on a target that is an event, which `happened` on a day, or is not on record."""
    if happened is None:
        return Judged("unmeasured", "not_on_record")
    late = due is not None and happened > due
    return Judged("missed", "reached_later") if late else Judged("met", "done")


def _past(due: dt.date, figures: Sequence[Seen], reached: Seen | None) -> Judged:
    """The day has passed, and no figure until then reached the target."""
    if reached is not None:
        return Judged("missed", "reached_later", figures[-1], reached)
    until = [one for one in figures if one.end <= due]
    if until and (due - until[-1].end).days < _NEAR:
        return Judged("missed", "short", until[-1])
    if until != list(figures):  # measured since, and not there even then
        return Judged("missed", "short", figures[-1])
    return Judged("unmeasured", "stale", figures[-1])


def _reaches(goal: Goal, one: Seen) -> bool:
    """Whether a figure is at the target: "nearly 18" is not 18."""
    if goal.at_most:
        return one.value < goal.value or (one.value == goal.value and one.qualifier != "over")
    return one.value > goal.value or (one.value == goal.value and one.qualifier not in _SHORT_OF)


def _against(goal: Goal, reached: Seen, since: Sequence[Seen]) -> Seen | None:
    near = [
        one
        for one in since
        if one.publisher != reached.publisher
        and abs((one.end - reached.end).days) <= _NEAR
        and not _reaches(goal, one)
    ]
    return near[-1] if near else None


def _by_interval(goal: Goal, interval: Interval) -> Verdict:
    low, high = interval.low >= goal.value, interval.high >= goal.value
    if goal.at_most:
        low, high = interval.high <= goal.value, interval.low <= goal.value
    return "on_track" if low else "undecided" if high else "late"


def _by_line(goal: Goal, due: dt.date, figures: Sequence[Seen]) -> Judged:
    latest = figures[-1]
    same = [one for one in figures[:-1] if one.publisher == latest.publisher]
    before = [one for one in same if goal.set_on is not None and one.end <= goal.set_on]
    baseline = before[-1] if before else same[0] if same else None
    if baseline is None or (latest.end - baseline.end).days < _APART:
        return Judged("unmeasured", "one_figure", latest)
    passed = (latest.end - baseline.end).days / (due - baseline.end).days
    expected = baseline.value + passed * (goal.value - baseline.value)
    ahead = latest.value <= expected if goal.at_most else latest.value >= expected
    verdict: Verdict = "on_track" if ahead else "late"
    return Judged(verdict, "line", latest, None, baseline, expected)
