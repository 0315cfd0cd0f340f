"""Bare numbers take their unit from the one beside; a round count may stand for the exact one."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain

OPENED = "Cyberport's AI Supercomputing Centre opened in December 2024"
TTPS = "the Top Talent Pass Scheme"
OPENED_ZH = "數碼港人工智能超算中心於2024年12月啟用，首階段算力為"


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The capacity went from 1,300 petaFLOPS to 3,000 in 2025.", ["petaflops", "petaflops"]),
        ("It went from 1,300 in 2024 to 3,000 petaFLOPS in 2025.", ["petaflops", "petaflops"]),
        ("算力由1,300 PFLOPS增至3,000。", ["petaflops", "petaflops"]),
        ("Cyberport has 1,300 petaFLOPS and houses 3,000.", ["petaflops", None]),
        ("Technology crime in Hong Kong rose by 20% to 33,903 in 2024.", ["%", None]),
        ("Losses went from HK$3 billion in 2020 to 5 billion in 2024.", ["HKD", "HKD"]),
        ("The scheme gave HK$3 billion in all to 5,200 in 2024.", ["HKD", None]),
    ],
)
def test_what_a_bare_number_counts(
    observatory: Observatory, checker: Checker, text: str, counted: list[str | None]
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert [amount.currency or amount.unit for amount in one.claim.amounts] == counted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{OPENED} with 1,300 petaFLOPS, rising to 3,000 in 2025.", "supported"),
        (f"{OPENED_ZH}1,300 PFLOPS，其後提升至3,000 PFLOPS。", "supported"),
        (f"{OPENED_ZH}2,300 PFLOPS。", "contradicted"),
        ("The number of people employed by start-ups reached 17,651 in 2024.", "supported"),
        ("The number of people working in start-ups reached 13,651 in 2024.", "contradicted"),
        ("「高端人才通行證計劃」自2022年底推出以來已收到逾10萬宗申請。", "no_evidence"),
        (f"Since its launch in late 2022 {TTPS} has received over 400,000 applications.",
         "no_evidence"),
        ("The Innovation and Technology Fund has approved HK$70 billion since it was set up.",
         "contradicted"),
        ("香港目前擁有超過5,200家初創企業，較2024年增長逾一成。", "supported"),
        ("The government launched the AI+ initiative with HK$10 billion.", "no_evidence"),
        ("Deception cases include the one in which an employee paid out HK$200 million in 2025.",
         "no_evidence"),
        ("Money lost to deception in Hong Kong was HK$200 million in 2025.", "contradicted"),
    ],
)  # fmt: skip
def test_figures_of_a_later_time_and_round_ones(
    observatory: Observatory, checker: Checker, text: str, wanted: str
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == wanted


def test_a_list_without_a_full_stop_is_cut_between_its_figures(observatory: Observatory) -> None:
    told = ", ".join(f"{n:,} robot poets in 20{n % 25:02}" for n in range(1_000, 1_120))
    text = f"{told}, 4,694 start-ups in Hong Kong in 2024, {told}"
    found = Checker(observatory).check(read_plain(observatory, text)).claims
    assert len(found) > 10
    assert all(len(one.claim.text) < 1_000 for one in found)
    assert sum(len(one.claim.amounts) for one in found) == 241
    assert {one.finding.verdict for one in found} <= {"no_evidence", "supported"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Top Talent Pass Scheme has received 570,000 applications.", "contradicted"),
        ("The Top Talent Pass Scheme has received over 140,000 applications.", "no_evidence"),
        (f"{OPENED_ZH}1,300 PFLOPS，到2025年將提升至3,000 PFLOPS。", "supported"),
    ],
)  # fmt: skip
def test_what_is_meant_is_what_more_is_said_of(
    observatory: Observatory, checker: Checker, text: str, wanted: str
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == wanted, one.finding.note.en
