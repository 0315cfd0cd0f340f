"""Dates keep the precision of their source; periods know what they span."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.dates import PartialDate, Period, parse_date, parse_period

DAY = dt.date


@pytest.mark.parametrize(
    ("text", "precision", "start", "end"),
    [
        ("2024", "year", DAY(2024, 1, 1), DAY(2024, 12, 31)),
        ("2024-02", "month", DAY(2024, 2, 1), DAY(2024, 2, 29)),
        ("2023-02", "month", DAY(2023, 2, 1), DAY(2023, 2, 28)),
        ("2024-02-29", "day", DAY(2024, 2, 29), DAY(2024, 2, 29)),
    ],
)
def test_a_date_is_as_precise_as_it_was_written(
    text: str, precision: str, start: dt.date, end: dt.date
) -> None:
    assert parse_date(text) == PartialDate(text, precision, start, end)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not YYYY"),
        ("24", "is not YYYY"),
        ("2024-5-7", "is not YYYY"),
        ("05/2024", "is not YYYY"),
        ("2024-05-07T00:00:00Z", "is not YYYY"),
        (" 2024", "is not YYYY"),
        ("2024\n", "is not YYYY"),
        ("２０２４", "is not YYYY"),
        ("2023-02-29", "day"),
        ("1900-02-29", "day"),
        ("2024-04-31", "day"),
        ("2024-05-00", "day"),
        ("2024-00", "month"),
        ("2024-13", "month"),
        ("2024-00-01", "month"),
        ("1599", "year outside 1600-2200"),
        ("2201-01-01", "year outside 1600-2200"),
    ],
)
def test_a_wrong_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "key"),
    [
        ("2024", "year", DAY(2024, 1, 1), DAY(2024, 12, 31), "2024"),
        ("2024-02", "month", DAY(2024, 2, 1), DAY(2024, 2, 29), "2024-02"),
        ("2024-02-29", "day", DAY(2024, 2, 29), DAY(2024, 2, 29), "2024-02-29"),
        ("2025-H1", "half", DAY(2025, 1, 1), DAY(2025, 6, 30), "2025-H1"),
        ("2025-H2", "half", DAY(2025, 7, 1), DAY(2025, 12, 31), "2025-H2"),
        ("2026-Q1", "quarter", DAY(2026, 1, 1), DAY(2026, 3, 31), "2026-Q1"),
        ("2026-Q4", "quarter", DAY(2026, 10, 1), DAY(2026, 12, 31), "2026-Q4"),
        ("2023/24", "fiscal_year", DAY(2023, 4, 1), DAY(2024, 3, 31), "2023/24"),
        ("2023-24", "fiscal_year", DAY(2023, 4, 1), DAY(2024, 3, 31), "2023/24"),
        ("1999/00", "fiscal_year", DAY(1999, 4, 1), DAY(2000, 3, 31), "1999/00"),
        ("2011/12", "fiscal_year", DAY(2011, 4, 1), DAY(2012, 3, 31), "2011/12"),
        ("2011-12", "month", DAY(2011, 12, 1), DAY(2011, 12, 31), "2011-12"),
        ("2019-2024", "range", DAY(2019, 1, 1), DAY(2024, 12, 31), "2019-01-01/2024-12-31"),
        ("2019/2024", "range", DAY(2019, 1, 1), DAY(2024, 12, 31), "2019-01-01/2024-12-31"),
        ("2018/2023-06", "range", DAY(2018, 1, 1), DAY(2023, 6, 30), "2018-01-01/2023-06-30"),
        ("2023-04/2024-02", "range", DAY(2023, 4, 1), DAY(2024, 2, 29), "2023-04-01/2024-02-29"),
        ("2019/20-2023/24", "range", DAY(2019, 4, 1), DAY(2024, 3, 31), "2019-04-01/2024-03-31"),
    ],
)
def test_a_period_knows_its_first_and_last_day(
    text: str, kind: str, start: dt.date, end: dt.date, key: str
) -> None:
    period = parse_period(text)
    assert period == Period(text, kind, start, end)
    assert period.key == key


def test_a_label_has_no_days_and_ignores_case() -> None:
    period = parse_period("First phase")
    assert (period.kind, period.start, period.end) == ("label", None, None)
    assert period.key == parse_period("first phase").key


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "2025-H3", "2025-H0", "2025-Q5", "2023/25", "2023-02-30", "2024-2019",
        "2024/2019", "2019/20-2018/19", "phase 2", "FY2024", "0000-H1", "9999/00", "2019-2024-2026",
    ],
)  # fmt: skip
def test_a_wrong_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|date"):
        parse_period(text)


near_dates = st.from_regex(r"\A[0-9]{1,4}[-/]?[HQ0-9]{0,4}[-/]?[0-9]{0,4}\Z")


@given(st.one_of(st.text(), near_dates))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    for parse in (parse_date, parse_period):
        try:
            found = parse(text)
        except ValueError as error:
            assert str(error)
        else:
            assert found.start is None or found.end is None or found.start <= found.end


@given(st.dates(dt.date(1600, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_lies_in_its_month_and_its_year(day: dt.date) -> None:
    iso = day.isoformat()
    for length in (4, 7, 10):
        date = parse_date(iso[:length])
        assert date.start <= day <= date.end
        assert date.iso == iso[:length]
        assert parse_period(iso[:length]).start == date.start
