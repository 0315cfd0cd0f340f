"""How honest the intervals are on the registry's own series, each judged by the others."""

import pytest

from lionrock.answer.forecasts import forecaster
from lionrock.answer.observatory import Observatory
from lionrock.derive.series import Forecaster, yearly


@pytest.fixture(scope="module")
def made(observatory: Observatory) -> Forecaster:
    return forecaster(observatory)


def test_the_80_percent_interval_covers_75_to_85_percent(made: Forecaster, record_property) -> None:
    number, held = made.measured(0.8)
    record_property("80 % interval", f"{held:.3f} of {number}")
    assert number >= 50
    assert 0.75 <= held <= 0.85


def test_every_indicator_is_forecast_or_refused_with_a_reason(made: Forecaster) -> None:
    reasons = {"none", "short", "gaps", "flat", "unlike", "old"}
    told = [made.of(id_) for id_ in made.forecastable()]
    assert sum(one is not None and one.forecast is not None for one in told) >= 4
    for one in told:
        assert one is not None
        assert (one.forecast is None) == (one.refused in reasons)
    startups = made.of("startups_total")
    assert startups is not None and startups.forecast is not None
    assert startups.publisher == "investhk"
    assert startups.forecast.trial.drift_error < startups.forecast.trial.naive_error
    assert made.of("no-such-indicator") is None


def test_what_is_past_is_not_forecast(made: Forecaster) -> None:
    old = made.of("technology_crime_cases")
    assert old is not None and (old.refused, old.forecast) == ("old", None)


def test_a_change_in_percent_may_fall_below_zero() -> None:
    def point(year: int, value: float) -> dict[str, object]:
        lead = {"unit": "percent", "value": value, "publisher": {"id": "p"}, "base": None}
        return {
            "period": str(year),
            "kind": "year",
            "nature": "measured",
            "lead": lead,
            "others": (),
        }

    light = {"id": "change", "unit": "percent"}
    for values, bounds in (([5, 6, 7], (0.0, 100.0)), ([5, -17, 7], (None, None))):
        points = [point(2020 + n, value) for n, value in enumerate(values)]
        found = yearly(light, {"about": "hong-kong", "points": points})
        assert found is not None
        assert (found[0].low, found[0].high) == bounds
