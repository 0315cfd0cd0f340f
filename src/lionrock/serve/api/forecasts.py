"""The route of forecasts: points with intervals, the naive baseline, the back-test; or why not."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.params import PathParameter, QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.forecasts import forecaster
from lionrock.serve.api.documents import Id, IndicatorId, Shape, Unit
from lionrock.serve.api.reply import PREFIX, ApiRequest, Wrong, observatory_of, quoted, reply
from lionrock.serve.api.table import MAX_TEXT


class IntervalShape(Shape, frozen=True):
    """Where the value will lie with probability `level`."""

    level: float
    low: float
    high: float


class PointShape(Shape, frozen=True):
    """A forecast of one year, and what the naive baseline (the last value) says."""

    year: int
    value: float
    naive: float
    intervals: tuple[IntervalShape, ...]


class TrialShape(Shape, frozen=True):
    """The back-test: mean absolute errors over all origins, and how often the 80 % interval held
    what came."""

    forecasts: int
    naive_error: float
    drift_error: float
    covered: float


class ForecastShape(Shape, frozen=True):
    """A forecast, by the method that did better in the back-test."""

    id: str
    method: Annotated[str, Meta(description="naive or drift.")]
    points: tuple[PointShape, ...]
    trial: TrialShape


class ForecastAnswer(Shape, frozen=True):
    """What is forecast of an indicator, or why nothing is. `trials` and `coverage` are of all
    series of the observatory."""

    indicator: IndicatorId
    about: Id
    unit: Unit
    publisher: str | None
    since: int | None
    years: int
    refused: Annotated[
        str | None,
        Meta(
            description="none (no yearly values), short, gaps, flat, unlike (too few other "
            "series) or old; null where there is a forecast."
        ),
    ]
    forecast: ForecastShape | None
    trials: int
    coverage: float | None


class HeldShape(Shape, frozen=True):
    """How often the interval of a level held what came, in back-tests."""

    level: float
    ahead: Annotated[int | None, Meta(description="Years ahead; null: one to three together.")]
    forecasts: int
    held: Annotated[float, Meta(description="A share: right where it is near `level`.")]


class ForecastsAnswer(Shape, frozen=True):
    """Every series of yearly values: its forecast or why there is none, and the calibration."""

    calibration: tuple[HeldShape, ...]
    series: tuple[ForecastAnswer, ...]


def forecasts(request: ApiRequest) -> ASGIResponse:
    """Every forecast, every series that is refused one and why, and how right intervals were."""
    now = observatory_of(request)
    made = forecaster(now)
    found = {"calibration": made.calibration(), "series": made.every()}
    return reply(request, now, msgspec.json.encode(found))


def forecast(
    request: ApiRequest,
    id_: Annotated[str, PathParameter(name="id", max_length=MAX_TEXT, description="Its id.")],
    about: Annotated[
        str | None,
        QueryParameter(max_length=MAX_TEXT, description="Of this body or place; else the first."),
    ] = None,
) -> ASGIResponse:
    """Three years ahead of an indicator's yearly values, with intervals of 50, 80 and 95 %."""
    now = observatory_of(request)
    found = forecaster(now).of(id_, about)
    if found is None:
        advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
        raise Wrong(HTTPStatus.NOT_FOUND, f"no indicator has the id {id_[:80]!r}; {advice}")
    return reply(request, now, msgspec.json.encode(found))


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/forecasts", forecasts, ForecastsAnswer, "views"),
    ("/indicators/{id:str}/forecast", forecast, ForecastAnswer, "views"),
)
