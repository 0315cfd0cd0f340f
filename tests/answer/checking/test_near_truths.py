"""Sentences near to what is on record, each false in one thing: none of them is borne out."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain

NEAR = (
    "Sandy Ridge data park now has 180,000 petaflops of computing power.",
    "沙嶺數據園現時的算力達18萬petaFLOPS。",
    "Hong Kong has introduced an exception for text and data mining into its copyright law.",
    "SmartView cameras have used facial recognition since 2024.",
    "The Hetao park has already created over 50,000 jobs.",
    "The AI Supercomputing Centre will reach 5,000 petaflops by 2030.",
    "The Watsons chain worked with Tencent on a virtual make-up mirror.",
    "Kowloon Motor Bus has used AI to draw up timetables since 2015.",
    "The HKMA issued its principles on AI in November 2021.",
    "Insilico Medicine moved its head office to Singapore in 2019.",
    "The Insurance Authority has made a human in the loop compulsory under GL8.",
    "Galbot runs a 24-hour capsule store in Mong Kok with a humanoid robot.",
    "HKChat has 30,000 users.",
    "Baidu's Apollo Go was given a pilot licence for a trial in Kowloon Bay in 2022.",
    "Macau's data protection law allows fines of up to MOP 2 million.",
    "HKUST was given HK$1 billion in the 2025-26 Budget for a dedicated research institute.",
    "The Top Talent Pass Scheme covers 198 banks.",
    "私隱專員公署的模範框架具有法律約束力。",
    "數碼港為河套香港園區首三座大樓的業主，大樓去年九月落成。",
    "MiniMax以每股165港元發行，由騰訊牽頭。",
)
"""What is planned told as done, another place, partner, year, body, amount or thing counted."""


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


@pytest.mark.parametrize("text", NEAR)
def test_what_is_nearly_true_is_not_supported(
    observatory: Observatory, checker: Checker, text: str
) -> None:
    found = checker.check(read_plain(observatory, text, "2026-11-30")).claims
    assert found
    assert "supported" not in {one.finding.verdict for one in found}


def test_what_is_planned_bears_out_that_it_is_planned(
    observatory: Observatory, checker: Checker
) -> None:
    text = "The data park at Sandy Ridge is planned to have 180,000 petaflops in 2032."
    (one,) = checker.check(read_plain(observatory, text, "2026-11-30")).claims
    assert one.finding.verdict == "supported"
