"""Targets against what was measured: by their day, by a forecast, by a straight line."""

import datetime as dt

import pytest

from lionrock.derive.forecast import Interval
from lionrock.derive.trajectory import Goal, Seen, judge, judge_event

TODAY = dt.date(2026, 11, 22)


def seen(year: int, value: float, publisher: str = "office", qualifier: str | None = None) -> Seen:
    return Seen(
        f"o{year}{publisher}", str(year), dt.date(year, 12, 31), value, publisher, qualifier
    )


def goal(value: float, due: int | None, set_on: int | None = 2020, at_most: bool = False) -> Goal:
    return Goal(
        value,
        dt.date(due, 12, 31) if due else None,
        dt.date(set_on, 1, 1) if set_on else None,
        at_most,
    )


def test_reached_before_its_day_is_met_and_after_it_missed() -> None:
    figures = [seen(2021, 10), seen(2023, 18), seen(2024, 16)]
    met = judge(goal(18, 2024), figures, {}, TODAY)
    assert (met.verdict, met.reason) == ("met", "reached")
    assert met.reached == figures[1] and met.latest == figures[2]
    later = judge(goal(18, 2022), figures, {}, TODAY)
    assert (later.verdict, later.reason, later.reached) == ("missed", "reached_later", figures[1])


def test_what_was_reached_before_it_was_set_does_not_count() -> None:
    figures = [seen(2019, 20), seen(2021, 10), seen(2024, 12)]
    assert judge(goal(18, 2024), figures, {}, TODAY).verdict == "missed"


@pytest.mark.parametrize(
    ("qualifier", "verdict"),
    [("nearly", "missed"), ("up_to", "missed"), ("over", "met"), ("about", "met"), (None, "met")],
)
def test_nearly_is_not_reached(qualifier: str | None, verdict: str) -> None:
    assert (
        judge(goal(18, 2024), [seen(2024, 18, qualifier=qualifier)], {}, TODAY).verdict == verdict
    )


def test_another_publisher_that_counts_less_is_named() -> None:
    figures = [seen(2022, 10, "agency"), seen(2023, 18, "park")]
    assert judge(goal(18, 2025), figures, {}, TODAY).against == figures[0]
    assert judge(goal(18, 2025), [seen(2020, 10, "agency"), figures[1]], {}, TODAY).against is None


def test_short_at_its_day_is_missed_and_no_figure_of_then_is_unmeasured() -> None:
    short = judge(goal(1.5, 2022), [seen(2022, 1.07), seen(2024, 1.13)], {}, TODAY)
    assert (short.verdict, short.reason) == ("missed", "short")
    assert short.latest is not None and short.latest.period == "2022"
    old = judge(goal(1.5, 2025), [seen(2022, 1.0)], {}, TODAY)
    assert (old.verdict, old.reason) == ("unmeasured", "stale")
    since = judge(goal(1.5, 2022), [seen(2020, 1.0), seen(2024, 1.1)], {}, TODAY)
    assert (since.verdict, since.reason) == ("missed", "short")


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(30, 40, "on_track"), (31, 40, "on_track"), (20, 29.9, "late"), (25, 35, "undecided")],
)
def test_the_forecast_decides_where_there_is_one(low: float, high: float, verdict: str) -> None:
    figures = [seen(2024, 10), seen(2025, 20)]
    found = judge(goal(30, 2028), figures, {2028: Interval(0.8, low, high)}, TODAY)
    assert (found.verdict, found.reason, found.year) == (verdict, "interval", 2028)


def test_a_target_to_fall_to_is_judged_the_other_way_round() -> None:
    figures = [seen(2022, 50), seen(2025, 30)]
    ahead = {2028: Interval(0.8, 5, 9)}
    assert judge(goal(10, 2028, at_most=True), figures, ahead, TODAY).verdict == "on_track"
    assert judge(goal(10, 2028, at_most=True), figures, {}, TODAY).verdict == "on_track"  # line: 30
    assert judge(goal(1, 2028, at_most=True), figures, {}, TODAY).verdict == "late"
    assert judge(goal(30, 2025, at_most=True), figures, {}, TODAY).verdict == "met"


def test_without_a_forecast_the_line_decides() -> None:
    figures = [seen(2022, 12), seen(2024, 40, "other"), seen(2025, 20)]
    found = judge(goal(44, 2030), figures, {}, TODAY)
    assert (found.verdict, found.reason) == ("late", "line")
    assert found.baseline == figures[0]
    assert found.expected == pytest.approx(24, abs=0.01)  # 3 of 8 years from 12 to 44
    assert judge(goal(30, 2030), figures[:1] + figures[2:], {}, TODAY).verdict == "on_track"


def test_what_cannot_be_told_has_its_reason() -> None:
    assert judge(goal(5, 2030), [], {}, TODAY).reason == "no_value"
    assert judge(goal(5, None), [seen(2025, 2)], {}, TODAY).reason == "no_due"
    assert judge(goal(5, None), [seen(2025, 5)], {}, TODAY).verdict == "met"
    assert judge(goal(5, 2030), [seen(2025, 2)], {}, TODAY).reason == "one_figure"
    assert (
        judge(goal(5, 2030), [seen(2024, 1, "a"), seen(2025, 2)], {}, TODAY).reason == "one_figure"
    )
    assert judge(goal(5, 2030), [seen(2022, 1), seen(2023, 2)], {}, TODAY).reason == "stale"


def test_events_are_met_by_their_day_or_not_on_record() -> None:
    day = dt.date(2025, 12, 31)
    assert judge_event(day, dt.date(2025, 11, 30)).verdict == "met"
    assert judge_event(day, dt.date(2026, 1, 31)).reason == "reached_later"
    assert judge_event(day, None).reason == "not_on_record"
    assert judge_event(None, dt.date(2026, 1, 31)).verdict == "met"
