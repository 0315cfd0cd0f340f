"""Lines of the registry become records; what is wrong with them is said, all at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.model.reference import Reference
from lionrock.model.source import Record
from lionrock.sources import _registry_shapes as shapes
from tests.sources.reading import gathered, parsed, reference_of
from tests.world import Line, facts, make_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def reference(world: Path) -> Reference:
    return reference_of(world)


def one(folder: Path, file: str, row: Line, reference: Reference) -> tuple[Record, list[str]]:
    """The record of a single line, and the messages about it."""
    path = folder / file
    path.write_text(json.dumps(row) + "\n", "utf-8")
    records, problems = parsed(path, reference)
    assert {problem.line for problem in problems} <= {1}
    return records[0], [problem.message for problem in problems]


def value(record: Record, prop: str) -> str | None:
    return next((text for name, text, _, _ in record.claims if name == prop), None)


def test_every_problem_of_a_line_is_told_at_once(tmp_path: Path, reference: Reference) -> None:
    row = facts()["organisations.jsonl"][0]
    row |= {"founded": "2023-02-30", "colour": "red", "kind": "palace", "id": "Not An Id"}
    row |= {"sources": ["ftp://a.example"], "source_kind": "rumour", "abbr": "VU"}
    del row["names"]
    record, messages = one(tmp_path, "organisations.jsonl", row, reference)
    assert not record.whole
    for part in (
        "founded: date '2023-02-30'", "unknown key 'colour'; known: abbr, ai_focus",
        "kind: 'palace' is not in the vocabulary 'organisation_class'", "id: 'Not An Id'",
        "sources: 'ftp://a.example' is not a web address", "source_kind: 'rumour'",
        "abbr: expected a list", "missing key 'names'",
    ):  # fmt: skip
        assert any(message.startswith(part) for message in messages), (part, messages)


@pytest.mark.parametrize("file", sorted(shapes.FILES))
def test_every_required_key_is_missed(tmp_path: Path, reference: Reference, file: str) -> None:
    row = facts()[file][0]
    _, messages = one(tmp_path, file, {}, reference)
    for key in shapes._REQUIRED[shapes.FILES[file]]:
        assert key in row
        assert f"missing key {key!r}" in messages
    assert any(message.startswith("missing source") for message in messages)


def test_a_company_is_a_primary_source_only_about_itself(
    tmp_path: Path, reference: Reference
) -> None:
    url = "https://lumen.example/x"
    row = facts()["organisations.jsonl"][0] | {"sources": [url]}
    record, _ = one(tmp_path, "organisations.jsonl", row, reference)
    assert record.addresses == ((url, "lumen", "professional"),)
    record, _ = one(tmp_path, "organisations.jsonl", row | {"id": "lumen"}, reference)
    assert record.addresses == ((url, "lumen", "primary"),)
    deal = facts()["deals.jsonl"][0] | {"sources": [url]}
    record, _ = one(tmp_path, "deals.jsonl", deal, reference)
    assert record.addresses == ((url, "lumen", "primary"),)


def test_a_mirror_weakens_what_it_repeats(tmp_path: Path, reference: Reference) -> None:
    row = facts()["organisations.jsonl"][0]
    row |= {"sources": ["https://vantry.example/a", "https://nobody.example/a"]}
    row["source_kind"] = "mirror_or_aggregator"
    record, messages = one(tmp_path, "organisations.jsonl", row, reference)
    assert not messages
    assert record.mirrored
    assert [tier for _, _, tier in record.addresses] == ["aggregator", "unknown"]


def test_an_address_given_twice_counts_once(tmp_path: Path, reference: Reference) -> None:
    url = "https://gazette.example/1"
    row = facts()["organisations.jsonl"][0] | {"sources": [url, url]}
    record, _ = one(tmp_path, "organisations.jsonl", row, reference)
    assert [address[0] for address in record.addresses] == [url]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amount": -1}, "-1 is negative"),
        ({"currency": "EUR"}, "currency 'EUR' is not in the vocabulary"),
        ({"currency": ["HKD"]}, "expected text"),
        ({"currency": None}, "expected text"),
        ({"amount": "5"}, "expected a number"),
        ({"amount": 1e30}, "expected a number up to 1e+24"),
        ({"valuation": None}, "expected a number"),
    ],
)
def test_money_is_a_number_with_a_known_currency(
    tmp_path: Path, reference: Reference, changes: Line, message: str
) -> None:
    row = facts()["deals.jsonl"][0]
    record, _ = one(tmp_path, "deals.jsonl", row, reference)
    assert value(record, "amount") == "HKD 4348145900"
    _, messages = one(tmp_path, "deals.jsonl", row | changes, reference)
    assert [m for m in messages if message in m]


def test_money_and_currency_come_together(tmp_path: Path, reference: Reference) -> None:
    row = facts()["deals.jsonl"][0]
    lone = {key: item for key, item in row.items() if key != "currency"}
    assert one(tmp_path, "deals.jsonl", lone, reference)[1] == ["amount: missing key 'currency'"]
    del row["amount"]
    assert one(tmp_path, "deals.jsonl", row, reference)[1] == ["currency without 'amount'"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"indicator": "happiness"}, "indicator 'happiness' is not in indicators.toml"),
        ({"unit": "persons"}, "unit 'persons' cannot stand in startups, which is in companies"),
        ({"unit": "heaps"}, "unit 'heaps' is not in the schema's units"),
        ({"publisher": "Nobody"}, "publisher 'Nobody' is not in publishers.toml"),
        ({"period": "2023-14"}, "month must be in 1..12"),
        ({"period": "soon 2024"}, "period 'soon 2024'"),
        ({"value": "many"}, "expected a number"),
        ({"value": True}, "expected a number"),
        ({"indicator": "funding", "unit": "HKD", "value": -5}, "-5 HKD is negative"),
        ({"published": "yesterday"}, "published: date 'yesterday'"),
    ],
)
def test_a_wrong_figure_is_refused_with_its_reason(
    tmp_path: Path, reference: Reference, changes: Line, message: str
) -> None:
    row = facts()["observations.jsonl"][0] | changes
    _, messages = one(tmp_path, "observations.jsonl", row, reference)
    assert len(messages) == 1
    assert message in messages[0]


def test_a_figure_is_scaled_exactly_and_keeps_what_was_written(
    tmp_path: Path, reference: Reference
) -> None:
    row = facts()["observations.jsonl"][0]
    row |= {"indicator": "raised", "unit": "HKD billion (about)", "value": 4.35}
    record, messages = one(tmp_path, "observations.jsonl", row, reference)
    assert not messages
    assert ("value", "4350000000", None, "4.35 HKD billion (about)") in record.claims
    assert ("indicator", "funding", None, "raised") in record.claims
    assert value(record, "qualifier") == "about"


def test_what_names_a_relation_is_its_ends_type_and_date(
    tmp_path: Path, reference: Reference
) -> None:
    row = facts()["relations.jsonl"][0]
    subject = one(tmp_path, "relations.jsonl", row, reference)[0].subject
    for key, item, same in [
        ("note", "x", True), ("sources", ["https://ledger.example/2"], True), ("amount", 1, True),
        ("object", "quill", False), ("date", "2022", False), ("type", "funds", False),
    ]:  # fmt: skip
        other = one(tmp_path, "relations.jsonl", row | {key: item}, reference)[0]
        assert (other.subject == subject) == same, key


def test_a_file_the_registry_does_not_know_is_reported(world: Path, reference: Reference) -> None:
    path = world.parent / "gossip.jsonl"
    path.write_text("{}\n", "utf-8")
    records, (problem,) = parsed(path, reference)
    assert not records
    assert str(problem).startswith("gossip.jsonl:0: not a file of the registry; known: adoption")


def messages_of(folder: Path, lines: dict[str, list[Line]]) -> list[str]:
    return [str(problem) for problem in gathered(make_world(folder, lines))[0].problems]


def test_ids_that_nothing_answers_are_told_apart_from_places(tmp_path: Path) -> None:
    lines = facts()
    lines["organisations.jsonl"][1]["parent"] = "nobody"
    lines["organisations.jsonl"][2]["place"] = "lumen"
    lines["places.jsonl"][2]["members"].append("atlantis")
    lines["relations.jsonl"][0]["object"] = "nothing"
    lines["deals.jsonl"][0]["investors"] = ["bank", "ghost"]
    assert messages_of(tmp_path, lines) == [
        "deals.jsonl:1: investor: unknown id 'ghost'",
        "organisations.jsonl:2: parent: unknown id 'nobody'",
        "organisations.jsonl:3: place: unknown place 'lumen'",
        "places.jsonl:3: member: unknown place 'atlantis'",
        "relations.jsonl:1: object: unknown id 'nothing'",
    ]


def test_duplicates_name_the_first(tmp_path: Path) -> None:
    lines = facts()
    for name in ("organisations.jsonl", "relations.jsonl", "deals.jsonl", "observations.jsonl"):
        lines[name].append(lines[name][0])
    lines["models.jsonl"][0]["id"] = "lumen"
    found = messages_of(tmp_path, lines)
    last = len(lines["relations.jsonl"])
    assert (
        f"relations.jsonl:{last}: duplicate invests_in: the same stands at relations.jsonl:1"
        in found
    )
    assert "deals.jsonl:4: duplicate deal: the same stands at deals.jsonl:1" in found
    assert any("duplicate id 'vantry-university'" in message for message in found)
    assert any("duplicate id 'lumen': the first is at models.jsonl:1" in m for m in found)
    assert sum("duplicate observation" in message for message in found) == 1


def test_a_line_with_a_fault_still_answers_for_its_id(tmp_path: Path) -> None:
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "long ago"
    (message,) = messages_of(tmp_path, lines)
    assert message.startswith("organisations.jsonl:1: founded: date 'long ago'")


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=400)
@given(file=st.sampled_from(sorted(shapes.FILES)), data=st.data())
def test_any_line_gives_a_whole_record_or_a_problem(
    world: Path, reference: Reference, file: str, data: st.DataObject
) -> None:
    row = dict(data.draw(st.sampled_from(facts()[file])))
    for key in data.draw(st.lists(st.sampled_from(sorted(row)), max_size=3)):
        row[key] = data.draw(json_values)
    row |= data.draw(st.dictionaries(st.text(), json_values, max_size=1))
    path = world.parent / file
    path.write_text(json.dumps(row) + "\n", "utf-8")
    records, problems = parsed(path, reference)
    whole = [record for record in records if record.whole]
    assert bool(whole) != bool(problems)
    assert all(record.addresses for record in whole)
