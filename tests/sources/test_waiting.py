"""Retry-After and budgets, as servers write them and as they should not."""

from datetime import UTC, datetime

import pytest

from lionrock.sources._http.waiting import LONGEST, budget, resets_at, retry_after, used_up

NOW = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0.0), ("120", 120.0), (" 7 ", 7.0), ("1.5", 1.5),
        ("Tue, 24 Nov 2026 21:31:00 GMT", 60.0), ("Tuesday, 24-Nov-26 21:31:00 GMT", 60.0),
        ("Tue Nov 24 21:31:00 2026", 60.0), ("Mon, 23 Nov 2026 00:00:00 GMT", 0.0),
        ("999999999999", float(LONGEST)), ("Fri, 01 Jan 2100 00:00:00 GMT", float(LONGEST)),
        ("", None), ("soon", None), ("-5", None), ("1e9", None), ("٧", None),
        ("Tue, 99 Nov 2026 21:31:00 GMT", None), ("9" * 5_000, None),
    ],
)  # fmt: skip
def test_retry_after(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said}, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "gone"),
    [
        ({}, False),
        ({"x-ratelimit-remaining": "0"}, True),
        ({"x-ratelimit-remaining": "1"}, False),
        ({"x-ratelimit-remaining": "9", "x-ratelimit-credits-required": "10"}, True),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-onetime-remaining": "5"}, False),
        ({"x-ratelimit-remaining": "none"}, False),
        ({"x-ratelimit-remaining": "-1"}, False),
    ],
)
def test_a_budget_is_gone_when_nothing_more_can_be_paid(
    headers: dict[str, str], gone: bool
) -> None:
    assert used_up(headers) is gone


def test_what_was_paid_beforehand_still_counts() -> None:
    told = {
        "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "3", "x-ratelimit-credits-used": "10",
    }  # fmt: skip
    assert budget(told).spent
    assert not budget(told | {"x-ratelimit-prepaid-remaining": "500"}).spent
    assert not budget(told | {"x-ratelimit-credits-used": "0"}).spent
    assert not budget({}).spent


@pytest.mark.parametrize(
    ("headers", "when"),
    [
        ({"x-ratelimit-reset": "9000"}, (2026, 11, 25, 0, 0)),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 600)}, (2026, 11, 24, 21, 40)),
        ({"retry-after": "60"}, (2026, 11, 24, 21, 31)),
        ({}, (2026, 11, 25, 0, 0)),
        ({"x-ratelimit-reset": "tomorrow"}, (2026, 11, 25, 0, 0)),
    ],
)
def test_a_budget_is_whole_again_as_the_server_says_or_at_midnight(
    headers: dict[str, str], when: tuple[int, int, int, int, int]
) -> None:
    assert resets_at(headers, NOW) == datetime(*when, tzinfo=UTC)
