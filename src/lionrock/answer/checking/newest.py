"""The values of one measure in their order, and which of them is the newest."""

import datetime as dt
from collections.abc import Sequence

from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.topics import Candidate

_PLANNED = frozenset(("target", "forecast"))


def series_of(found: Sequence[Candidate], figure: Figure) -> list[Figure]:
    """Every candidate of the same series, oldest first."""
    same = [one.figure for one in found if one.figure.series == figure.series]
    return sorted(same, key=lambda f: (f.first or dt.date.min, f.last or dt.date.min, f.key))


def newest_of(series: Sequence[Figure], published: dt.date | None) -> Figure | None:
    """The newest measured value that could be known on the day the text was published."""
    dated = [f for f in series if f.first is not None and f.nature not in _PLANNED]
    known = [f for f in dated if published is None or (f.first and f.first <= published)]
    chosen = known or dated or list(series)
    return chosen[-1] if chosen else None


def is_within(figure: Figure, newest: Figure) -> bool:
    """Whether a figure's time lies in the newest's: October's is not older than the year's."""
    first, last, begin, end = figure.first, figure.last, newest.first, newest.last
    return bool(first and last and begin and end and begin <= first and last <= end)
