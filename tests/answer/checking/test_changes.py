"""Changes and comparisons over time, told in percent, multiples and words, against the registry."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.checking.multiples import times
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


def verdict(observatory: Observatory, checker: Checker, text: str) -> str:
    *_, one = checker.check(read_plain(observatory, text)).claims
    if one.finding.verdict in ("supported", "contradicted"):
        assert all(support.sources for support in one.finding.evidence)
    return one.finding.verdict


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Start-ups in Hong Kong numbered 5,221 in 2025, up 11% on a year earlier.", "supported"),
        ("Start-ups in Hong Kong numbered 5,221 in 2025, up 31% on a year before.", "contradicted"),
        ("Start-ups in Hong Kong numbered 5,221 in 2025, down 11% on 2024.", "contradicted"),
        ("2025年本港初創企業有5,221間，按年增長11%。", "supported"),
        ("The PCPD received 246 data breach notifications in 2025, against 203 the year before.",
         "supported"),
        ("The PCPD received 246 data breach notifications in 2025, against 403 the year before.",
         "contradicted"),
        ("Start-ups in Hong Kong went from 4,694 in 2025 to 5,221 in 2024.", "contradicted"),
        ("Hong Kong had more start-ups in 2025 than in 2020.", "supported"),
        ("去年本港初創企業數目較2020年少。", "contradicted"),
        ("The number of start-ups has more than doubled since 2018.", "no_evidence"),
        ("The number of start-ups has doubled since 2018.", "supported"),
        ("本港初創企業數目自2021年以來翻了一番。", "contradicted"),
        ("Doxxing complaints have doubled since 2022.", "contradicted"),
    ],
)  # fmt: skip
def test_changes_are_reckoned_from_the_series(observatory, checker, text, wanted):
    assert verdict(observatory, checker, text) == wanted


@pytest.mark.parametrize(
    ("text", "multiple"),
    [
        ("it doubled", 2), ("has tripled since", 3), ("a fourfold rise", 4), ("halved", 0.5),
        ("增加兩倍", 3), ("增至三倍", 3), ("減半", 0.5), ("翻了一番", 2), ("grew", None),
        ("升至七成", None),
    ],
)  # fmt: skip
def test_multiples_in_words(text, multiple):
    assert times(text) == multiple


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Start-ups have climbed to 5,221, up from little more than a thousand in 2014.",
         "supported"),
        ("港投公司成立以來已投資逾190個項目，當中十個已經上市。", "supported"),
        ("深圳的AI企业早已超过1300家，独角兽则有42家。", "supported"),
        (("R&D spending came to HK$35.8 billion in 2024. Ten years earlier the total had stood at "
         "HK$16 billion."), "supported"),
        (("Hong Kong's R&D spending was 1.13% of GDP in 2024. The share has been climbing for a "
         "decade."), "supported"),
        ("InnoHK hosts at least 30 research centres.", "supported"),
        ("InnoHK hosts more than 30 research centres.", "no_evidence"),
    ],
)  # fmt: skip
def test_several_amounts_and_what_goes_on_with_one(observatory, checker, text, wanted):
    assert verdict(observatory, checker, text) == wanted
