"""Forecasts of short yearly series: a random walk, with drift where that has done better, and
intervals as wide as the errors made on all series.

The series here have 5 to 20 points. On 300 such series a random walk with drift had smaller errors
than AutoARIMA, AutoETS and AutoTheta, whose intervals were also too narrow. Intervals are split
conformal (Vovk, Gammerman & Shafer 2005; Lei et al. 2018): the errors of forecasts from every
origin of every other series, in units of each series' mean absolute change and of the root of the
years they reach ahead (as a random walk's errors grow), are pooled, and their quantile is the
half-width. Pooled over distances, because the series are few.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

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
    """The back-test of a series: mean absolute errors over all origins, and how often the 80 %
    interval, made without this series, held what came."""

    forecasts: int
    naive_error: float
    drift_error: float
    covered: float

    @property
    def method(self) -> Method:
        """Drift where it was better than naive, in enough forecasts to tell; else naive."""
        better = self.drift_error < self.naive_error and self.forecasts >= _TRUSTED
        return "drift" if better else "naive"


class Forecast(msgspec.Struct, frozen=True):
    """The points of a forecast, by the method that did better in its back-test."""

    id: str
    method: Method
    points: tuple[Point, ...]
    trial: Trial


Errors = Mapping[Method, Sequence[tuple[str, float]]]
"""Method → (series, absolute error in mean absolute changes and roots of years ahead)."""


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
    pooled: dict[Method, list[tuple[str, float]]] = defaultdict(list)
    for series in all_series:
        if refused(series) is None:
            for method, ahead, error, scale in _trials(series):
                pooled[method].append((series.id, abs(error) / scale / math.sqrt(ahead)))
    return pooled


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
    """(number of back-test forecasts, share of them that the interval of `level` held), each
    interval made from the errors of other series, by the method that the series is shown with."""
    held = told = 0
    for series in all_series:
        if refused(series) is None:
            trial = _trial(series, pooled)
            if trial is not None:
                inside = _covered(series, pooled, trial.method, level)
                held, told = held + sum(inside), told + len(inside)
    return told, held / told if told else math.nan


def _trials(series: Series) -> list[tuple[Method, int, float, float]]:
    """(method, years ahead, error, mean absolute change until then) from every origin."""
    found: list[tuple[Method, int, float, float]] = []
    for origin in range(_BEGIN, len(series.values)):
        known = series.values[:origin]
        scale = _scale(known)
        for ahead in range(1, min(AHEAD, len(series.values) - origin) + 1):
            actual = series.values[origin + ahead - 1]
            for method in _METHODS:
                if scale > 0:
                    error = actual - predicted(known, ahead, method)
                    found.append((method, ahead, error, scale))
    return found


def _trial(series: Series, pooled: Errors) -> Trial | None:
    by: dict[Method, list[float]] = {method: [] for method in _METHODS}
    for method, _, error, _ in _trials(series):
        by[method].append(abs(error))
    if not by["naive"] or any(
        len(_others(pooled, method, series.id)) < _POOL for method in _METHODS
    ):  # fmt: skip
        return None
    naive, drift = (math.fsum(by[method]) / len(by[method]) for method in _METHODS)
    trial = Trial(len(by["naive"]), naive, drift, math.nan)
    inside = _covered(series, pooled, trial.method, 0.8)
    return msgspec.structs.replace(trial, covered=sum(inside) / len(inside))


def _covered(series: Series, pooled: Errors, method: Method, level: float) -> list[bool]:
    return [
        abs(error) / scale / math.sqrt(ahead) <= _width(pooled, method, level, series.id)
        for one, ahead, error, scale in _trials(series)
        if one == method
    ]


def _others(pooled: Errors, method: Method, id_: str) -> list[float]:
    return [error for one, error in pooled.get(method, ()) if one != id_]


def _width(pooled: Errors, method: Method, level: float, id_: str) -> float:
    """The conformal quantile: of n errors the ceil((n + 1) level)-th smallest."""
    found = sorted(_others(pooled, method, id_))
    return found[min(len(found), math.ceil((len(found) + 1) * level)) - 1]


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
