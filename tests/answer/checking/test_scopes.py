"""A figure speaks neither for nor against a claim about somebody else."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,300 teachers attended an AI forum in October 2025.",
        "One retailer in five uses AI to set prices.",
        "A third of Hong Kong's dentists have bought a chatbot.",
        "Losses to AI fraud at Hong Kong banks alone came to HK$300 million in 2025.",
        "Women founded 1,200 of the city's start-ups in 2025.",
        "62% of Hong Kong lawyers used AI in 2025.",
        "港投公司員工人數達190人。",
        "本港有七成半家長擔心子女濫用人工智能。",
        "香港有5221家咖啡店使用机器人。",
        "數碼港計劃到2030年培育100間獨角獸。",
    ],
)
def test_another_group_is_no_evidence(observatory, checker, text):
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == "no_evidence"


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("截至2025年底，各項輸入人才計劃共吸引約26萬人來港。", "talent_arrivals"),
        ("駐港的海外及內地公司去年增至11,070間。", "regional_companies"),
        ("The Commercial Data Interchange has helped lenders extend HK$58 billion in loans.",
         "loans_facilitated"),
    ],
)  # fmt: skip
def test_a_telling_number_finds_its_figure(observatory, checker, text, indicator):
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == "supported"
    assert one.finding.evidence[0].indicator == indicator


def test_a_pronoun_takes_the_subject_of_the_sentence_before(observatory, checker):
    text = "Airwallex is one of the city's best-known names. It was founded in 2001."
    last = checker.check(read_plain(observatory, text)).claims[-1]
    assert [mention.id for mention in last.claim.mentions] == ["airwallex"]
    assert last.finding.verdict == "contradicted"


def test_who_opens_a_campus_was_not_founded_then(observatory, checker):
    text = "HKUST opened a second campus, in Guangzhou, in 2022."
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict != "contradicted"
