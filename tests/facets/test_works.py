"""The tables of the research facet over works, against counts made by hand (tests/works.py)."""

from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.settings import Settings
from lionrock.store.view import TableQuery

Row = dict[str, Any]


@pytest.fixture(scope="module")
def published(works_home: Settings) -> Observatory:
    return Observatory.open(works_home)


def rows(published: Observatory, table: str, **where: str) -> list[Row]:
    page = published.table("research", TableQuery(where=where, limit=500), table)
    assert page is not None
    return page.rows


def one(published: Observatory, table: str, entity: str, **where: str) -> Row:
    (found,) = [row for row in rows(published, table, **where) if row["entity"] == entity]
    return found


def test_bodies_have_our_count_and_openalex_s(published: Observatory) -> None:
    campus = one(published, "output", "hkust-guangzhou")
    assert (campus["works"], campus["openalex"], campus["difference"]) == (4, 0, 4)
    sister = one(published, "output", "hkust")
    assert (sister["works"], sister["openalex"], sister["difference"]) == (11, 13, -2)
    assert campus["place"]["id"] == "guangzhou"
    assert sister["industry"]["value"] == pytest.approx(100 / 11, abs=0.05)
    assert sister["growth"] is None  # there is nothing before to compare with


def test_places_hold_each_work_once(published: Observatory) -> None:
    works = {row["entity"]: row["works"] for row in rows(published, "output-places")}
    assert works["greater-bay-area"] == 21
    assert (works["hong-kong"], works["guangzhou"], works["shenzhen"]) == (17, 4, 3)
    assert works["hong-kong"] + works["guangzhou"] + works["shenzhen"] > 21  # joint works


def test_specialisation_is_the_weight_of_a_field_against_the_bay_s(published: Observatory) -> None:
    found = one(published, "output-fields", "guangzhou", field="machine_learning")
    bay = one(published, "output-fields", "greater-bay-area", field="machine_learning")
    assert (found["works"], bay["works"]) == (4, 7)
    assert found["specialisation"]["value"] == pytest.approx((4 / 4) / (7 / 21), abs=0.01)
    assert bay["specialisation"]["value"] == 1
    assert bay["share"]["value"] == pytest.approx(100 * 7 / 21, abs=0.05)


def test_years_add_up_to_the_place_s_works(published: Observatory) -> None:
    found = [row for row in rows(published, "output-years") if row["entity"] == "hong-kong"]
    assert {row["year"]: row["works"] for row in found} == {
        "2021": 4, "2022": 3, "2023": 3, "2024": 4, "2025": 3
    }  # fmt: skip
    assert {row["open"] for row in found} == {"false"}


def test_what_would_move_is_shown_as_it_is_written(published: Observatory) -> None:
    found = rows(published, "assignments")
    assert [(row["works"], row["change"]) for row in found] == [(3, "moved"), (2, "moved")]
    for row in found:
        assert [body["id"] for body in row["theirs"]] == ["hkust"]
        assert [body["id"] for body in row["ours"]] == ["hkust-guangzhou"]
    assert found[1]["raw"] == "香港科技大学（广州），广东 广州 511453"
    assert found[1]["example"] == "W4300000007"


def test_pairs_and_brokers_are_bodies_that_made_works_together(published: Observatory) -> None:
    pairs = {(row["entity"], row["other"]["id"]): row for row in rows(published, "together")}
    assert pairs["cuhk", "hkust"]["works"] == 4
    assert pairs["hkust", "hkust-guangzhou"]["to_place"]["id"] == "guangzhou"
    brokers = {row["entity"]: row for row in rows(published, "brokers")}
    assert set(brokers) == {id_ for pair in pairs for id_ in pair}
    assert brokers["cuhk"]["between_cities"]["value"] > 0
    assert brokers["cuhk-shenzhen"]["between_cities"]["value"] == 0
    assert brokers["hkust"]["between_sides"] is None  # no company among them
    assert brokers["hkust"]["centre"]["id"] in brokers


def test_every_row_leads_to_openalex(published: Observatory) -> None:
    for table in ("output", "output-places", "output-fields", "output-years", "assignments",
                  "together", "brokers"):  # fmt: skip
        for row in rows(published, table):
            (source,) = row["evidence"]["sources"]
            assert source["publisher"] == "openalex"
            assert row["evidence"]["method"] == "parsed"


def test_with_works_no_table_of_research_is_empty(published: Observatory) -> None:
    document = published.facet_document("research")
    assert document is not None
    assert all(table["rows"] for table in document["tables"])
    assert 4 <= len(document["leads"]) <= 8


def test_a_text_given_to_a_part_of_ours_is_no_gain_out_of_nothing(published: Observatory) -> None:
    moves = rows(published, "assignments")
    assert {row["change"] for row in moves} <= {"gained", "lost", "moved", "part"}
    (sister,) = [row for row in moves if "(Guangzhou), Guangzhou, China" in row["raw"]]
    assert [one["label"] if isinstance(one, dict) else one for one in sister["given"]] == [
        "Hong Kong University of Science and Technology"
    ]
    assert sister["change"] == "moved"


def test_openalex_s_institutions_stand_beside_ours(published: Observatory) -> None:
    campus = one(published, "institutions", "hkust-guangzhou")
    assert (campus["institution"], campus["city"]) == ("I4401200001", "Guangzhou")
    assert campus["place"]["id"] == "guangzhou"
    assert campus["differs"] in ("parent", "none")
    astray = one(published, "institutions", "cuhk")
    assert (astray["city"], astray["place"]["id"]) == ("Shenzhen", "hong-kong")
    assert astray["differs"] == "place"
    named = one(published, "institutions", "hkust")
    assert (named["name_hant"], named["name_hans"]) == ("香港科技大學", "香港科技大学")
    assert len(rows(published, "institutions")) == 4, "Northfield is nobody of ours"
