"""Reports of one event are one; two events stay two; the order of reading makes no difference."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.extraction.candidates import Candidate
from lionrock.answer.extraction.stories import same, stories
from lionrock.model.source import Fetched
from lionrock.model.statement import Snapshot
from lionrock.sources._documents import Given


def report(number: int, **changes: Any) -> Candidate:
    snapshot = Snapshot(f"{number:064}", "folder", f"https://news.example/{number}", None, "", "")
    given = Given(Fetched(snapshot, Path("x"), f"{number}.html"), snapshot.url, None)
    told: dict[str, Any] = {
        "handle": f"{number:016}", "given": given, "published": "2026-11-03", "title": "",
        "quote": f"sentence {number}", "start": 0, "end": 9, "language": "en", "kind": "invested",
        "status": "reported", "agents": ("fund",), "affected": ("start-up",), "providers": (),
        "what": "", "date": "2026-11-02", "amount": "HKD 3000000", "confidence": 0.9,
        "ruling": "entered",
    }  # fmt: skip
    return Candidate(**(told | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "zh-Hant"},
        {"agents": ("another-fund",)},
        {"agents": (), "date": None},
        {"amount": "HKD 5000000"},
        {"amount": "USD 385000", "agents": ()},
        {"date": "2026-11-05"},
        {"date": "2026-11"},
        {"date": None, "published": "2026-12-01"},
    ],
)
def test_two_reports_of_one_round_are_one_event(changes: dict[str, Any]) -> None:
    assert same(report(1), report(2, **changes))
    assert len(stories([report(1), report(2, **changes)])) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"affected": ("another-start-up",)},
        {"kind": "acquired"},
        {"date": "2026-08-01"},
        {"date": None, "published": "2027-03-01"},
        {"agents": ("another-fund",), "amount": "HKD 90000000"},
        {"status": "denied"},
    ],
)
def test_what_differs_in_what_it_turns_on_is_another_event(changes: dict[str, Any]) -> None:
    assert not same(report(1), report(2, **changes))
    assert len(stories([report(1), report(2, **changes)])) == 2


def test_what_has_no_name_is_the_same_by_its_words_or_its_sum_alone() -> None:
    lab: dict[str, Any] = {
        "kind": "launched", "agents": ("university",), "affected": (), "amount": None,
        "what": "a laboratory for medical robots",
    }  # fmt: skip
    assert same(report(1, **lab), report(2, **lab | {"what": "laboratory of medical robots"}))
    assert not same(report(1, **lab), report(2, **lab | {"what": "a bachelor's programme in law"}))
    assert not same(report(1, **lab), report(2, **lab | {"what": ""}))
    funded = lab | {"amount": "HKD 70000000"}
    assert same(report(1, **funded), report(2, **funded | {"what": "醫療機械人實驗室"}))


def test_the_order_of_reading_makes_no_difference() -> None:
    reports = [
        report(1), report(2, date=None, published="2026-11-20"), report(3, language="zh-Hans"),
        report(4, affected=("other",)), report(5, kind="listed", agents=("start-up",), affected=()),
    ]  # fmt: skip
    told = {
        tuple((one.id, tuple(r.handle for r in one.reports)) for one in stories(order))
        for order in itertools.permutations(reports)
    }
    assert len(told) == 1
    ((first, *_),) = told
    assert first == (
        "event-invested-start-up-2026-11",
        ("0" * 15 + "1", "0" * 15 + "3", "0" * 15 + "2"),  # the earliest told first
    )


def test_what_waits_joins_an_event_and_makes_none() -> None:
    waiting = report(2, ruling="waiting", agents=(), date=None, amount=None)
    (story,) = stories([report(1), waiting])
    assert [one.ruling for one in story.reports] == ["entered", "joined"]
    assert stories([waiting]) == []
    denied = report(3, ruling="waiting", status="denied")
    (story,) = stories([report(1), denied])
    assert len(story.reports) == 1


def test_two_events_of_one_month_have_ids_of_their_own() -> None:
    far = report(2, date="2026-11-30", amount="HKD 90000000", agents=("another-fund",))
    assert [one.id for one in stories([report(1), far])] == [
        "event-invested-start-up-2026-11", "event-invested-start-up-2026-11-2",
    ]  # fmt: skip
