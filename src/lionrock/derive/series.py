"""The yearly series of a build's indicators: which can be forecast, and what comes out."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from lionrock.derive import lines
from lionrock.derive.forecast import (
    LEVELS,
    Errors,
    Forecast,
    Refusal,
    Series,
    by_distance,
    coverage,
    errors,
    forecast,
    refused,
)

Document = Mapping[str, Any]

_OLD = 2
"""A series whose last year is further back than this would be "forecast" into what is past."""
_SHARES = ("percent",)
_SIGNED = frozenset(("index", "score", "percentage_points"))


class Told(msgspec.Struct, frozen=True):
    """What is forecast of an indicator, or why nothing is.

    `about` is whom the series is about, `publisher` who measured it (id), `since` its first year,
    `years` how many there are; `trials` and `coverage` tell of all series: how many back-tested
    forecasts there were, and what share of them the 80 % interval held.
    """

    indicator: str
    about: str
    unit: str
    publisher: str | None
    since: int | None
    years: int
    refused: Refusal | Literal["none"] | None
    forecast: Forecast | None
    trials: int
    coverage: float


class Held(msgspec.Struct, frozen=True):
    """Of so many back-tested forecasts, `ahead` years on (None: one to three), the share that the
    interval of `level` held: right where it is near `level`."""

    level: float
    ahead: int | None
    forecasts: int
    held: float


class Forecaster:
    """Forecasts from the indicator documents of one build; the errors of all its series are
    counted once. `gathered` is the day its facts were gathered."""

    def __init__(self, documents: Iterable[Document], gathered: str) -> None:
        self._series: dict[tuple[str, str], tuple[Series, str | None]] = {}
        self._oldest = int(gathered[:4]) - _OLD
        self._first: dict[str, tuple[str, str]] = {}  # indicator → (about whom, unit)
        for document in documents:
            self._first[document["id"]] = (document["series"][0]["about"], document["unit"])
            for series in document["series"]:
                found = yearly(document, series)
                if found is not None:
                    self._series[document["id"], series["about"]] = found
        every = [series for series, _ in self._series.values()]
        self.pooled: Errors = errors(every)
        self.trials, self.coverage = coverage(every, self.pooled)

    def of(self, indicator: str, about: str | None = None) -> Told | None:
        """What is forecast of an indicator, for whom it is shown first or for `about`; None for
        an indicator, or a body, that has no value."""
        first = self._first.get(indicator)
        if first is None:
            return None
        whom = about or first[0]
        known = (indicator, whom, first[1])
        held = self._series.get((indicator, whom))
        if held is None:
            return Told(*known, None, None, 0, "none", None, self.trials, self.coverage)
        series, publisher = held
        found: Forecast | Refusal = (
            "old" if series.years[-1] < self._oldest else forecast(series, self.pooled)
        )
        why, made = (None, found) if isinstance(found, Forecast) else (found, None)
        return Told(
            *known, publisher, series.years[0], len(series.years), why, made, self.trials,
            self.coverage,
        )  # fmt: skip

    def measured(self, level: float) -> tuple[int, float]:
        """(back-tested forecasts, share of them that the interval of `level` held)."""
        return coverage([series for series, _ in self._series.values()], self.pooled, level)

    def calibration(self) -> list[Held]:
        """How often intervals held what came: by level, and by years ahead."""
        every = [series for series, _ in self._series.values()]
        found = []
        for level in LEVELS:
            found.append(Held(level, None, *coverage(every, self.pooled, level)))
            for ahead, (number, held) in by_distance(every, self.pooled, level).items():
                found.append(Held(level, ahead, number, held))
        return [one for one in found if one.forecasts]

    def every(self) -> list[Told]:
        """What is forecast of every series of yearly values, or why nothing is; the forecasts
        first, then the longest."""
        told = [self.of(*key) for key in self._series]
        found = [one for one in told if one is not None]
        return sorted(found, key=lambda o: (o.forecast is None, -o.years, o.indicator, o.about))

    def forecastable(self) -> list[str]:
        """The indicators that can be forecast."""
        return sorted({id_ for (id_, _), (one, _) in self._series.items() if refused(one) is None})


def yearly(indicator: Document, series: Document) -> tuple[Series, str | None] | None:
    """The longest unbroken run of measured years that one publisher told on one base and that
    reaches to the newest year but one or later: where either changes, the series breaks. None
    without any."""
    told: dict[lines.Told, dict[int, float]] = {}
    for point in series["points"]:
        if point["kind"] != "year" or point["nature"] != "measured":
            continue
        for value in (point["lead"], *point["others"]):
            if value["unit"] == indicator["unit"] and value["value"] is not None:
                told.setdefault(lines.told(value), {}).setdefault(
                    int(point["period"]), float(value["value"])
                )
    newest = max((year for years in told.values() for year in years), default=0)
    runs = [(whose, _run(years)) for whose, years in told.items()]
    fresh = [one for one in runs if one[1][-1] >= newest - 1]
    if not fresh:
        return None
    whose, years = max(fresh, key=lambda one: (len(one[1]), one[1][-1], one[0][0] or ""))
    signed = any(value < 0 for values in told.values() for value in values.values())
    made = Series(
        f"{indicator['id']}|{series['about']}", years,
        tuple(told[whose][year] for year in years),
        *_bounds(indicator["unit"], signed),
    )  # fmt: skip
    return made, whose[0]


def _bounds(unit: str, signed: bool) -> tuple[float | None, float | None]:
    """What values of a unit can be. `signed` when one below zero is on record: such a percentage
    is a change, not a share, and may be anything."""
    if signed or unit in _SIGNED:
        return None, None
    return 1.0 if unit == "rank" else 0.0, 100.0 if unit in _SHARES else None


def _run(years: dict[int, float]) -> tuple[int, ...]:
    """The years that lead to the last one without a gap."""
    last = max(years)
    first = last
    while first - 1 in years:
        first -= 1
    return tuple(range(first, last + 1))
