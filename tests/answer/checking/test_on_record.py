"""What is told in passing: who uses what, who came first, how many are placed, single steps."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.checking.ordinals import batch
from lionrock.answer.checking.superlative import superlative
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


def last(observatory: Observatory, checker: Checker, text: str) -> str:
    """The verdict on the last claim of a text."""
    one = checker.check(read_plain(observatory, text, "2026-11-28")).claims[-1]
    if one.finding.verdict in ("supported", "contradicted"):
        assert all(support.sources for support in one.finding.evidence)
    return one.finding.verdict


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Hospital Authority uses AI to read chest X-rays.", "supported"),
        ("醫管局利用人工智能分析肺部X光片。", "supported"),
        ("The Hospital Authority uses AI to predict heart attacks.", "no_evidence"),
        ("The Hospital Authority uses AI to read chest X-rays and to cook meals.", "no_evidence"),
        ("The HKMA uses AI to catch money launderers.", "no_evidence"),
        ("OGCIO was merged into the Digital Policy Office in July 2024.", "supported"),
        ("OGCIO was merged into the Digital Policy Office in 2022.", "contradicted"),
        ("OGCIO now looks after the Ethical AI Framework.", "outdated"),
        ("OGCIO published the Ethical AI Framework.", "supported"),
        ("Twenty banks joined the first cohort of the HKMA's sandbox.", "contradicted"),
        ("Ten banks joined the first cohort of the HKMA's sandbox.", "supported"),
        ("Twenty banks joined the second cohort of the HKMA's sandbox.", "supported"),
        ("ZA Bank was the first virtual bank to open in the city.", "supported"),
        ("Livi Bank was the first virtual bank to open in the city.", "no_evidence"),
        ("HKUST is the largest university in the city.", "no_evidence"),
        ("Five of the city's universities are in the QS top 100.", "supported"),
        ("Seven of the city's universities are in the QS top 100.", "contradicted"),
        ("香港共有五所大學躋身全球百強。", "supported"),
        ("The Lok Ma Chau Loop park covers 87 hectares.", "supported"),
        ("The Lok Ma Chau Loop park covers 300 hectares.", "no_evidence"),
        ("UBTech is based in Dongguan.", "contradicted"),
        ("UBTech is based in Shenzhen.", "supported"),
        ("Shenzhen is home to Huawei, Tencent and DJI.", "supported"),
        ("Shenzhen is home to Huawei, Tencent and SenseTime.", "no_evidence"),
        ("思谋科技是香港的独角兽企业。", "no_evidence"),
        ("HKGAI is led by the City University of Hong Kong.", "contradicted"),
        ("Tencent was founded in 1998 and opened a circus in 2023.", "no_evidence"),
        ("香港大学2025年成立了计算与数据科学学院。", "contradicted"),
        ("CUHK gave birth to SenseTime, which was founded in 2016.", "contradicted"),
        ("Hong Kong has more than 20 unicorns.", "no_evidence"),
    ],
)
def test_verdicts(observatory: Observatory, checker: Checker, text: str, wanted: str) -> None:
    assert last(observatory, checker, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("數碼港再擴建。數碼港的人工智能超算中心於2024年12月投入服務。", "supported"),
        ("HKChat, built by HKGAI, opened in 2025. In February 2026 it had 700,000 users.",
         "supported"),
        (("The Government set up the Hong Kong AI Research and Development Institute. "
         "The plan was announced in the 2025-26 Budget."), "supported"),
        (("The Government set up the Hong Kong AI Research and Development Institute. "
         "The plan was announced in the 2023-24 Budget."), "contradicted"),
        ("金管局與數碼港推出生成式人工智能沙盒。匯豐銀行和恒生銀行均有參與。", "supported"),
    ],
)  # fmt: skip
def test_a_claim_leans_on_the_one_before(
    observatory: Observatory, checker: Checker, text: str, wanted: str
) -> None:
    assert last(observatory, checker, text) == wanted


def test_a_tail_names_nobody_without_its_owner(observatory: Observatory) -> None:
    alone = read_plain(observatory, "人工智能超算中心於2024年12月投入服務。").mentions
    owned = read_plain(observatory, "數碼港的人工智能超算中心於2024年12月投入服務。").mentions
    assert not alone
    assert [m.id for m in owned] == ["cyberport", "cyberport-aisc"]


def test_batches_and_superlatives_are_told_from_their_words() -> None:
    assert batch("Ten banks joined the second sandbox cohort.") == 2
    assert batch("首批參與的銀行有20間") == 1
    assert batch("The first cohort and the second cohort") is None
    assert superlative("ZA Bank was the first virtual bank.") == "first"
    assert superlative("In the first half of 2025 prices rose.") is None
    assert superlative("香港最大的優勢是法治。") is None
    assert superlative("HKU is the 35th best university in the world.") is None
