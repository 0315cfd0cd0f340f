"""Tables and searches as of a day: exact where the build is kept, and honest where it is not."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from lionrock.answer.as_of import (
    RowAsOf,
    SearchAsOf,
    TableAsOf,
    Which,
    Words,
    search_as_of,
    table_as_of,
    today,
)
from lionrock.answer.observatory import Observatory
from lionrock.model.change import Meaning
from lionrock.model.dates import parse_date
from lionrock.settings import Settings
from lionrock.store.view import TableQuery

UNKEPT, KEPT, NOW = "2024-01-15", "2024-02-15", "2024-03-15"


@pytest.fixture(scope="module")
def grown(grown_home: Settings) -> Observatory:
    return Observatory.open(grown_home)


def table(observatory: Observatory, which: Which, day: str, meaning: Meaning) -> TableAsOf:
    found = table_as_of(observatory, which, dt.date.fromisoformat(day), meaning)
    assert found is not None
    assert (found.meaning, found.day) == (meaning, day)
    return found


def search(observatory: Observatory, query: str, day: str, meaning: Meaning) -> SearchAsOf:
    return search_as_of(observatory, Words(query), dt.date.fromisoformat(day), meaning)


def rows(found: TableAsOf) -> dict[str, RowAsOf]:
    return {row.cells["entity"]: row for row in found.rows}


COMPANIES = Which("startups", "companies", limit=200)


def test_a_table_of_a_kept_build_is_as_it_was(grown: Observatory) -> None:
    found = table(grown, COMPANIES, KEPT, "known")
    assert (found.state, found.exact, found.whole) == ("holds", True, True)
    assert found.build != grown.build_id
    newcomer = rows(found)["newcomer"]
    assert (newcomer.state, newcomer.since, newcomer.until) == ("holds", "2024-02-01", "2024-03-01")
    assert newcomer.cells["evidence"]["sources"]
    lumen = rows(found)["lumen"]
    assert (lumen.since, lumen.until, lumen.unknown) == ("2024-01-01", None, ())


def test_a_table_of_today_is_what_the_build_says(grown: Observatory) -> None:
    for day in (NOW, str(today())):
        found = table(grown, COMPANIES, day, "known")
        page = grown.table("startups", TableQuery(limit=200), "companies")
        assert page is not None
        assert (found.build, found.exact, found.total) == (grown.build_id, True, page.total)
        assert [row.cells for row in found.rows] == page.rows
        assert "newcomer" not in rows(found)


def test_a_table_of_a_build_that_is_gone_tells_what_changed(grown: Observatory) -> None:
    found = table(grown, Which("research", "organisations", limit=200), UNKEPT, "known")
    assert not found.exact
    university = rows(found)["vantry-university"]
    assert (university.state, university.unknown) == ("changed", ("founded",))
    assert university.cells["founded"] is None
    assert [(one.prop, one.before, one.after) for one in university.changed] == [
        ("founded", "1911", "1912")
    ]
    assert "holds" in found.states
    assert "newcomer" not in rows(found)


def test_who_is_gone_stands_in_the_table_of_the_day(grown_home: Settings, tmp_path: Path) -> None:
    """The build of the day is lost: who was in it is known from the memory."""
    shutil.copytree(grown_home.home, tmp_path / "home", symlinks=True)
    settings = Settings(tmp_path / "home")
    now = Observatory.open(settings)
    for build in settings.builds.iterdir():
        if build.name != now.build_id:
            shutil.rmtree(build)
    found = table(now, COMPANIES, KEPT, "known")
    assert not found.exact
    newcomer = rows(found)["newcomer"]
    assert (newcomer.state, newcomer.until) == ("changed", "2024-03-01")
    assert newcomer.cells["label"]["en"] == "Newcomer"
    assert set(newcomer.unknown) == {column["id"] for column in found.table["columns"]}
    gone = search(now, "newcomer", KEPT, "known")
    assert [(hit.id, hit.since, hit.until) for hit in gone.hits] == [
        ("newcomer", "2024-02-01", "2024-03-01")
    ]
    assert not gone.exact


def test_before_the_memory_begins_a_table_is_unknown(grown: Observatory) -> None:
    for day in ("2023-12-31", str(today() + dt.timedelta(days=400))):
        found = table(grown, COMPANIES, day, "known")
        assert (found.state, found.rows, found.build) == ("unknown", (), None)
        assert (found.begins, found.total) == ("2024-01-01", 0)
        assert search(grown, "lumen", day, "known").state == "unknown"
        assert not search(grown, "lumen", day, "known").hits


def test_rows_are_valid_by_their_dates(grown: Observatory) -> None:
    for facet in grown.facets():
        for told in (grown.facet_document(facet["id"]) or {})["tables"]:
            which = Which(facet["id"], told["id"], limit=500)
            for day in ("2019-06-30", "2024-06-30"):
                found = table(grown, which, day, "valid")
                assert found.total == told["rows"] == sum(found.states.values())
                for row in found.rows:
                    _is_told_by_its_dates(row, dt.date.fromisoformat(day), told)


def _is_told_by_its_dates(row: RowAsOf, day: dt.date, told: dict[str, object]) -> None:
    if row.state == "undated":
        assert row.since is None
    if row.state == "not_yet":
        assert row.since is not None
        assert parse_date(row.since).start > day
    if row.state in ("holds", "earlier"):
        assert row.since is not None
        assert parse_date(row.since).start <= day
    for column in told["columns"]:  # type: ignore[attr-defined]
        said = row.cells.get(column["dated"] or "")
        if said and parse_date(said).start > day:
            assert row.cells[column["id"]] is None
            assert column["id"] in row.unknown


def test_a_status_of_a_later_day_is_left_unknown(grown: Observatory) -> None:
    early = table(grown, Which("initiatives", limit=500), "2010-01-01", "valid")
    late = table(grown, Which("initiatives", limit=500), str(today()), "valid")
    assert any("status" in row.unknown for row in early.rows)
    assert not any(row.unknown for row in late.rows)


def test_a_round_of_a_later_day_is_left_unknown(grown: Observatory) -> None:
    now = rows(table(grown, COMPANIES, str(today()), "valid"))
    funded = next(row for row in now.values() if row.cells["date"] and row.cells["founded"])
    before = parse_date(funded.cells["date"]).start - dt.timedelta(days=1)
    then = rows(table(grown, COMPANIES, str(before), "valid"))[funded.cells["entity"]]
    assert {"round", "date", "stage"} <= set(then.unknown)
    assert [then.cells[name] for name in ("round", "date", "stage")] == [None, None, None]
    assert then.cells["founded"] == funded.cells["founded"]
    assert not {"round", "date", "stage"} & set(funded.unknown)


def test_what_became_of_a_spin_out_is_not_known_of_an_earlier_day(grown: Observatory) -> None:
    which = Which("startups", "spinouts", limit=50)
    then, now = (table(grown, which, day, "valid") for day in ("2020-01-01", str(today())))
    assert now.rows
    assert all("stage" in row.unknown for row in then.rows)
    assert not any(row.unknown for row in now.rows)


def test_rows_of_one_state_are_paged(grown: Observatory) -> None:
    every = table(grown, COMPANIES, NOW, "valid")
    for state, number in every.states.items():
        chosen = table(grown, Which("startups", "companies", state, 1, number - 1), NOW, "valid")
        assert (chosen.total, [row.state for row in chosen.rows]) == (number, [state])
    assert table_as_of(grown, Which("nothing"), today(), "valid") is None
    assert table_as_of(grown, Which("startups", "nothing"), today(), "known") is None


def test_a_search_finds_what_was_known(grown: Observatory) -> None:
    kept = search(grown, "newcomer", KEPT, "known")
    assert [hit.id for hit in kept.hits] == ["newcomer"]
    assert (kept.exact, kept.hits[0].since, kept.hits[0].until) == (
        True, "2024-02-01", "2024-03-01",
    )  # fmt: skip
    for day in (UNKEPT, NOW):
        assert "newcomer" not in [hit.id for hit in search(grown, "newcomer", day, "known").hits]
    early = search(grown, "lumen", UNKEPT, "known")
    assert not early.exact
    assert "lumen" in [hit.id for hit in early.hits]


def test_a_search_says_who_was_there(grown: Observatory) -> None:
    states = {
        day: {hit.id: hit.state for hit in search(grown, "vantry university", day, "valid").hits}
        for day in ("1900-01-01", NOW)
    }
    assert states["1900-01-01"]["vantry-university"] == "not_yet"
    assert states[NOW]["vantry-university"] == "holds"
    found = search(grown, "start-ups", NOW, "valid")
    assert {hit.state for hit in found.hits if hit.kind == "indicator"}
