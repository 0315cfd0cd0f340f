"""`lionrock forecast`: where a yearly series may go, how sure that is, how it did on the past."""

from rich.markup import escape

from lionrock.answer.checking.notes import written
from lionrock.answer.forecasts import forecaster
from lionrock.cli import output
from lionrock.cli.commands import Door, Given, Id
from lionrock.derive.forecast import Forecast
from lionrock.derive.series import Told


def forecast(id_: Id, /, *, about: str | None = None, door: Given) -> int:
    """Forecast an indicator three years ahead, or say why it cannot be.

    A random walk, with drift where that did better on the past, with intervals of 50, 80 and 95 %
    as wide as the errors made on other series; the naive forecast stands beside it. Exit 1 when
    nothing is forecast.

    Parameters
    ----------
    id_
        An indicator's id; lionrock indicators lists them.
    about
        Of this body or place, by its id. Default: the one the indicator is shown with.
    """
    found = forecaster(door.observatory()).of(id_, about)
    if found is None:
        output.complain(f"no indicator has the id {id_!r}; try: lionrock search {id_}")
        return 2
    if door.output.as_json:
        door.output.dump(found)
    elif found.forecast is None:
        door.output.line(door.output.say(f"forecast_{found.refused}"))
    else:
        _tell(door, found, found.forecast)
    return 0 if found.forecast is not None else 1


def _tell(door: Door, found: Told, made: Forecast) -> None:
    lang, say = door.settings.lang, door.output.say

    def value(number: float) -> str:
        return written(float(f"{number:.4g}"), found.unit).in_(lang)

    for point in made.points:
        spans = "  ".join(
            f"{one.level:.0%}: {value(one.low)} – {value(one.high)}" for one in point.intervals
        )
        naive = say("forecast_naive", value=value(point.naive))
        door.output.line(f"{point.year}  {value(point.value)}  [dim]{escape(spans)}[/]  {naive}")
    trial = made.trial
    door.output.tell(
        "forecast_trial", method=made.method, forecasts=trial.forecasts, years=found.years,
        since=found.since, drift=value(trial.drift_error), naive=value(trial.naive_error),
        covered=f"{trial.covered:.0%}",
    )  # fmt: skip
