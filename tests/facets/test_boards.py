"""What boards count by: where initiatives stand, money by its own year's rate, ties, layouts."""

from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.facets._layout import chains, placed, spread
from lionrock.store.view import TableQuery
from tests.facets.conftest import Rows

Line = dict[str, Any]


def the(rows: list[Line], entity: str) -> Line:
    (row,) = [row for row in rows if row["entity"] == entity]
    return row


def lanes(city: Observatory, facet: str, board: str) -> dict[str | None, list[str]]:
    document = city.board_document(facet, board)
    assert document is not None
    return {lane["key"]: [item["entity"] for item in lane["items"]] for lane in document["lanes"]}


def test_late_is_worked_out_and_an_old_status_is_told_as_silence(rows: Rows) -> None:
    listed = rows("initiatives", "initiatives")
    assert (the(listed, "late")["state"], the(listed, "late")["late_since"]) == ("late", "2025-03")
    assert the(listed, "late")["status"] == "under_way"  # as the record has it, with its day
    assert the(listed, "harbour-plan")["state"] == "silent"  # last heard of in June 2024
    assert the(listed, "harbour-plan")["late_since"] is None
    assert the(listed, "open-data")["state"] == "undated"
    assert the(listed, "coming")["state"] == "undated"


def test_the_status_board_has_every_initiative_once(city: Observatory, rows: Rows) -> None:
    found = lanes(city, "initiatives", "status")
    assert found["late"] == ["late"]
    assert "harbour-plan" in found["silent"]
    assert sum(map(len, found.values())) == len(rows("initiatives", "initiatives"))


def test_a_milestone_is_overdue_only_when_its_period_has_passed(rows: Rows) -> None:
    outcomes = {row["what"]: row["outcome"] for row in rows("initiatives", "milestones")}
    assert outcomes["Was to open"] == "overdue"
    assert outcomes["In progress"] == "due"  # its month is not over
    assert outcomes["Ground broken"] == "reached"


def test_sums_take_the_rate_of_their_own_year_or_are_left_out(city: Observatory) -> None:
    found = city.query(
        "SELECT per_usd FROM rates WHERE currency = 'HKD' AND year = "
        "(SELECT left(value, 4) FROM facts WHERE kind = 'deal' AND prop = 'date' AND subject = "
        "(SELECT subject FROM facts WHERE kind = 'deal' AND value = 'HKD 4348145900'))"
    )
    page = city.table("startups", table="deals")
    assert page is not None
    (row,) = [row for row in page.rows if row["amount"] == "HKD 4348145900"]
    if found:
        assert row["dollars"]["value"] == pytest.approx(4348145900 / found[0][0])
        assert row["disclosed"] == "disclosed"
    else:
        assert row["dollars"] is None and row["disclosed"] == "unconverted"
    (plain,) = [row for row in page.rows if row["amount"] == "USD 20000000"]
    assert (plain["dollars"]["value"], plain["dollars"]["unit"]) == (20000000.0, "USD")
    (silent,) = [row for row in page.rows if row["amount"] is None]
    assert (silent["dollars"], silent["disclosed"]) == (None, "undisclosed")


def test_a_sum_says_of_how_many_it_is(city: Observatory) -> None:
    document = city.board_document("startups", "flows")
    assert document is not None
    assert document["n"] == 3 and document["known"] in (1, 2) and document["unit"] == "USD"
    assert document["sum"] >= 20000000


def test_investors_stand_beside_those_they_share_a_company_with(rows: Rows) -> None:
    for row in rows("startups", "coinvestors"):
        assert row["entity"] < row["other"]["id"]
    backed = {(row["entity"], row["company"]["id"]) for row in rows("startups", "investments")}
    for row in rows("startups", "coinvestors"):
        assert (row["entity"], row["company"]["id"]) in backed
        assert (row["other"]["id"], row["company"]["id"]) in backed


def test_ties_within_the_bay_are_told_from_others(rows: Rows) -> None:
    links = rows("crossborder", "links")
    inside = {(row["entity"], row["way"]): row["inside"] for row in links}
    assert inside["annex", "partner"] == "true"
    assert inside["abroad", "lab"] == "false"


def test_places_lie_as_they_do_on_the_globe() -> None:
    at = placed({"north": (23.0, 113.0), "south": (22.0, 113.0), "east": (22.0, 114.0)})
    assert at["north"][1] < at["south"][1] and at["south"][0] < at["east"][0]
    assert at["south"][1] == at["east"][1] and placed({}) == {}
    width, height = at["east"][0] - at["south"][0], at["south"][1] - at["north"][1]
    assert width / height == pytest.approx(0.925, abs=0.005)  # a degree east is shorter here


def test_a_network_is_the_same_every_time_and_ties_draw_near() -> None:
    names = [f"n{number}" for number in range(12)]
    ties = [(names[0], other, 3) for other in names[1:6]]
    at = spread(names, ties)
    assert at == spread(names, ties)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in at.values())

    def far(a: str, b: str) -> float:
        return sum((p - q) ** 2 for p, q in zip(at[a], at[b], strict=True))

    tied = sum(far(names[0], other) for other in names[1:6]) / 5
    loose = sum(far(names[0], other) for other in names[6:]) / 6
    assert tied < loose
    assert spread(["one"], []) == {"one": (0.5, 0.5)}


def test_chains_run_from_what_follows_nothing_and_end_in_circles() -> None:
    assert chains([("a", "b"), ("b", "c"), ("b", "d")]) == [["a", "b", "c"], ["a", "b", "d"]]
    assert chains([("x", "y"), ("y", "x")]) == []
    assert chains([("s", "x"), ("x", "y"), ("y", "x")]) == [["s", "x", "y"]]


def test_people_stand_side_by_side_with_who_says_so(observatory: Observatory) -> None:
    """Each side of the labour market against whom a figure counts: the last word of each publisher,
    named; what nobody says is a cell that is not there."""
    document = observatory.board_document("adoption", "people")
    assert document is not None and document["named"]
    columns = [column["key"] for column in document["columns"]]
    assert columns == ["ai", "tech", "all"]
    lines = {line["key"]: line for line in document["lines"]}
    assert [*lines] == ["demand", "supply", "pay", "visas", "shortage"]
    for line in lines.values():
        for cell in line["cells"]:
            for value in cell["values"]:
                assert value["says"]["en"] and document["labels"][value["indicator"]]["zh-Hant"]
    assert columns.index("ai") not in {cell["at"] for cell in lines["visas"]["cells"]}


def test_the_last_word_of_a_publisher_is_one_reading_of_an_indicator(
    observatory: Observatory,
) -> None:
    page = observatory.table("outlook", TableQuery(limit=500), "rankings")
    assert page is not None
    listed = page.rows
    series: dict[tuple[str, ...], list[Line]] = {}
    for row in listed:
        key = (row["indicator"]["id"], row["publisher"]["id"], row["entity"], row["nature"])
        series.setdefault(key, []).append(row)
    assert any(len(found) > 1 for found in series.values())
    for found in series.values():
        (last,) = [row for row in found if row["latest"] == "true"]
        assert last["date"] == max(row["date"] for row in found)
