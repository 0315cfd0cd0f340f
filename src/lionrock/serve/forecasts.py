"""A forecast as the page of an indicator shows it, and the page of all forecasts."""

import math
from collections import defaultdict
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.checking.figure import CURRENCIES
from lionrock.answer.forecasts import forecaster
from lionrock.answer.observatory import Document, Observatory
from lionrock.derive.forecast import LEVELS, SHORTEST, Forecast, Interval
from lionrock.derive.series import Told
from lionrock.serve.charts import Fan
from lionrock.serve.present import Figures
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.words import Words

_CLOSE = 3  # digits of an error


def shown(observatory: Observatory, document: Document, words: Words) -> dict[str, Any] | None:
    """What is forecast of an indicator, or why nothing is, in a language; None when it has no
    series of yearly values at all."""
    told = forecaster(observatory).of(document["id"])
    if told is None or told.refused == "none":
        return None
    series = next(one for one in document["series"] if one["about"] == told.about)
    found: dict[str, Any] = {"refused": told.refused, "label": series["label"], "points": ()}
    if told.forecast is not None:
        found |= _forecast(told, told.forecast, series, words)
    return found


def outlook(request: PageRequest) -> Response[bytes]:
    """Every forecast with its back-test, every series that is refused one, and the calibration."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    listed, refused, short = told_of(page)
    return page.answer(
        request, "forecasts.html", listed=listed, refused=refused, short=short,
        calibration=forecaster(page.observatory).calibration(),
        levels=[round(100 * level) for level in LEVELS],
    )  # fmt: skip


def told_of(page: Page) -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]], int]:
    """Every forecast with what it rests on, the series refused one by reason, and how many are too
    short to be tried."""
    every = forecaster(page.observatory).every()
    long = [told for told in every if told.years >= SHORTEST]
    listed: list[dict[str, Any]] = []
    refused: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for told in long:
        document = page.observatory.indicator_document(told.indicator)
        if document is None:
            continue
        series = next(one for one in document["series"] if one["about"] == told.about)
        one = {"id": told.indicator, "of": document["label"], "series": series, "told": told}
        if told.forecast is None:
            refused[str(told.refused)].append(one)
        else:
            evidence = _basis(document, series, told)
            listed.append(one | _forecast(told, told.forecast, series, page.words) | evidence)
    return listed, refused, len(every) - len(long)


def _basis(document: Document, series: Document, told: Told) -> dict[str, Any]:
    """The values that a forecast is made from, and the records these rest on."""
    since = str(told.since)
    records = {record["n"]: record for record in document["evidence"]}
    values = [
        value
        for point in series["points"]
        if point["kind"] == "year" and point["nature"] == "measured" and point["period"] >= since
        for value in (point["lead"], *point["others"])
        if value["publisher"] and value["publisher"]["id"] == told.publisher
    ]
    cited = dict.fromkeys(n for value in values for n in value["evidence"])
    return {"last": values[-1], "evidence": [records[n] for n in cited]}


def fan(observatory: Observatory, document: Document) -> Fan | None:
    """The fan of an indicator's forecast for its chart; None when nothing is forecast."""
    told = forecaster(observatory).of(document["id"])
    if told is None or told.forecast is None:
        return None
    last = told.forecast.points[0]
    return Fan(told.forecast, told.about, last.year - 1, last.naive)


def _forecast(told: Told, made: Forecast, series: Document, words: Words) -> dict[str, Any]:
    fig = Figures(words)
    unit = told.unit

    def value(number: float) -> str:
        return fig.quantity(number, unit)

    def plain(number: float) -> str:
        """Without the word of its unit, which the head of the table has."""
        return fig.number(number) if _counted(unit) else value(number)

    def span(one: Interval) -> str:
        low, high = one.low, one.high
        if unit == "rank":  # there are whole places only: the next one outward
            low, high = math.floor(low), math.ceil(high)
        return f"{plain(low)} – {plain(high)}"

    def error(size: float) -> str:
        rough = _rough(size)
        return words("places", n=fig.number(rough)) if unit == "rank" else value(rough)

    return {
        "method": made.method, "number": told.years, "since": told.since,
        "publisher": _publisher(series, told.publisher, words.lang),
        "unit": fig.unit(unit) if _counted(unit) else "",
        "levels": [round(100 * level) for level in LEVELS],
        "points": [
            {
                "year": point.year, "value": plain(point.value), "naive": plain(point.naive),
                "intervals": [span(one) for one in point.intervals],
            }
            for point in made.points
        ],
        "forecasts": made.trial.forecasts, "drift_error": error(made.trial.drift_error),
        "naive_error": error(made.trial.naive_error),
        "covered": fig.share(made.trial.covered), "coverage": fig.share(told.coverage),
        "trials": told.trials,
    }  # fmt: skip


def _counted(unit: str) -> bool:
    """Whether a unit is a word after the number: companies, not HK$, % or a place."""
    return unit not in CURRENCIES and unit not in ("rank", "percent")


def _rough(error: float) -> float:
    return float(f"{error:.{_CLOSE}g}")


def _publisher(series: Document, id_: str | None, lang: str) -> str:
    """A publisher's name, from the values that it told."""
    for point in series["points"]:
        for value in (point["lead"], *point["others"]):
            if value["publisher"] and value["publisher"]["id"] == id_:
                return str(value["publisher"][lang])
    return "–"


ROUTES = (("/{lang:str}/forecasts", outlook),)
"""Addresses and the functions that answer them."""
