"""Forecasts: known answers, refusals, bounds, and coverage on series whose law is known."""

import random

import pytest

from lionrock.derive.forecast import (
    AHEAD,
    LEVELS,
    Errors,
    Forecast,
    Series,
    _attempts,
    _covered,
    _widened,
    coverage,
    errors,
    forecast,
    predicted,
    refused,
)


def series(id_: str, values: list[float], first: int = 2010, **bounds: float | None) -> Series:
    years = tuple(range(first, first + len(values)))
    return Series(id_, years, tuple(values), **{"low": None} | bounds)  # type: ignore[arg-type]


def walks(number: int, seed: int, drift: float = 0.0) -> list[Series]:
    """Random walks of 5 to 20 points, each with a step of its own."""
    chance = random.Random(seed)
    made = []
    for n in range(number):
        step, value, values = chance.uniform(0.5, 200), 1000.0, []
        for _ in range(chance.randint(5, 20)):
            values.append(value)
            value += chance.gauss(drift * step, step)
        made.append(series(f"walk-{n}", values))
    return made


POOL: Errors = errors(walks(60, 1))


def made(one: Series, pooled: Errors = POOL) -> Forecast:
    found = forecast(one, pooled)
    assert isinstance(found, Forecast), found
    return found


def test_drift_goes_on_and_naive_stays() -> None:
    values = [10.0, 12.0, 14.0, 16.0]
    assert predicted(values, 1, "drift") == 18
    assert predicted(values, 3, "drift") == 22
    assert predicted(values, 3, "naive") == 16


def test_a_steady_rise_is_told_by_drift() -> None:
    found = made(series("rise", [100 + 10 * n + n % 2 for n in range(12)]))
    assert found.method == "drift"
    assert [point.year for point in found.points] == [2022, 2023, 2024]
    assert found.points[0].value == pytest.approx(221, abs=2)
    assert found.trial.drift_error < found.trial.naive_error
    assert all(point.naive == 211 for point in found.points)


def test_where_drift_does_no_better_naive_is_shown() -> None:
    found = made(series("saw", [100.0, 140.0] * 6))
    assert found.method == "naive"
    assert all(point.value == point.naive == 140 for point in found.points)


def test_intervals_widen_with_level_and_distance() -> None:
    points = made(walks(1, 5)[0]).points
    assert len(points) == AHEAD
    for point in points:
        assert [one.level for one in point.intervals] == list(LEVELS)
        widths = [one.high - one.low for one in point.intervals]
        assert widths == sorted(widths) and widths[0] > 0
        assert all(one.low <= point.value <= one.high for one in point.intervals)
    spans = [point.intervals[1].high - point.intervals[1].low for point in points]
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (series("a", [1, 2, 3, 4]), "short"),
        (series("b", []), "short"),
        (series("c", [5, 5, 5, 5, 5, 5]), "flat"),
        (Series("d", (2010, 2011, 2013, 2014, 2015), (1, 2, 3, 4, 5)), "gaps"),
        (Series("e", (2010, 2011, 2011, 2012, 2013), (1, 2, 3, 4, 5)), "gaps"),
    ],
)
def test_a_series_that_says_too_little_is_refused(one: Series, why: str) -> None:
    assert refused(one) == why
    assert forecast(one, POOL) == why


def test_without_enough_others_nothing_is_forecast() -> None:
    one = walks(1, 5)[0]
    assert forecast(one, errors([one])) == "unlike"  # its own errors do not count
    assert forecast(one, errors([one, series("b", [1, 2, 4, 3, 6])])) == "unlike"


def test_values_stay_where_they_can_be() -> None:
    share = made(series("share", [70, 78, 85, 91, 96, 99], low=0.0, high=100.0))
    fall = made(series("fall", [90, 60, 40, 25, 14, 5], low=0.0))
    for point in (*share.points, *fall.points):
        ends = [point.value, *(end for one in point.intervals for end in (one.low, one.high))]
        assert min(ends) >= 0
    assert all(one.high <= 100 for point in share.points for one in point.intervals)
    below = made(series("signed", [3, 1, -1, -2, -4, -7]))
    assert below.points[-1].value < -7


def test_a_series_does_not_judge_itself() -> None:
    """Its own errors are not in the pool that its intervals are cut from."""
    wild = series("wild", [0, 1000, -1000, 1000, -1000, 1000, 0])
    pooled = errors([*walks(60, 1), wild])
    assert made(wild, Errors(pooled.pool, POOL.asked)) == made(wild)
    assert pooled.asked[0.8] - POOL.asked[0.8] < 0.02


def test_where_intervals_held_too_little_they_are_widened() -> None:
    """The k-th of n errors that each back-test needed: the quantile that holds as many as said."""
    places = [(1, 10)] * 6 + [(9, 10)] * 2 + [(11, 10)] * 2
    assert _widened(places, 0.8) == 0.9  # .8 held .6 of them
    assert _widened(places, 0.5) == 0.5  # never narrower
    assert _widened([(1, 10)] * 3 + [(9, 10)] * 3, 0.6) == 0.6  # 1.0 is further off than .5
    assert _widened([], 0.8) == 0.8


def test_widened_intervals_hold_what_the_level_says() -> None:
    leaps = [series(f"leap-{n}", [10, 11, 10, 11, 10, 90, 9, 80]) for n in range(6)]
    many = [*walks(12, 3), *leaps]
    pooled = errors(many)
    for level in LEVELS:
        held, before = (coverage(many, one, level)[1] for one in (pooled, Errors(pooled.pool)))
        assert before <= held and abs(held - level) <= abs(before - level)


def test_what_came_later_has_no_say_in_a_back_test() -> None:
    """The first attempts of a series are judged the same, however it goes on."""
    short = walks(1, 5)[0]
    values = list(short.values)
    long = series(short.id, [*values, values[-1] + 900, values[-1] - 900])
    early = _covered(short, POOL, 0.8)
    later = _covered(long, POOL, 0.8)
    known = _attempts(short)
    after = {
        (one.origin, one.ahead): held for one, held in zip(_attempts(long), later, strict=True)
    }
    assert known
    for one, held in zip(known, early, strict=True):
        assert after[one.origin, one.ahead] == held


@pytest.mark.parametrize("drift", [0.0, 0.5])
@pytest.mark.parametrize("level", LEVELS)
def test_on_random_walks_intervals_hold_what_they_promise(level: float, drift: float) -> None:
    many = walks(300, 7, drift)
    number, held = coverage(many, errors(many), level)
    assert number > 5000
    assert level - 0.02 <= held <= level + 0.02
