"""An entity's document holds everything its page shows, and evidence for all of it."""

import json
from typing import Any

import pytest

from lionrock.answer.observatory import Document, Observatory
from lionrock.model.schema import schema
from lionrock.settings import Settings
from tests.world import facts


@pytest.fixture(scope="module")
def tiny(world: Settings) -> Observatory:
    return Observatory.open(world)


def of(tiny: Observatory, id_: str) -> Document:
    document = tiny.entity_document(id_)
    assert document is not None
    return document


def cited(part: Any) -> set[int]:
    """Every record number that anything in a document refers to."""
    if isinstance(part, dict):
        own = set(part["evidence"]) if isinstance(part.get("evidence"), list) else set()
        return own.union(*(cited(item) for key, item in part.items() if key != "evidence"))
    return set().union(*map(cited, part)) if isinstance(part, list) else set()


def test_every_value_of_every_entity_leads_to_its_sources(tiny: Observatory) -> None:
    ids = [row[0] for row in tiny.query("SELECT id FROM entities")]
    assert ids
    for id_ in ids:
        document = of(tiny, id_)
        evidence = {record["n"]: record for record in document.pop("evidence")}
        assert cited(document) == evidence.keys(), id_
        for record in evidence.values():
            assert record["sources"], id_
            assert all(source["url"] and source["name"]["en"] for source in record["sources"])


def test_facts_stand_in_the_order_of_their_kind(tiny: Observatory) -> None:
    document = of(tiny, "vantry-university")
    order = schema().kinds["organisation"].properties
    places = [order.index(fact["prop"]) for fact in document["facts"]]
    assert places == sorted(places)
    names = [fact["value"] for fact in document["facts"] if fact["prop"] == "name"]
    assert names == ["Vantry University", "University of Vantry", "雲翠大學", "翠大", "云翠大学"]
    assert document["statements"] == len(document["facts"])


def test_a_fact_that_names_an_entity_carries_its_label(tiny: Observatory) -> None:
    (parent,) = [f for f in of(tiny, "vision-laboratory")["facts"] if f["prop"] == "parent"]
    assert parent["label"]["zh-Hans"] == "云翠大学"
    assert all(fact["label"] is None for fact in of(tiny, "bank")["facts"] if fact["lang"])


def test_a_missing_value_is_absent_and_never_zero(tiny: Observatory) -> None:
    (deal,) = tiny.query("SELECT id FROM entities WHERE company = 'quill'")
    assert not [fact for fact in of(tiny, deal[0])["facts"] if fact["prop"] == "amount"]
    (link,) = [
        link for link in of(tiny, "quill")["links"] if link["type"] == "company"
    ]  # fmt: skip
    assert link["amount"] is None


def test_links_show_both_ends(tiny: Observatory) -> None:
    out = [(x["type"], x["other"]) for x in of(tiny, "lumen")["links"] if x["direction"] == "out"]
    assert ("spun_out_of", "vantry-university") in out
    into = of(tiny, "vantry-university")["links"]
    assert ("spun_out_of", "lumen") in [(x["type"], x["other"]) for x in into]
    (stake,) = [x for x in of(tiny, "lumen")["links"] if x["type"] == "invests_in"]
    assert (stake["direction"], stake["amount"], stake["date"]) == ("in", "HKD 4348145900", "2021")


def test_the_latest_figure_of_each_indicator_is_shown(tiny: Observatory) -> None:
    figures = {figure["indicator"]: figure for figure in of(tiny, "vantry")["figures"]}
    startups = figures["startups"]
    assert (startups["period"], startups["value"], startups["nature"]) == ("2025", 167, "measured")
    assert startups["conflict"] is True
    assert startups["periods"] == 5
    assert figures["researchers"]["period"] == "2023"  # 2024 rests on an unknown publisher
    assert figures["rules_planned"]["nature"] == "target"


def test_events_are_in_order_even_on_one_day(tiny: Observatory) -> None:
    events = of(tiny, "harbour-plan")["events"]
    assert [event["date"] for event in events] == sorted(
        (event["date"] for event in events), reverse=True
    )
    steps = [event["what"] for event in events if event["date"] == "2024-06"]
    assert steps == ["First calls answered", "First phase opened"]


def test_a_mirror_is_shown_as_one(tiny: Observatory) -> None:
    (record,) = [r for r in of(tiny, "old-watchdog")["evidence"] if "organisations" in r["locator"]]
    assert record["mirrored"] is True
    assert (record["tier"], record["strength"]) == ("aggregator", "weak")


def test_text_is_kept_as_it_was_written(tiny: Observatory) -> None:
    body = tiny.document("entity", "quill")
    assert body is not None
    assert json.loads(body)["label"]["en"] == "Quill <b>&amp;</b> Ink"
    assert "\\u" not in body.decode()
    assert "流明机器人".encode() in (tiny.document("entity", "lumen") or b"")


def test_every_line_but_figures_and_relations_has_a_document(tiny: Observatory) -> None:
    for name, rows in facts().items():
        for row in rows:
            if "id" in row:
                assert tiny.document("entity", row["id"]) is not None, (name, row["id"])
    assert tiny.document("entity", "nobody") is None
    assert tiny.document("nothing", "lumen") is None
