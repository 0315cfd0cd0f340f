"""Dates as they are written, with the precision they have and no more."""

import pytest

from lionrock.read.dates import dates

PUBLISHED = "2025-11-12"  # a Wednesday


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("8 October 2025", "2025-10-08", "day"),
        ("October 8, 2025", "2025-10-08", "day"),
        ("2025-10-08", "2025-10-08", "day"),
        ("8/10/2025", "2025-10-08", "day"),
        ("2025年10月8日", "2025-10-08", "day"),
        ("二零二五年十月八日", "2025-10-08", "day"),
        ("October 2025", "2025-10", "month"),
        ("2025年10月", "2025-10", "month"),
        ("去年十月", "2024-10", "month"),
        ("十月八日", "2025-10-08", "day"),
        ("今年", "2025", "year"),
        ("last year", "2024", "year"),
        ("上月", "2025-10", "month"),
        ("last Wednesday", "2025-11-05", "day"),
        ("上周三", "2025-11-05", "day"),
        ("Q3 2025", "2025-Q3", "quarter"),
        ("第三季", "2025-Q3", "quarter"),
        ("2025年上半年", "2025-H1", "half"),
        ("the first half of 2025", "2025-H1", "half"),
        ("2025-26", "2025/26", "range"),
        ("本財政年度", "2025/26", "range"),
        ("2024 to 2028", "2024/2028", "range"),
        ("2024至2028年", "2024/2028", "range"),
        ("the 1990s", "1990s", "decade"),
        ("next year", "2026", "year"),
        ("yesterday", "2025-11-11", "day"),
        ("昨日", "2025-11-11", "day"),
    ],
)
def test_dates(text: str, iso: str, precision: str) -> None:
    (found,) = dates(text, PUBLISHED)
    assert (found.iso, found.precision) == (iso, precision)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("by 2030", "by"),
        ("since 2019", "since"),
        ("until 2027", "until"),
        ("2030年前", "by"),
        ("2019年以來", "since"),
        ("截至2026年2月", "until"),
        ("in 2024", "at"),
    ],
)
def test_bounds(text: str, bound: str) -> None:
    (found,) = dates(text, PUBLISHED)
    assert found.bound == bound


def test_what_is_relative_needs_a_day_to_count_from() -> None:
    assert dates("last Wednesday, 去年十月, this month") == ()
    assert [one.iso for one in dates("in 2024 and last year")] == ["2024"]


@pytest.mark.parametrize("text", ["US$2024", "it may rise", "GPT-2024x", "2,024 people"])
def test_what_is_no_date(text: str) -> None:
    assert dates(text, PUBLISHED) == ()
