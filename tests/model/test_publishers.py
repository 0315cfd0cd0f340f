"""Who stands behind an address, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.publishers import CONFIRMING, TIERS, Publishers, read_publishers, weaker

PUBLISHERS = read_publishers("""
[office]
name = { en = "Office" }
tier = "primary"
class = "statistics_office"
hosts = ["office.example", "pages.example/office/figures", "海港.example"]
aliases = ["The Office"]

[pages]
name = { en = "Pages" }
tier = "aggregator"
hosts = ["pages.example"]

[wharf]
name = { en = "Wharf" }
tier = "press"
hosts = ["pages.example/office", "pages.example/2024/07/wharf-opens"]

[lumen]
name = { en = "Lumen" }
tier = "primary"
class = "company"
organisation = "lumen"
hosts = ["lumen.example"]
""")


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://office.example", "office"),
        ("https://www.office.example/a", "office"),
        ("https://data.office.example/a", "office"),
        ("https://OFFICE.example/", "office"),
        ("https://office.example./a", "office"),
        ("https://office.example:8443/a", "office"),
        ("https://user:word@office.example/a", "office"),
        ("https://office.example.evil.example/", "unknown"),
        ("https://notoffice.example/", "unknown"),
        ("https://pages.example/", "pages"),
        ("https://pages.example/other", "pages"),
        ("https://pages.example/office", "wharf"),
        ("https://pages.example//office/a", "wharf"),
        ("https://pages.example/officers", "pages"),
        ("https://pages.example/office/figures/2024?x=1#y", "office"),
        ("https://www.pages.example:443/office/figures", "office"),
        ("https://pages.example/2024/07/wharf-opens-at-last", "wharf"),
        ("https://海港.example/a", "office"),
        ("https://xn--90w6o.example/a", "office"),
        ("https://ab..example/a", "unknown"),
        (f"https://{'港' * 80}.example/a", "unknown"),
        ("https://[broken/", "unknown"),
        ("https://office.example:port/a", "office"),
        ("https:///a", "unknown"),
        ("office.example/a", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_finds_its_publisher(url: str, publisher: str) -> None:
    assert PUBLISHERS.of_url(url).id == publisher
    assert PUBLISHERS.of_url(url).id == publisher  # also when it was looked up before


@given(st.one_of(st.text(), st.text().map("https://".__add__)))
def test_no_address_is_too_broken(url: str) -> None:
    assert PUBLISHERS.of_url(url).id in (*PUBLISHERS.by_id, "unknown")


def test_a_company_is_primary_only_about_itself() -> None:
    lumen, office = PUBLISHERS.by_id["lumen"], PUBLISHERS.by_id["office"]
    assert lumen.tier_about(frozenset(("lumen", "heron"))) == "primary"
    assert lumen.tier_about(frozenset(("heron",))) == "professional"
    assert office.tier_about(frozenset()) == "primary"


def test_a_written_name_finds_its_publisher() -> None:
    for name in ("office", "The Office"):
        found = PUBLISHERS.named(name)
        assert found is not None
        assert found.id == "office"
    assert PUBLISHERS.named("Office Ltd") is None


def test_the_weaker_of_two_tiers_counts() -> None:
    assert weaker("primary", "aggregator") == weaker("aggregator", "primary") == "aggregator"
    assert weaker("unknown", "aggregator") == "unknown"
    assert set(TIERS) > CONFIRMING


ENTRY = '[{0}]\nname = {{ en = "A" }}\ntier = "press"\n{1}\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ENTRY.format("a", "").replace("press", "gold"), r"\[a\]: tier 'gold'"),
        ('[a]\nname = { zh-Hant = "甲" }\ntier = "press"', r"\[a\]: no English name"),
        (
            ENTRY.format("a", 'hosts = ["x.example"]') + ENTRY.format("b", 'hosts = ["x.example"]'),
            "'x.example' stands under two",
        ),
        (
            ENTRY.format("a", 'aliases = ["Aye"]') + ENTRY.format("b", 'aliases = ["Aye"]'),
            "'Aye' stands under two",
        ),
        (ENTRY.format("a", "") + ENTRY.format("b", 'aliases = ["a"]'), "'a' stands under two"),
    ],
)
def test_a_wrong_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_publishers(text)


def test_without_publishers_every_address_is_unknown() -> None:
    assert Publishers(()).of_url("https://a.example").tier == "unknown"
