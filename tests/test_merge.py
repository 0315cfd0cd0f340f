"""Merging two ids is a build, and so is taking it back: nothing is lost, nothing stays behind."""

import json
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import Refused, build, validate
from lionrock.model.judgement import Judgement
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.store.judgements import NAME, add, read, undo
from lionrock.store.view import TableQuery
from tests.built import built_world
from tests.doubled import AT, GAZETTE, NEW, OLD, judged, lines
from tests.test_build import documents
from tests.world import make_world


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a home of its own in which that world is built."""
    return built_world(tmp_path, lines())


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    """Return the observatory of that world with the two ids merged."""
    folder = tmp_path_factory.mktemp("merged")
    made = Settings(folder / "home", make_world(folder / "registry", lines()))
    add(made, judged(NEW, OLD))
    assert build(made).manifest.warnings == []
    return Observatory.open(made)


def values(document: dict[str, Any], prop: str) -> list[str]:
    return [fact["value"] for fact in document["facts"] if fact["prop"] == prop]


def test_both_become_one_that_carries_what_was_said_of_either(merged: Observatory) -> None:
    assert merged.entity_document(OLD) is None
    document = merged.entity_document(NEW) or {}
    assert values(document, "name") == [
        "Lumen Robotics", "流明机器人", "Lumen Robotics Limited", "流明機器人"
    ]  # fmt: skip
    assert document["label"]["en"] == "Lumen Robotics"  # its own name stays in front
    assert not document["converted"]["zh-Hant"]  # it has one now
    assert values(document, "hkex") == ["0007"]
    founded = [fact for fact in document["facts"] if fact["prop"] == "founded"]
    assert {fact["value"] for fact in founded} == {"2018-05-04", "2019"}
    assert all(fact["conflict"] for fact in founded)
    assert document["statements"] == len(document["facts"])


def test_what_was_said_of_both_is_one_fact_with_all_the_evidence(merged: Observatory) -> None:
    document = merged.entity_document(NEW) or {}
    records = {record["n"]: record["locator"] for record in document["evidence"]}
    named = {fact["value"]: fact for fact in document["facts"] if fact["prop"] == "name"}
    both, theirs = named["Lumen Robotics"], named["Lumen Robotics Limited"]
    assert len({records[n] for n in both["evidence"]}) == 2
    assert both["subject"] is None
    assert theirs["subject"] == OLD
    keys = {row[0]: row[1] for row in merged.query("SELECT key, subject FROM statements")}
    assert (keys[both["key"]], keys[theirs["key"]]) == (NEW, OLD)  # what was stated stays


def test_python_gives_the_statements_as_they_were_made(merged: Observatory) -> None:
    entity = merged.entity(OLD)
    assert entity is not None
    assert entity.id == NEW
    keys = {row[0] for row in merged.query("SELECT key FROM statements")}
    assert {statement.subject for statement in entity.statements} == {OLD, NEW}
    assert {statement.key for statement in entity.statements} <= keys


def test_every_reference_leads_to_the_id_that_stays(merged: Observatory) -> None:
    tables = {
        "entities": ("id",), "edges": ("source", "target"), "observations": ("about",),
        "events": ("entity", "other", "owner"), "relations": ("source", "target"),
        "ranked": ("about",), "degrees": ("id",), "subjects": ("id",), "facts": ("subject",),
    }  # fmt: skip
    for table, columns in tables.items():
        for column in columns:
            sql = f"SELECT count(*) FROM {table} WHERE {column} = ?"
            assert merged.query(sql, (OLD,)) == [(0,)], (table, column)
    assert merged.query("SELECT value, original FROM facts WHERE subject = 'lumen-lab' "
                        "AND prop = 'parent'") == [(NEW, OLD)]  # fmt: skip
    assert merged.query("SELECT canonical FROM clusters WHERE id = ?", (OLD,)) == [(NEW,)]
    document = json.dumps(merged.indicator_document("startups"))
    assert f'"about": "{NEW}"' in document
    assert OLD not in document


def test_links_that_became_alike_are_one_and_none_leads_to_itself(merged: Observatory) -> None:
    links = merged.query(
        "SELECT source, type, target FROM edges WHERE via = 'relation' "
        "AND 'lumen' IN (source, target) ORDER BY ALL"
    )
    assert links == [
        ("heron-capital", "invests_in", "lumen"),
        ("lumen", "partners_with", "guild"),
        ("lumen", "partners_with", "harbour-hospital"),
        ("lumen", "spun_out_of", "vantry-university"),
    ]


def test_facets_and_search_know_the_one(merged: Observatory) -> None:
    page = merged.table("startups", TableQuery(limit=100))
    assert page is not None
    (row,) = [one for one in page.rows if one["entity"] == NEW]
    assert OLD not in [one["entity"] for one in page.rows]
    assert row["round"] == "series_b"  # the latest deal was stated of the other id
    deals = merged.table("startups", TableQuery(where={"round": "series_b"}), "deals")
    assert deals is not None
    assert deals.rows[0]["company"]["id"] == NEW
    assert deals.rows[0]["label"]["en"].startswith("Lumen Robotics,")
    for query in ("Lumen Robotics Limited", "流明機器人", OLD):
        assert merged.search(query).hits[0].id == NEW
        assert OLD not in [hit.id for hit in merged.search(query).hits]


def test_taking_it_back_gives_the_very_same_documents(settings: Settings) -> None:
    before, first = documents(settings), Observatory.open(settings).build_id
    add(settings, judged(NEW, OLD))
    merged = build(settings)
    assert merged.fresh
    assert documents(settings) != before
    undo(settings, 1, "ann", AT.format(9))
    after = build(settings)
    assert len({first, merged.manifest.id, after.manifest.id}) == 3
    assert documents(settings) == before


def test_a_later_different_takes_it_back_too(settings: Settings) -> None:
    before = documents(settings)
    add(settings, judged(OLD, NEW))
    build(settings)
    assert Observatory.open(settings).redirect(NEW) == OLD  # the left id stays
    add(settings, judged(NEW, OLD, "different", 1))
    build(settings)
    assert documents(settings) == before


def test_which_id_stays_does_not_depend_on_what_is_known_of_it(settings: Settings) -> None:
    add(settings, judged(OLD, NEW))
    build(settings)
    assert Observatory.open(settings).redirect(NEW) == OLD
    more = lines()
    more["relations.jsonl"] += [
        {"subject": NEW, "type": "partners_with", "object": one, "sources": [GAZETTE]}
        for one in ("quill", "tern", "park", "bank")
    ]
    make_world(settings.registry, more)
    build(settings)
    assert Observatory.open(settings).redirect(NEW) == OLD


def test_an_id_that_left_the_registry_still_leads_on(settings: Settings) -> None:
    add(settings, judged("lumen-of-old", NEW))
    build(settings)
    assert Observatory.open(settings).redirect("lumen-of-old") == NEW


@pytest.mark.parametrize(
    ("said", "warning"),
    [
        (
            [judged("quill", "tern", "different"), judged("quill", NEW, second=1),
             judged(NEW, "tern", second=2)],
            ("judgements.jsonl:3: lumen = tern has no effect: judgements.jsonl:1 keeps quill and "
            "tern apart, and it would join them through quill = lumen (judgements.jsonl:2)"),
        ),
        (  # the same three, the "different" last: the answer is the same
            [judged("quill", NEW), judged(NEW, "tern", second=1),
             judged("quill", "tern", "different", second=2)],
            ("judgements.jsonl:2: lumen = tern has no effect: judgements.jsonl:3 keeps quill and "
            "tern apart, and it would join them through quill = lumen (judgements.jsonl:1)"),
        ),
        (
            [judged("lumen", "harbour-plan")],
            ("judgements.jsonl:1: lumen = harbour-plan has no effect: one is of kind "
            "organisation, the other of kind initiative"),
        ),
        (
            [judged("nobody", "no-one")],
            "1 judgements name no id of this registry: judgements.jsonl:1",
        ),
    ],
)  # fmt: skip
def test_what_has_no_effect_is_a_warning_that_names_it(
    settings: Settings, said: list[Judgement], warning: str
) -> None:
    for one in said:
        add(settings, one)
    assert build(settings).manifest.warnings == [warning]


def test_a_torn_line_is_a_warning_and_a_broken_one_stops_the_build(settings: Settings) -> None:
    add(settings, judged(NEW, OLD))
    path = settings.home / NAME
    path.write_bytes(path.read_bytes() + b'{"left": "qui')
    (warning,) = build(settings).manifest.warnings
    assert "judgements.jsonl:2: broken JSON" in warning
    assert warning.endswith("the line was cut off and is passed over")
    path.write_bytes(b'{"left": "qui\n' + path.read_bytes())
    with pytest.raises(Refused) as refused:
        build(settings)
    assert str(refused.value.problems[0]).startswith(f"{path}:1: broken JSON")
    assert Observatory.open(settings).redirect(OLD) == NEW  # what was served is served still


def _ship(settings: Settings, text: str) -> None:
    (settings.registry / NAME).write_text(text, "utf-8")


def shipped(verdict: str) -> str:
    one = {"left": NEW, "right": OLD, "verdict": verdict, "by": "Vantry", "at": AT.format(0)}
    return json.dumps(one) + "\n"


def test_the_registry_may_judge_and_the_user_outranks_it(settings: Settings) -> None:
    _ship(settings, shipped("same"))
    build(settings)
    assert Observatory.open(settings).redirect(OLD) == NEW
    add(settings, judged(NEW, OLD, "different"))
    build(settings)
    assert Observatory.open(settings).redirect(OLD) is None


def test_a_wrong_line_that_the_registry_ships_is_a_problem(settings: Settings) -> None:
    _ship(settings, shipped("equal"))
    (problem,) = validate(settings).problems
    assert str(problem).startswith("registry/judgements.jsonl:1: not a judgement")
    with pytest.raises(Refused):
        build(settings)


def test_what_this_project_ships_names_ids_that_there_are(observatory: Observatory) -> None:
    assert observatory.manifest.warnings == []
    judged = read(BUNDLED_REGISTRY / NAME)
    assert judged.lines and not judged.problems and judged.torn is None
    for line in judged.lines:
        for id_ in line.judgement.pair:
            assert observatory.entity(id_), line
