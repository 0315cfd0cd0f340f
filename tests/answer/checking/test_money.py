"""Money is that of what it is for: one payer pays for much, and one company has many rounds."""

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.serve.checking import check_text

AIRDI = "for the Hong Kong AI Research and Development Institute."


def verdict(observatory: Observatory, text: str) -> str:
    (claim,) = check_text(observatory, text).claims
    return claim.finding.verdict


@pytest.mark.parametrize(
    "text",
    [
        f"The government set aside HK$1 billion {AIRDI}",
        "The government launched a HK$3 billion AI Subsidy Scheme.",
        "The New Industrialisation Acceleration Scheme has HK$10 billion.",
    ],
)
def test_the_money_of_what_is_named_supports(observatory: Observatory, text: str) -> None:
    assert verdict(observatory, text) == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "The government earmarked HK$1 billion for the Cyberport AI Supercomputing Centre.",
        "政府撥款10億元興建數碼港人工智能超算中心。",
        "InvestHK gave HK$500 million to Science Park start-ups.",
    ],
)
def test_money_for_another_proves_nothing(observatory: Observatory, text: str) -> None:
    assert verdict(observatory, text) == "no_evidence"


def test_another_sum_for_the_same_opposes(observatory: Observatory) -> None:
    assert verdict(observatory, f"The government set aside HK$3 billion {AIRDI}") == "contradicted"


def test_nothing_is_surer_than_sure(observatory: Observatory) -> None:
    (claim,) = check_text(observatory, "Hong Kong had 4,694 start-ups in 2024.").claims
    assert (claim.finding.verdict, claim.finding.confidence) == ("supported", 1.0)


def test_a_round_is_no_flotation(observatory: Observatory) -> None:
    text = "SenseTime raised US$1.5 billion in its IPO."
    assert verdict(observatory, text) != "supported"


def test_a_body_called_by_its_own_words_has_its_own_money(observatory: Observatory) -> None:
    assert verdict(observatory, "政府預留30億港元支持人工智能研究及發展院。") == "contradicted"
    assert verdict(observatory, "政府預留10億港元支持香港人工智能研究及發展院。") == "supported"
