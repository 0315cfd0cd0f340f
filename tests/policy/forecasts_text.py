"""Writes the page of forecasts: how often their intervals held what came, by the back-tests."""

from lionrock.answer.forecasts import forecaster
from lionrock.answer.observatory import Observatory
from lionrock.derive.forecast import SHORTEST
from lionrock.derive.series import Told
from tests.policy.reference_texts import page, table


def forecasts_page(observatory: Observatory) -> str:
    """Calibration by level and distance, the back-test of each series, and who is refused."""
    made = forecaster(observatory)
    held = [
        (f"{one.level:.0%}", one.ahead or "1 to 3", one.forecasts, f"{one.held:.1%}")
        for one in made.calibration()
    ]
    every = made.every()
    tried = [_row(one) for one in every if one.forecast is not None]
    refused = [
        (f"`{one.indicator}`", f"`{one.about}`", one.years, one.refused)
        for one in every
        if one.forecast is None and one.years >= SHORTEST
    ]
    short = sum(one.years < SHORTEST for one in every)
    return page(
        "# Forecasts, and how right they were",
        "Computed from the bundled registry by `derive/forecast.py`, whose head tells the method. "
        "From every year of a series the next one to three were forecast with what was known "
        "then; intervals are made from the errors on other series (split conformal). An interval "
        "is honest where the share it held is near its level. The forecasts overlap and the "
        "series are few, and the constants were set with these series in sight: the table shows "
        "that the intervals are not far off, and is no test of them.",
        "## Calibration",
        table(("Interval", "Years ahead", "Forecasts tried", "Held"), held),
        "## Back-tests by series",
        "Errors are mean absolute ones in the indicator's unit. Drift is shown only where its "
        "error is smaller than the naive one's.",
        table(
            ("Indicator", "About", "Publisher", "Values", "Since", "Tried", "Drift", "Naive",
             "Held by 80 %", "Shown"),
            tried,
        ),
        "## Refused",
        f"{short} series have fewer than five years in a row by one publisher. Others that are "
        "long enough and are refused:",
        table(("Indicator", "About", "Values", "Why"), refused),
    )  # fmt: skip


def _row(one: Told) -> tuple[object, ...]:
    assert one.forecast is not None
    trial = one.forecast.trial
    return (
        f"`{one.indicator}`", f"`{one.about}`", f"`{one.publisher}`", one.years, one.since,
        trial.forecasts, f"{trial.drift_error:.4g}", f"{trial.naive_error:.4g}",
        f"{trial.covered:.0%}", one.forecast.method,
    )  # fmt: skip
