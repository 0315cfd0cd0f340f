"""Readers of single fields: what they accept, and what they say of the rest."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.model.schema import schema
from lionrock.sources import _fields as fields
from lionrock.sources._registry_fields import FIELDS

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
READERS = {
    f"{kind}.{key}": field for kind, make in FIELDS.items() for key, field in make(schema()).items()
}


def claims(field: fields.Field, value: Any) -> list[tuple[str, str, str | None, str | None]]:
    return list(field(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-3, "-3"), (7.0, "7"), (0.5, "0.5"), (1e6, "1000000"), (1e-7, "0.0000001"),
        (4348145900, "4348145900"), (100, "100"), (Decimal("1.50"), "1.5"),
        (10**24, "1" + "0" * 24),
    ],
)  # fmt: skip
def test_numbers_are_written_out(value: Any, text: str) -> None:
    assert fields.plain(value) == text


@pytest.mark.parametrize(
    "value",
    [True, "7", None, [], float("nan"), float("inf"), 10**25, -(10**400), 1e300],
)
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="expected a number"):
        fields.plain(value)


@pytest.mark.parametrize(
    "value", ["a\nb", "a\x00", "\x1f", "a\x85b", "a\x7f", "a\u2028b", "evil\u202etxt", "\u2066x"]
)
def test_control_characters_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        fields.words(f"ab{value}cd")


def test_words_are_trimmed_and_keep_every_script() -> None:
    assert fields.words("  雲翠 café <b> ") == "雲翠 café <b>"
    for empty in ("", "  ", None, 7, ["a"]):
        with pytest.raises(ValueError, match="expected text"):
            fields.words(empty)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example", "javascript:alert(1)", "https://", "a.example", "//a.example",
        "https:/a",
        "https://a b.example", "https://[::1", "mailto:a@b.example", "https://a.example/\u202e",
        "data:text/html,x",
    ],
)  # fmt: skip
def test_only_web_addresses_are_addresses(url: str) -> None:
    with pytest.raises(ValueError, match=r"is not a web address|control character"):
        fields.address(url)
    assert fields.address("http://a.example:80/甲?b#c") == "http://a.example:80/甲?b#c"


def test_names_keep_their_order_and_language() -> None:
    read = fields.names("name")
    assert claims(read, {"zh-Hant": ["甲", "乙"], "en": ["A"]}) == [
        ("name", "甲", "zh-Hant", None), ("name", "乙", "zh-Hant", None), ("name", "A", "en", None)
    ]  # fmt: skip
    for value, reason in [
        ({}, "by language"), ([], "by language"), ("A", "by language"), ({"en": "A"}, "a list"),
        ({"fr": ["A"]}, "'fr' is none of en"), ({"en": []}, "no name"), ({"en": [""]}, "text"),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=reason):
            claims(read, value)


def test_a_choice_keeps_the_alias_it_was_written_as() -> None:
    known = schema()
    read = fields.choice(known, "sector", "sector")
    alias, value = next(iter(known.aliases["sector"].items()))
    assert claims(read, value) == [("sector", value, None, None)]
    assert claims(read, alias) == [("sector", value, None, alias)]
    with pytest.raises(ValueError, match="'gardens' is not in the vocabulary 'sector'"):
        claims(read, "gardens")


@pytest.mark.parametrize(
    ("kind", "key", "value", "reason"),
    [
        ("place", "lat", 91, "is not from -90 to 90"),
        ("place", "lon", -181, "is not from -180 to 180"),
        ("place", "area_km2", -1, "negative"),
        ("place", "gdp", {"value": 1, "year": 2020}, "currency, value, year"),
        ("place", "gdp", {"value": 1, "year": 2020, "currency": "EUR"}, "currency 'EUR'"),
        ("place", "population", {"value": 1, "year": 2020, "currency": "USD"}, "value, year"),
        ("place", "population", {"value": 1, "year": 20.5}, "is not YYYY"),
        ("programme", "eligibility", {"hk_incorporated": 1}, "expected true or false"),
        ("programme", "eligibility", {"age": 1}, "unknown key 'age'; known: hk_incorporated"),
        ("initiative", "milestones", [{"what": "x", "who": "y"}], "expected {date, what, done}"),
        ("initiative", "milestones", [{"what": "x", "done": "yes"}], "done: expected true"),
        ("initiative", "milestones", [{"what": "x", "date": ""}], "expected text"),
        ("initiative", "milestones", [{"date": "2024"}], "expected text"),
        ("relation", "type", "befriends", "not a relation"),
        ("relation", "type", ["funds"], "expected text"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(
    kind: str, key: str, value: Any, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        claims(FIELDS[kind](schema())[key], value)


@settings(max_examples=500)
@given(name=st.sampled_from(sorted(READERS)), value=VALUES)
def test_any_value_gives_claims_of_the_schema_or_a_value_error(name: str, value: Any) -> None:
    try:
        made = claims(READERS[name], value)
    except ValueError as error:
        assert str(error)
    else:
        for _, written, lang, original in made:
            assert written == written.strip() != ""
            assert lang in (None, "en", "zh-Hant", "zh-Hans")
            assert original is None or original != written
