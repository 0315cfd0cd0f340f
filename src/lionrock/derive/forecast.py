"""Forecasts of short yearly series: a random walk, with drift where that has done better, and
intervals as wide as the errors made on all series.

The series here have 5 to 20 points. On 300 such series a random walk with drift had smaller errors
than AutoARIMA, AutoETS and AutoTheta, whose intervals were also too narrow. Intervals are split
conformal (Vovk, Gammerman & Shafer 2005; Lei et al. 2018): the errors of forecasts from every
origin of every other series, in units of each series' mean absolute change and of the root of the
years they reach ahead (as a random walk's errors grow), are pooled, and their quantile is the
half-width. Pooled over distances, because the series are few.

Errors of few series are no sample of another's, so that the quantile itself may be too small: it
is moved out until the back-tests of all series are held as often as the interval says.
Back-tests choose the method at each origin by what was known there. The constants below were set
with the coverage of the registry's few series in sight, and the widening rests on it: coverage
there is what was asked for, no test.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

Method = Literal["naive", "drift"]
Refusal = Literal["short", "gaps", "flat", "unlike", "old"]

LEVELS = (0.5, 0.8, 0.95)
AHEAD = 3
"""Years ahead."""
SHORTEST = 5
_BEGIN = 3  # points before the first origin of a back-test
_TRUSTED = 4  # forecasts in a back-test that drift must have done better in
_POOL = 30  # errors that a quantile needs at least
_CLOSE = 1e-9  # what a product of floats may lie above a whole number
_METHODS: tuple[Method, ...] = ("naive", "drift")


class Series(msgspec.Struct, frozen=True):
    """Yearly values, oldest first, of one measure by one publisher; `low` and `high` bound what
    the values can be (a share: 0 and 100), None where nothing does."""

    id: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    low: float | None = 0.0
    high: float | None = None


class Interval(msgspec.Struct, frozen=True):
    """Where the value will lie with probability `level`."""

    level: float
    low: float
    high: float


class Point(msgspec.Struct, frozen=True):
    """A forecast of one year, and what the naive baseline (the last value) says."""

    year: int
    value: float
    naive: float
    intervals: tuple[Interval, ...]


class Trial(msgspec.Struct, frozen=True):
    """The back-test of a series: mean absolute errors of both methods over all origins, and how
    often the 80 % interval held what came, made without this series and by the method that the
    errors known at that origin spoke for."""

    forecasts: int
    naive_error: float
    drift_error: float
    covered: float

    @property
    def method(self) -> Method:
        """The method that all the errors speak for: what a forecast from the last year uses."""
        return _better(self.forecasts, self.drift_error, self.naive_error)


class Forecast(msgspec.Struct, frozen=True):
    """The points of a forecast, by the method that did better in its back-test."""

    id: str
    method: Method
    points: tuple[Point, ...]
    trial: Trial


class _Attempt(NamedTuple):
    """A forecast of the back-test: from the first `origin` values, `ahead` years on. `errors` by
    method; `scale` is the mean absolute change until then."""

    origin: int
    ahead: int
    errors: Mapping[Method, float]
    scale: float


class Errors(msgspec.Struct, frozen=True):
    """What was missed by how much: method → (series, absolute error in mean absolute changes and
    roots of years ahead). `asked` is the quantile to take for an interval of a level, which is
    that level or, where back-tests show it to be too narrow, a higher one."""

    pool: Mapping[Method, Sequence[tuple[str, float]]]
    asked: Mapping[float, float] = {}


def refused(series: Series) -> Refusal | None:
    """Why a series is not forecast: too short, years missing, or it never changes; else None."""
    if len(series.values) < SHORTEST:
        return "short"
    if any(b - a != 1 for a, b in pairwise(series.years)):
        return "gaps"
    return "flat" if _scale(series.values) == 0 else None


def predicted(values: Sequence[float], ahead: int, method: Method) -> float:
    """The value `ahead` years on: the last one, or the last one and the mean change."""
    drift = (values[-1] - values[0]) / (len(values) - 1) if method == "drift" else 0.0
    return values[-1] + ahead * drift


def errors(all_series: Sequence[Series]) -> Errors:
    """The errors of both methods from every origin of every series that is not refused."""
    sound = [series for series in all_series if refused(series) is None]
    pool: dict[Method, list[tuple[str, float]]] = defaultdict(list)
    for series in sound:
        for one in _attempts(series):
            for method in _METHODS:
                pool[method].append((series.id, _relative(one, method)))
    plain = Errors(pool)
    judged = [series for series in sound if _enough(series, plain)]
    places = [place for series in judged for place in _places(series, plain)]
    return Errors(pool, {level: _widened(places, level) for level in LEVELS})


def forecast(series: Series, pooled: Errors) -> Forecast | Refusal:
    """Forecast a series with the errors of the others, or say why not ("unlike": the others are
    too few)."""
    why = refused(series)
    if why is not None:
        return why
    trial = _trial(series, pooled)
    if trial is None:
        return "unlike"
    method = trial.method
    scale, last = _scale(series.values), series.years[-1]
    points = []
    for ahead in range(1, AHEAD + 1):
        value = predicted(series.values, ahead, method)
        reach = scale * math.sqrt(ahead)
        intervals = tuple(
            _interval(series, value, _width(pooled, method, level, series.id) * reach, level)
            for level in LEVELS
        )
        naive = predicted(series.values, ahead, "naive")
        points.append(Point(last + ahead, _within(series, value), naive, intervals))
    return Forecast(series.id, method, tuple(points), trial)


def coverage(all_series: Sequence[Series], pooled: Errors, level: float = 0.8) -> tuple[int, float]:
    """(number of back-test forecasts, share of them that the interval of `level` held). Each
    interval is made from the errors of other series, by the method that was best until then: what
    came later has no say. The forecasts overlap, so the share is rougher than their number tells.
    """
    inside = [
        held
        for series in all_series
        if refused(series) is None and _enough(series, pooled)
        for held in _covered(series, pooled, level)
    ]
    return len(inside), sum(inside) / len(inside) if inside else math.nan


def by_distance(
    all_series: Sequence[Series], pooled: Errors, level: float = 0.8
) -> Mapping[int, tuple[int, float]]:
    """What `coverage` tells, by how many years ahead the forecasts reached."""
    found: dict[int, list[bool]] = defaultdict(list)
    for series in all_series:
        if refused(series) is None and _enough(series, pooled):
            for one, held in zip(_attempts(series), _covered(series, pooled, level), strict=True):
                found[one.ahead].append(held)
    return {ahead: (len(held), sum(held) / len(held)) for ahead, held in sorted(found.items())}


def _better(forecasts: int, drift: float, naive: float) -> Method:
    """Drift where its mean error was smaller, in enough forecasts to tell; else naive."""
    return "drift" if forecasts >= _TRUSTED and drift < naive else "naive"


def _attempts(series: Series) -> list[_Attempt]:
    """A forecast from every origin, as far ahead as the series goes on."""
    found: list[_Attempt] = []
    for origin in range(_BEGIN, len(series.values)):
        known = series.values[:origin]
        scale = _scale(known)
        for ahead in range(1, min(AHEAD, len(series.values) - origin) + 1):
            actual = series.values[origin + ahead - 1]
            wrong = {method: abs(actual - predicted(known, ahead, method)) for method in _METHODS}
            if scale > 0:
                found.append(_Attempt(origin, ahead, wrong, scale))
    return found


def _relative(one: _Attempt, method: Method) -> float:
    """An error in mean absolute changes and roots of years ahead."""
    return one.errors[method] / one.scale / math.sqrt(one.ahead)


def _enough(series: Series, pooled: Errors) -> bool:
    return all(len(_others(pooled, method, series.id)) >= _POOL for method in _METHODS)


def _trial(series: Series, pooled: Errors) -> Trial | None:
    attempts = _attempts(series)
    if not attempts or not _enough(series, pooled):
        return None
    naive, drift = (_mean_error(attempts, method) for method in _METHODS)
    inside = _covered(series, pooled, 0.8)
    return Trial(len(attempts), naive, drift, sum(inside) / len(inside))


def _mean_error(attempts: Sequence[_Attempt], method: Method) -> float:
    wrong = [one.errors[method] for one in attempts]
    return math.fsum(wrong) / len(wrong) if wrong else math.inf


def _covered(series: Series, pooled: Errors, level: float) -> list[bool]:
    """Of every attempt, whether the interval held what came."""
    widths = {method: _width(pooled, method, level, series.id) for method in _METHODS}
    return [wrong <= widths[method] for method, wrong in _tried(series)]


def _places(series: Series, pooled: Errors) -> list[tuple[int, int]]:
    """Of every attempt (k, n + 1): the k-th smallest of the n errors would have held what came."""
    found = {method: sorted(_others(pooled, method, series.id)) for method in _METHODS}
    return [
        (bisect_left(found[method], wrong) + 1, len(found[method]) + 1)
        for method, wrong in _tried(series)
    ]


def _tried(series: Series) -> list[tuple[Method, float]]:
    """Of every attempt, the method that was best by what was known then, and its error."""
    attempts = _attempts(series)
    chosen = []
    for one in attempts:
        known = [other for other in attempts if other.origin + other.ahead <= one.origin]
        naive, drift = (_mean_error(known, method) for method in _METHODS)
        method = _better(len(known), drift, naive)
        chosen.append((method, _relative(one, method)))
    return chosen


def _widened(places: Sequence[tuple[int, int]], level: float) -> float:
    """The quantile, from `level` on, that holds a share of the back-tests nearest to `level`."""
    asked = sorted({level, 1.0} | {k / m for k, m in places if level < k / m < 1})

    def held(quantile: float) -> float:
        return sum(k <= _place(m, quantile) for k, m in places) / (len(places) or 1)

    first = min(bisect_left(asked, level, key=held), len(asked) - 1)
    return min(asked[max(first - 1, 0) : first + 1], key=lambda one: abs(held(one) - level))


def _place(m: int, quantile: float) -> int:
    return math.ceil(m * quantile - _CLOSE)


def _others(pooled: Errors, method: Method, id_: str) -> list[float]:
    return [error for one, error in pooled.pool.get(method, ()) if one != id_]


def _width(pooled: Errors, method: Method, level: float, id_: str) -> float:
    """The conformal quantile: of n errors the ceil((n + 1) level)-th smallest."""
    found = sorted(_others(pooled, method, id_))
    place = _place(len(found) + 1, pooled.asked.get(level, level))
    return found[min(len(found), place) - 1]


def _scale(values: Sequence[float]) -> float:
    """The mean absolute change from one year to the next."""
    changes = [abs(b - a) for a, b in pairwise(values)]
    return math.fsum(changes) / len(changes) if changes else 0.0


def _interval(series: Series, value: float, width: float, level: float) -> Interval:
    return Interval(level, _within(series, value - width), _within(series, value + width))


def _within(series: Series, value: float) -> float:
    low = -math.inf if series.low is None else series.low
    high = math.inf if series.high is None else series.high
    return min(max(value, low), high)
