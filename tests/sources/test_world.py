"""The tiny world holds every shape, so that tests built on it leave nothing out."""

from pathlib import Path

import pytest

from lionrock.model.dates import parse_period
from lionrock.model.publishers import TIERS
from lionrock.model.schema import schema
from lionrock.model.source import Record
from lionrock.sources import _registry_shapes as shapes
from lionrock.sources._registry_fields import FIELDS
from tests.sources.reading import gathered
from tests.world import facts, make_world


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    outcome, kept = gathered(make_world(tmp_path_factory.mktemp("world")))
    assert not outcome.problems
    return kept


def test_it_has_every_file_with_every_key() -> None:
    assert set(facts()) == set(shapes.FILES)
    for name, rows in facts().items():
        used = {key for row in rows for key in row}
        known = set(FIELDS[shapes.FILES[name]](schema())) | {"sources"}
        assert known - used == set(), name


def test_it_has_every_kind_relation_and_property(records: list[Record]) -> None:
    known = schema()
    written = {*known.kinds, *known.relations, "observation"} - {"event"}  # read in documents
    assert {r.kind for r in records} == written
    assert {claim[0] for r in records for claim in r.claims} == known.properties.keys() - {
        "source_kind",  # kept as the record's `mirrored`
        "agent", "affected", "quote", "confidence",  # of events
    }  # fmt: skip


def test_it_has_every_value_of_the_small_choices(records: list[Record]) -> None:
    said = {(prop, value) for r in records for prop, value, _, _ in r.claims}
    classes = {value for prop, value in said if prop == "class"}
    assert classes >= schema().vocabularies["organisation_class"].keys()
    for name in ("qualifier", "currency"):
        for value in schema().vocabularies[name]:
            assert any(value in written.split() for _, written in said), value


def test_it_has_every_period_tier_script_and_gap(records: list[Record]) -> None:
    periods = {c[3] or c[1] for r in records for c in r.claims if c[0] == "period"}
    kinds = {parse_period(text).kind for text in periods}
    labelled = {"year", "half", "quarter", "month", "day", "fiscal_year", "range", "label"}
    assert kinds == labelled
    assert {tier for r in records for _, _, tier in r.addresses} == set(TIERS)
    scripts = [{c[2] for c in r.claims if c[0] == "name"} for r in records]
    assert {"en", "zh-Hant", "zh-Hans"} in scripts
    assert {"en"} in scripts
    assert {"zh-Hans"} in scripts
    assert {record.mirrored for record in records} == {True, False}


def test_a_world_can_be_written_with_other_lines(tmp_path: Path) -> None:
    lines = facts()
    lines["deals.jsonl"].clear()
    assert (make_world(tmp_path, lines) / "deals.jsonl").read_text("utf-8") == ""
    assert facts()["deals.jsonl"]
