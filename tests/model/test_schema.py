"""The schema is whole: everything it names exists, everything has its labels and its order."""

import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from lionrock.model.publishers import TIERS
from lionrock.model.schema import read_schema, schema

DATA = tomllib.loads(files("lionrock.model").joinpath("schema.toml").read_text("utf-8"))
TYPES = {
    "name", "text", "choice", "place", "entity", "date", "money", "flag", "number", "id", "url",
}  # fmt: skip
KINDS = {
    "organisation", "initiative", "programme", "instrument", "incident", "deal", "adoption",
    "artefact", "place", "target", "event",
}  # fmt: skip


def test_the_kinds_list_properties_that_exist_each_once() -> None:
    known = schema()
    assert set(known.kinds) == KINDS
    for kind in known.kinds.values():
        assert set(kind.properties) <= known.properties.keys(), kind.id
        assert len(set(kind.properties)) == len(kind.properties), kind.id


def test_every_property_has_a_type_that_readers_know() -> None:
    known = schema()
    assert {prop.type for prop in known.properties.values()} == TYPES
    for prop in known.properties.values():
        if prop.type != "choice":
            assert prop.vocabulary is None, prop.id


def test_every_choice_has_its_values_on_every_kind_that_lists_it() -> None:
    known = schema()
    for kind in known.kinds.values():
        for name in kind.properties:
            prop = known.properties[name]
            if prop.type == "choice":
                vocabulary = prop.vocabulary or f"{kind.id}_{name}"
                assert known.vocabularies[vocabulary], (kind.id, name)


def test_links_by_relation_and_by_property_cannot_be_mistaken_for_one_another() -> None:
    known = schema()
    linking = {p.id for p in known.properties.values() if p.type in ("entity", "place")}
    assert not linking & known.relations.keys()
    assert not known.kinds.keys() & known.relations.keys()


def test_a_symmetric_relation_reads_the_same_from_both_ends() -> None:
    for relation in schema().relations.values():
        if relation.symmetric:
            assert relation.label == relation.inverse, relation.id


def test_an_alias_means_one_value_and_never_hides_another() -> None:
    known = schema()
    for name, aliases in known.aliases.items():
        values = known.vocabularies[name]
        assert set(aliases.values()) <= values.keys()
        for alias in aliases.keys() & values.keys():
            pytest.fail(f"{name}: {alias!r} is a value and an alias")


def test_choices_are_found_by_value_and_alias_only() -> None:
    known = schema()
    assert known.choice("sector", "finance") == "finance"
    alias, value = next(iter(known.aliases["sector"].items()))
    assert known.choice("sector", alias) == value
    assert known.choice("sector", "Finance") is None


def test_the_tiers_and_units_that_code_names_are_in_the_schema() -> None:
    known = schema()
    assert tuple(known.vocabularies["tier"]) == TIERS
    assert set(known.vocabularies["strength"]) == {"strong", "moderate", "weak"}
    assert set(known.vocabularies["currency"]) <= known.units.keys()


def test_one_raw_spelling_means_one_unit() -> None:
    seen: dict[str, str] = {}
    for unit in schema().units.values():
        for raw in unit.raw:
            assert seen.setdefault(raw, unit.id) == unit.id, raw


def _broken(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("kind", "deal", "label"), {"en": "Deal"}, "deal: no text in zh-Hant, zh-Hans"),
        (("kind", "deal", "plural", "zh-Hans"), " ", "deal: no text in zh-Hans"),
        (("property", "sector", "vocabulary"), "sects", "property sector: no vocabulary 'sects'"),
        (("property", "note", "label", "en"), "", "note: no text in en"),
        (("relation", "funds", "inverse"), {}, "funds: no text"),
        (("vocabulary", "harm", "fraud", "zh-Hant"), "", "harm.fraud: no text in zh-Hant"),
        (("unit", "percent", "label"), {}, "percent: no text"),
    ],
)
def test_a_wrong_entry_is_named(path: tuple[str, ...], value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_schema(_broken(path, value))
