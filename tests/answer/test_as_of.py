"""An entity as of a day: what was true for it, what was known on it, and what nobody can say."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from lionrock.answer.as_of import (
    AsOf,
    Item,
    Meaning,
    as_of,
    indicator_as_of,
    read_day,
    state_of,
    today,
)
from lionrock.answer.observatory import Observatory
from lionrock.settings import Settings
from lionrock.store import history
from tests.world import facts


@pytest.fixture(scope="module")
def grown(grown_home: Settings) -> Observatory:
    return Observatory.open(grown_home)


def asked(observatory: Observatory, id_: str, day: str, meaning: Meaning) -> AsOf:
    found = as_of(observatory, id_, dt.date.fromisoformat(day), meaning)
    assert found is not None
    assert found.meaning == meaning
    return found


def said(found: AsOf, name: str) -> list[Item]:
    return [item for item in found.items if item.name == name]


@pytest.mark.parametrize(
    ("day", "founded", "since", "until"),
    [
        ("2024-01-01", "1911", "2024-01-01", "2024-02-01"),
        ("2024-01-31", "1911", "2024-01-01", "2024-02-01"),
        ("2024-02-01", "1912", "2024-02-01", None),
        ("2026-11-30", "1912", "2024-02-01", None),
    ],
)
def test_what_was_known_is_what_was_served_that_day(
    grown: Observatory, day: str, founded: str, since: str, until: str | None
) -> None:
    found = asked(grown, "vantry-university", day, "known")
    (item,) = said(found, "founded")
    assert (item.value, item.since, item.until) == (founded, since, until)
    assert (found.state, found.begins, found.whole) == ("holds", "2024-01-01", True)


def test_a_day_begins_and_ends_in_hong_kong(grown: Observatory) -> None:
    for day, state in (("2024-02-29", "holds"), ("2024-03-01", "not_yet")):
        assert asked(grown, "newcomer", day, "known").state == state


def test_who_is_gone_is_remembered(grown: Observatory) -> None:
    assert grown.entity_document("newcomer") is None
    assert as_of(grown, "newcomer", dt.date(2024, 2, 10), "valid") is None
    found = asked(grown, "newcomer", "2024-02-10", "known")
    assert found.label["en"] == "Newcomer"
    assert [item.value for item in said(found, "name")] == ["Newcomer"]
    assert asked(grown, "newcomer", "2024-01-10", "known").state == "not_yet"
    assert as_of(grown, "never-heard-of", dt.date(2024, 2, 10), "known") is None


def test_before_the_memory_begins_nothing_is_known(grown: Observatory) -> None:
    found = asked(grown, "vantry-university", "2023-12-31", "known")
    assert (found.state, found.items, found.build) == ("unknown", (), None)


def test_a_corrected_figure_is_shown_as_it_stood(grown: Observatory) -> None:
    row = facts()["observations.jsonl"][0]
    for day, value in (("2024-02-10", row["value"]), ("2024-03-10", row["value"] + 1)):
        told = said(asked(grown, row["about"], day, "known"), row["indicator"])
        texts = [item.value for item in told if item.period == row["period"]]
        assert any(text.startswith(f"{value:g} ") for text in texts), texts


def test_the_memory_and_the_build_agree_on_today(grown: Observatory) -> None:
    """Nothing is taken back for today: it says what the build says."""
    for (id_,) in grown.query("SELECT id FROM entities ORDER BY id"):
        found = asked(grown, id_, today().isoformat(), "known")
        count = "SELECT count(*) FROM statements WHERE subject = ?"
        ((statements,),) = grown.query(count, (id_,))
        assert len([item for item in found.items if item.part == "fact"]) == statements


def test_a_memory_with_a_hole_says_so(grown: Observatory, tmp_path: Path) -> None:
    shutil.copytree(grown.settings.home, tmp_path / "home", symlinks=True)
    settings = Settings(tmp_path / "home")
    history.pages(settings)[1].write_bytes(b"flipped")
    found = asked(Observatory.open(settings), "vantry-university", "2024-01-10", "known")
    assert not found.whole


def test_what_was_true_is_told_by_dates(grown: Observatory) -> None:
    found = asked(grown, "lumen", "2023-01-01", "valid")
    links = {(item.name, item.value): item for item in found.items if item.part == "link"}
    assert links["invests_in", "heron-capital"].state == "holds"
    assert links["partners_with", "harbour-hospital"].state == "undated"
    assert {item.state for item in found.items if item.part == "fact"} == {"undated"}
    early = asked(grown, "lumen", "2020-01-01", "valid")
    links = {(item.name, item.value): item for item in early.items if item.part == "link"}
    assert links["invests_in", "heron-capital"].state == "not_yet"
    assert all(item.sources for item in found.items)


def test_a_figure_is_of_the_period_of_the_day_or_the_last_before(grown: Observatory) -> None:
    for day in ("2023-06-30", "2026-06-30"):
        for item in asked(grown, "vantry", day, "valid").items:
            if item.part == "figure":
                assert item.since is not None
                assert item.until is not None
                assert item.since <= day
                assert (item.state == "holds") == (item.until >= day)


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        ("2024-06-30", None, "holds"),
        ("2024-07-01", None, "not_yet"),
        ("2024-06", None, "holds"),
        ("2024", None, "unclear"),
        ("2023", "2024-06-29", "ended"),
        ("2023", "2024", "unclear"),
        ("2023", "2024-07-01", "holds"),
        (None, None, "undated"),
        (None, "2030", "unclear"),
        (None, "2023", "ended"),
        ("soon", None, "undated"),
    ],
)
def test_a_date_is_as_exact_as_its_source(since: str, until: str, state: str) -> None:
    assert state_of(since, until, dt.date(2024, 6, 30)) == state


def test_a_day_is_read_as_the_last_of_what_was_written() -> None:
    assert read_day("2024") == dt.date(2024, 12, 31)
    assert read_day(str(today().year)) == today()
    assert read_day("2199-01") == dt.date(2199, 1, 31)
    with pytest.raises(ValueError, match="date 'then'"):
        read_day("then")


def test_of_a_day_to_come_only_an_end_on_record_is_told(grown: Observatory) -> None:
    ahead = f"{today().year + 20}-01-01"
    found = asked(grown, "lumen", ahead, "valid")
    assert found.items
    for item in found.items:
        assert item.state != "holds" or item.until
    links = {(item.name, item.value): item for item in found.items if item.part == "link"}
    assert links["invests_in", "heron-capital"].state == "unclear"
    unknown = asked(grown, "lumen", ahead, "known")
    assert (unknown.state, unknown.items) == ("unknown", ())


def measured(observatory: Observatory, id_: str, day: str, meaning: Meaning) -> AsOf:
    found = indicator_as_of(observatory, id_, dt.date.fromisoformat(day), meaning)
    assert found is not None
    assert (found.meaning, found.kind) == (meaning, "indicator")
    return found


def test_an_indicator_is_known_as_it_stood(grown: Observatory) -> None:
    row = facts()["observations.jsonl"][0]
    for day, value, since, until in (
        ("2024-02-10", row["value"], "2024-01-01", "2024-03-01"),
        ("2024-03-01", row["value"] + 1, "2024-03-01", None),
    ):
        found = measured(grown, row["indicator"], day, "known")
        texts = {
            item.value: (item.since, item.until)
            for item in found.items
            if (item.about, item.period) == (row["about"], row["period"])
        }
        (seen,) = (dates for text, dates in texts.items() if text.startswith(f"{value:g} "))
        assert seen == (since, until)
        assert all(item.label for item in found.items)
    early = measured(grown, row["indicator"], "2023-12-31", "known")
    assert (early.state, early.items, early.begins) == ("unknown", (), "2024-01-01")


def test_what_is_known_of_an_indicator_today_is_what_the_build_says(grown: Observatory) -> None:
    count = "SELECT count(*) FROM observations WHERE indicator = ?"
    for (id_,) in grown.query("SELECT DISTINCT indicator FROM observations ORDER BY 1"):
        ((observations,),) = grown.query(count, (id_,))
        found = measured(grown, id_, str(today()), "known")
        assert len(found.items) == observations
        assert all(item.sources for item in found.items)


def test_an_indicator_is_valid_for_the_periods_that_had_begun(grown: Observatory) -> None:
    for (id_,) in grown.query("SELECT DISTINCT indicator FROM observations ORDER BY 1"):
        for day in ("2019-06-30", "2024-06-30"):
            found = measured(grown, id_, day, "valid")
            query = (
                "SELECT count(*), count(*) FILTER (last_day >= ?) FROM observations "
                "WHERE indicator = ? AND nature IN ('measured', 'derived') AND first_day <= ?"
            )
            ((begun, within),) = grown.query(query, (day, id_, day))
            dated = [item for item in found.items if item.state != "undated"]
            assert len(dated) == begun
            assert sum(item.state == "holds" for item in dated) == within
            if not found.items:
                assert found.state == "not_yet"
    assert indicator_as_of(grown, "nothing", today(), "valid") is None
    assert indicator_as_of(grown, "nothing", today(), "known") is None
