"""Plans: with an amount, without one, and told by whoever made them."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Insurance Authority plans to issue its revised GL8 guideline by the end of 2026.",
         "supported"),
        ("The Insurance Authority plans to issue a new guideline on climate risk in 2026.",
         "no_evidence"),
        ("The Insurance Authority plans to issue its revised GL8 guideline in 2033.",
         "no_evidence"),
        ("保監局計劃在2026年推出經修訂的指引GL8。", "supported"),
        ("iFlytek intends to hire 150 people in Hong Kong by 2029.", "supported"),
        ("iFlytek has pledged to grow its Hong Kong team to 150 by 2029.", "supported"),
        ("Baidu intends to hire 150 people in Hong Kong by 2029.", "no_evidence"),
        ("iFlytek intends to hire 150 people in Hong Kong by 2036.", "no_evidence"),
        ("警方目標在2031年前把「銳眼」鏡頭增至66,500個。", "supported"),
        ("Hong Kong wants to become an innovation hub by 2030.", "no_evidence"),
        ("房委會將於2028年前在所有公屋裝設面容辨識系統。", "no_evidence"),
        ("Robots will run the city before long.", "not_checkable"),
    ],
)  # fmt: skip
def test_what_was_planned(
    observatory: Observatory, checker: Checker, text: str, wanted: str
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert (one.claim.kind, one.finding.verdict) == ("forecast", wanted)


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("R&D spending passed HK$35 billion in 2024.", "quantity", "supported"),
        ("R&D spending came to HK$35 billion in 2024.", "quantity", "no_evidence"),
        ("香港研发人员已超过十万人。", "quantity", "contradicted"),
        ("The excitement about AI is only growing.", "opinion", "not_checkable"),
        ("Doxxing complaints to the PCPD numbered 355 in 2024.", "quantity", "supported"),
        ("Just one in ten financial institutions had adopted generative AI in 2025.", "quantity",
         "contradicted"),
        ("The city slipped to 18th in the Global Innovation Index in 2024.", "rank", "supported"),
    ],
)  # fmt: skip
def test_figures_as_writers_tell_them(
    observatory: Observatory, checker: Checker, text: str, kind: str, wanted: str
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert (one.claim.kind, one.finding.verdict) == (kind, wanted)
