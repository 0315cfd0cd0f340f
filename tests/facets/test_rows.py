"""What facets compute: standing of initiatives, latest rounds, ties between cities, targets."""

from typing import Any

from lionrock.answer.observatory import Observatory
from lionrock.store.view import TableQuery
from tests.facets.conftest import Rows

Line = dict[str, Any]


def the(rows: list[Line], entity: str) -> Line:
    (row,) = [row for row in rows if row["entity"] == entity]
    return row


def test_a_status_is_as_of_the_last_thing_that_happened(rows: Rows) -> None:
    row = the(rows("initiatives", "initiatives"), "harbour-plan")
    assert (row["status"], row["as_of"]) == ("under_way", "2024-06")
    assert (row["milestones"], row["done"], row["reached"]) == (4, 2, "2024-06")
    assert (row["next"], row["overdue"]) == ("2028", 0)


def test_a_milestone_that_passed_unreported_is_overdue_but_not_in_its_own_month(rows: Rows) -> None:
    row = the(rows("initiatives", "initiatives"), "late")
    assert (row["as_of"], row["next"], row["overdue"]) == ("2025-01", "2026-06", 1)


def test_a_plan_under_its_own_day_is_neither_done_nor_dates_a_status(rows: Rows) -> None:
    row = the(rows("initiatives", "initiatives"), "promised")
    assert (row["as_of"], row["done"], row["reached"]) == ("2024-02", 0, None)
    assert (row["overdue"], row["late_since"]) == (0, None)
    assert the(rows("initiatives", "milestones"), "promised")["outcome"] == "unheard"


def test_a_status_without_a_known_date_is_of_unknown_age(rows: Rows) -> None:
    listed = rows("initiatives", "initiatives")
    assert the(listed, "open-data")["as_of"] is None
    assert the(listed, "coming")["as_of"] is None  # its start lies ahead
    assert the(listed, "open-data")["amount"] is None


def test_the_timeline_tells_what_happened_not_what_was_planned(city: Observatory) -> None:
    document = city.facet_document("initiatives")
    assert document is not None
    told = {event["what"] for event in document["timeline"]}
    assert {"Ground broken", "First phase opened", "First calls answered"} <= told
    assert not {"Was to open", "In progress", "Second phase"} & told
    assert "All forms to be digital by late 2024" not in told


def test_a_company_shows_its_latest_round_and_rests_on_that_record_too(rows: Rows) -> None:
    row = the(rows("startups", "companies"), "lumen")
    assert (row["round"], row["date"], row["amount"]) == ("series_a", "2024-03-01", "USD 20000000")
    assert row["investors"] == 2  # named by deals and by relations, each counted once
    located = [record["locator"].split(":")[0] for record in (row["evidence"], *row["also"])]
    assert [name.rpartition("/")[2] for name in located] == [
        "organisations.jsonl",
        "deals.jsonl",
        "relations.jsonl",  # who incubates it
    ]


def test_a_start_up_without_a_known_round_is_listed_with_nothing_made_up(rows: Rows) -> None:
    row = the(rows("startups", "companies"), "tern")
    assert (row["round"], row["date"], row["amount"], row["investors"]) == (None,) * 4


def test_money_sorts_across_currencies(city: Observatory) -> None:
    page = city.table("startups", TableQuery(order="amount"), "deals")
    assert page is not None
    assert [row["amount"] for row in page.rows] == ["HKD 4348145900", "USD 20000000", None]


def test_what_a_founder_can_apply_for_can_be_narrowed(city: Observatory) -> None:
    page = city.table(
        "startups", TableQuery({"audience": "sme", "operator": "hatchery"}), "programmes"
    )
    assert page is not None and [row["entity"] for row in page.rows] == ["lift"]
    row = page.rows[0]
    assert (row["years_max"], row["hk_incorporated"]) == (7, "true")
    assert [one["id"] for one in row["operator"]] == ["hatchery"]


def test_partners_are_counted_from_both_ends(rows: Rows) -> None:
    listed = rows("research", "organisations")
    assert the(listed, "vantry-university")["partners"] == 1
    assert the(listed, "annex")["partners"] == 1  # two kinds of tie with one partner
    assert [one["id"] for one in the(listed, "vision-laboratory")["part_of"]] == [
        "vantry-university"
    ]


def test_a_hospital_does_research_here_only_with_a_focus_on_ai(rows: Rows) -> None:
    listed = {row["entity"] for row in rows("research", "organisations")}
    assert "clinic" in listed and "harbour-hospital" not in listed


def test_ties_are_between_two_cities_of_the_bay_and_each_is_a_row(rows: Rows) -> None:
    ties = {(row["entity"], row["way"], row["other"]["id"]) for row in rows("crossborder", "links")}
    assert ("vantry-university-eastmere", "campus", "vantry-university") in ties
    assert ("bank", "money", "tern") in ties
    assert {("annex", kind, "lumen") for kind in ("partner", "lab")} <= ties
    assert ("abroad", "lab", "lumen") in ties  # a laboratory counts beyond the bay
    assert ("abroad", "partner", "lumen") not in ties
    assert ("vision-laboratory", "part", "vantry-university") not in ties  # the same city


def test_a_programme_ties_where_it_is_run_to_each_other_place_it_names(rows: Rows) -> None:
    every = [row for row in rows("crossborder", "links") if row["way"] == "programme"]
    assert {row["entity"] for row in every} == {"exchange-grant", "lift"}
    ties = [row for row in every if row["entity"] == "exchange-grant"]
    homes = {row["from_place"]["id"] for row in ties}
    ends = {row["to_place"]["id"] for row in ties}
    assert len(homes) == 1 and len(ends) == len(ties) == 2
    assert homes | ends == {"eastmere", "vantry", "hong-kong"}
    assert all(len(row["records"]) >= 2 for row in ties if "records" in row)


def test_a_place_taken_from_the_parent_body_says_so_and_cites_it(
    city: Observatory, rows: Rows
) -> None:
    listed = [row for row in rows("crossborder", "links") if row["entity"] == "annex"]
    assert {row["from_place"]["id"] for row in listed} == {"eastmere"}
    assert {row["inherited"] for row in listed} == {"true"}
    parent = next(
        record["locator"]
        for record in city.entity_document("vantry-university-eastmere")["evidence"]
        if "organisations" in record["locator"]
    )
    assert all(row["also"][0]["locator"] == parent for row in listed)
    campus = the(rows("crossborder", "links"), "vantry-university-eastmere")
    assert campus["inherited"] == "false"


def test_cities_count_what_is_on_record_and_show_the_latest_population(rows: Rows) -> None:
    cities = rows("crossborder", "cities")
    assert {row["entity"] for row in cities} == {"vantry", "eastmere", "hong-kong"}
    population = the(cities, "vantry")["population"]
    assert (population["value"], population["unit"], population["period"]) == (
        710000, "persons", "2025"
    )  # fmt: skip
    assert the(cities, "hong-kong")["organisations"] == 0
    assert the(cities, "hong-kong")["population"] is None


def test_a_target_meets_the_latest_sound_measurement(rows: Rows) -> None:
    row = the(rows("outlook", "targets"), "unicorns-30")
    assert row["value"]["value"] == 30
    assert (row["verdict"], row["reason"]) == ("on_track", "line")  # 11 → 20 in 13 of 72 months
    latest = row["latest"]
    assert (latest["value"], latest["period"], latest["indicator"]) == (20, "2026-01", "unicorns")
    assert len(row["also"]) == 1


def test_a_target_nobody_measures_says_so(rows: Rows) -> None:
    row = the(rows("outlook", "targets"), "hundred-procedures")
    assert (row["verdict"], row["reason"]) == ("unmeasured", "no_measure")
    assert row["latest"] is None


def test_units_of_targets_are_read_or_kept_as_written(rows: Rows) -> None:
    listed = rows("outlook", "targets")
    share, sets = the(listed, "share")["value"], the(listed, "sets")["value"]
    assert (share["unit"], share["base"]) == ("percent", "GDP")
    assert (sets["unit"], sets["written"]) == (None, "sets a year")
    assert the(listed, "first-city")["value"] is None


def test_choices_come_the_most_frequent_first(city: Observatory) -> None:
    document = city.facet_document("startups")
    assert document is not None
    companies = document["tables"][0]
    assert companies["choices"]["place"] == ["vantry", "eastmere"]
    assert companies["labels"]["vantry"]["zh-Hant"] == "雲翠"


def test_a_university_that_hosts_centres_is_no_centre_itself(observatory: Observatory) -> None:
    page = observatory.table("research", TableQuery(limit=500), "innohk")
    assert page is not None and page.total >= 9
    listed = {row["entity"] for row in page.rows}
    assert "cpii" in listed
    assert "hku" not in listed  # a member, with nine of them
