"""What may be said of a series: the tests themselves, and that scipy agrees on Kendall's."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from lionrock.derive.trend import Course, Mark, course, kendall, told_p


def series(*values: float, start: int = 2015) -> list[Mark]:
    return [Mark(str(start + n), f"{start + n}-12-31", value) for n, value in enumerate(values)]


def of(*values: float, unit: str = "count", nature: str = "stock") -> Course:
    return course(series(*values), unit, nature)


@pytest.mark.parametrize(
    ("values", "says", "since", "jump"),
    [
        ((1, 2, 3), "short", None, None),
        ((10, 11, 12, 13), "rising", "2015", None),
        ((13, 12, 11, 10), "falling", "2015", None),
        ((100, 101, 99, 100, 100.5), "level", "2015", None),
        ((10, 14, 9, 13, 10), "unclear", "2015", None),
        ((20, 17, 13, 10, 11, 13, 16, 18, 21), "rising", "2018", None),  # after a fall
        ((10, 9, 8, 9, 12, 14, 17, 20), "rising", "2017", None),  # from the lowest on
        ((10, 10.1, 10.2, 10.3), "level", "2015", None),  # all within 5 %
        ((218, 183, 154, 96, 90, 73, 119), "unclear", "2015", "surge"),  # it has turned
        ((10, 11, 12, 13, 24), "rising", "2015", "surge"),
        ((10, 15, 24, 37, 56), "rising", "2015", None),  # by half every year: its usual step
        ((24, 25, 23, 24, 12), "unclear", "2015", "plunge"),
        ((0, 0, 0, 5), "unclear", "2015", None),  # from nothing nothing is a multiple
    ],
)  # fmt: skip
def test_what_is_said(
    values: tuple[float, ...], says: str, since: str | None, jump: str | None
) -> None:
    found = of(*values)
    assert (found.says, found.since, found.jump) == (says, since, jump)


def test_a_short_stretch_after_a_turn_is_not_enough() -> None:
    assert of(20, 17, 13, 10, 11, 13, 16).says == "unclear"  # four values: p = .083, not < .033


def test_ranks_climb_when_they_fall_and_counts_since_a_start_say_nothing() -> None:
    assert of(20, 18, 15, 13, unit="rank").says == "rising"
    assert of(20, 18, 15, 13, 5, unit="rank").jump is None
    assert of(1, 2, 3, 4, 5, nature="cumulative").says == "cumulative"


def test_a_jump_over_several_years_is_none() -> None:
    late = [*series(10, 11, 12, 13), Mark("2022", "2022-12-31", 40)]
    assert course(late, "count", "stock").jump is None


@given(st.lists(st.integers(0, 12).map(float), min_size=3, max_size=14))
def test_kendall_is_scipys(values: list[float]) -> None:
    tau, p = kendall(values)
    theirs = kendalltau(range(len(values)), values)
    if len(set(values)) == 1:
        assert (tau, p) == (0.0, 1.0)
        return
    assert math.isclose(tau, theirs.statistic, abs_tol=1e-9)
    if len(set(values)) == len(values):
        assert math.isclose(p, theirs.pvalue, abs_tol=1e-9)
    elif theirs.pvalue > 0:  # scipy is exact for some ties where Kendall's correction is not
        assert math.isclose(p, theirs.pvalue, abs_tol=0.06)


def test_a_small_p_is_never_told_as_none() -> None:
    assert [told_p(p) for p in (0.03, 0.001, 0.0009, 0.0, 1.0)] == [
        "= 0.030", "= 0.001", "< 0.001", "< 0.001", "= 1.000",
    ]  # fmt: skip
