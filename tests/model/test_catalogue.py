"""The catalogue of indicators, and how a written figure becomes a comparable one."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.catalogue import Measure, Rates, UnitReader, read_catalogue
from lionrock.model.schema import schema
from lionrock.settings import BUNDLED_REGISTRY

READER = UnitReader(schema())
RATES = 'source = "https://a.example"\n[per_usd.HKD]\n2023 = 7.8\n2024 = 8.0\n[per_usd.CNY]\n'


def entry(name: str, **more: Any) -> str:
    texts = '{ en = "A", zh-Hant = "甲", zh-Hans = "甲" }'
    keys = {
        "unit": '"companies"', "direction": '"up"', "facet": '"startups"', "nature": '"stock"',
        "label": texts, "definition": texts,
    } | more  # fmt: skip
    return f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


@pytest.mark.parametrize(
    ("text", "unit", "factor", "qualifier", "base"),
    [
        ("companies", "companies", 1, None, None),
        ("HKD million", "HKD", 1e6, None, None),
        ("USD billion", "USD", 1e9, None, None),
        ("square metres", "km2", 1e-6, None, None),
        ("ha", "km2", 0.01, None, None),
        ("persons (about)", "persons", 1, "about", None),
        ("persons (around)", "persons", 1, "about", None),
        ("HKD billion (over)", "HKD", 1e9, "over", None),
        ("HKD billion (more than)", "HKD", 1e9, "over", None),
        ("companies (nearly)", "companies", 1, "nearly", None),
        ("companies (under)", "companies", 1, "under", None),
        ("percent (at least)", "percent", 1, "at_least", None),
        ("percent (up to)", "percent", 1, "up_to", None),
        ("persons (maximum)", "persons", 1, "up_to", None),
        ("percent of 216 AI firms", "percent", 1, None, "216 AI firms"),
        ("HKD million of spending at cost", "HKD", 1_000_000, None, "spending at cost"),
        ("percent of firms (about)", "percent", 1, "about", "firms"),
        ("% of firms", "percent", 1, None, "firms"),
        ("points of 100", "points", 1, None, None),  # a unit of its own, not a base
        ("points of 60", "points", 1, None, "60"),
    ],
)
def test_a_written_unit_is_taken_apart(
    text: str, unit: str, factor: float, qualifier: str | None, base: str | None
) -> None:
    assert READER.read(text) == Measure(unit, factor, qualifier, base)


@pytest.mark.parametrize(
    "text",
    ["", "Companies", "HKD trillion", "companies of 3", "percent (perhaps)", "(about)", "persons "],
)
def test_an_unknown_unit_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is not in the schema's units"):
        READER.read(text)


@given(st.text())
def test_any_text_is_a_known_unit_or_a_value_error(text: str) -> None:
    try:
        measure = READER.read(text)
    except ValueError as error:
        assert repr(text) in str(error)
    else:
        assert measure.unit in schema().units


def test_an_alias_finds_its_indicator_and_units_decide_what_it_takes() -> None:
    text = entry("firms", aliases='["companies_total"]', accepts='["projects"]')
    text += entry("raised", unit='"HKD"')
    catalogue = read_catalogue(text, RATES, schema().units)
    firms, raised = catalogue.find("companies_total"), catalogue.find("raised")
    assert firms is not None
    assert firms.id == "firms"
    assert firms.takes("companies")
    assert firms.takes("projects")
    assert not firms.takes("persons")
    assert not firms.takes("HKD")
    assert raised is not None
    assert raised.takes("USD")
    assert not raised.takes("HKD_per_year")
    assert catalogue.find("nothing") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (entry("a", unit='"bananas"'), r"\[a\]: unit 'bananas' is not in the schema"),
        (entry("a", label='{ en = "A" }'), r"\[a\] label: no text in zh-Hant, zh-Hans"),
        (entry("a", definition='{ en = "A" }'), r"\[a\] definition: no text"),
        (entry("a", aliases='["b"]') + entry("b"), "'b' is both an indicator and an alias"),
        (
            entry("a", aliases='["c"]') + entry("b", aliases='["c"]'),
            "alias 'c' names two indicators",
        ),
    ],
)
def test_a_wrong_catalogue_is_refused_by_entry(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_catalogue(text, RATES, schema().units)


def test_money_is_converted_at_the_rate_of_its_year_or_not_at_all() -> None:
    rates = read_catalogue(entry("a"), RATES, schema().units).rates
    assert rates.source == "https://a.example"
    assert rates.convert(2.0, ("USD", "HKD"), 2024) == 16.0
    assert rates.convert(16.0, ("HKD", "USD"), 2024) == 2.0
    assert rates.convert(78.0, ("HKD", "HKD"), 2023) == 78.0
    assert rates.convert(1.0, ("USD", "HKD"), 2022) is None
    assert rates.convert(1.0, ("CNY", "USD"), 2024) is None


@given(st.floats(1, 1e12), st.sampled_from([2023, 2024]))
def test_conversion_there_and_back_is_lossless(value: float, year: int) -> None:
    rates = Rates("", {"HKD": {2023: 7.8, 2024: 8.0}})
    dollars = rates.convert(value, ("HKD", "USD"), year)
    assert dollars is not None
    assert rates.convert(dollars, ("USD", "HKD"), year) == pytest.approx(value)


def test_every_bundled_indicator_is_of_the_schema() -> None:
    text = (BUNDLED_REGISTRY / "indicators.toml").read_text("utf-8")
    rates = (BUNDLED_REGISTRY / "rates.toml").read_text("utf-8")
    known = schema()
    catalogue = read_catalogue(text, rates, known.units, known.vocabularies["input"])
    keys = set().union(*(row.keys() for row in tomllib.loads(text).values()))
    assert keys <= {
        "unit", "direction", "facet", "nature", "lead", "label", "definition", "aliases", "accepts",
        "scope", "inputs",
    }  # fmt: skip
    assert len(catalogue.indicators) > 300
    for indicator in catalogue.indicators.values():
        assert indicator.direction in known.vocabularies["direction"], indicator.id
        assert set(indicator.accepts) <= known.units.keys(), indicator.id
        assert set(indicator.covers) <= known.vocabularies["scope"].keys(), indicator.id
        computed = indicator.id.startswith("works_")
        assert not computed or indicator.inputs, f"{indicator.id} is computed here: from what?"
        assert indicator.nature in {*known.vocabularies["indicator_nature"], "forecast"}
