"""Plans noted under the day they were for are not told as done; what was announced is."""

import pytest

from lionrock.model.dates import parse_date
from lionrock.model.milestones import only_planned


@pytest.mark.parametrize(
    ("what", "date"),
    [
        ("All licences to be digital by mid-2024", "2024-06"),
        ("All departments to adopt the app by end of 2025", "2025-12"),
        ("Start at two crossings planned for the fourth quarter", "2025-10"),
        ("Start planned for the fourth quarter of 2025", "2025-10-05"),
        ("Second week planned for 21 to 27 June 2026", "2026-06-21"),
        ("Full grants due to be paid", "2026-06-30"),
        ("Work plan due, with a report to the Chief Executive", "2025-11"),
        ("Opening expected in 2027", "2027"),
    ],
)
def test_what_was_meant_for_its_own_date_is_only_planned(what: str, date: str) -> None:
    assert only_planned(what, parse_date(date))


@pytest.mark.parametrize(
    ("what", "date"),
    [
        ("Portal planned in full by end of 2022; map to be phased in", "2020-02-26"),
        ("Budget expects the first phase in 2024", "2024-02-28"),
        ("Operation aimed for within 2026", "2026-02-25"),
        ("Audit completed by the end of 2023", "2023-12"),
        ("400 lampposts planned for four districts", "2017-12-15"),
        ("Reported as set up, with a first meeting due in June 2026", "2026-06-07"),
        ("Three buildings finished, five more due in stages from 2027", "2025-09-29"),
        ("Opening put off due to the epidemic", "2020-03"),
        ("Start planned for the second quarter", "2025-10"),
        ("Service launched", "2018-09"),
        ("HK$1 billion to be used by end of 0000", "2018-09"),
    ],
)
def test_what_was_told_or_done_on_its_date_is_not(what: str, date: str) -> None:
    assert not only_planned(what, parse_date(date))


def test_a_plan_without_a_date_is_left_as_it_stands() -> None:
    assert not only_planned("Full grants due to be paid", None)
