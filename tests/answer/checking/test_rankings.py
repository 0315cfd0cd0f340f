"""Places in rankings: by the field and the region they order, and by any ranking that says so."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.checking.orders import fields, region, told
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("HKUST ranks first in Asia for AI.", "no_evidence"),
        ("HKUST was ranked 10th worldwide in data science and AI by QS in 2025.",
         "no_evidence"),
        ("香港在人工智能方面全球排名第三。", "no_evidence"),
        ("Hong Kong ranks third in the world for AI.", "no_evidence"),
        ("HKU is ranked 11th in the world.", "supported"),
        ("HKU ranks second in the world.", "contradicted"),
        ("HKU ranks second in Asia.", "supported"),
        ("HKU ranks 3rd in Asia.", "contradicted"),
        ("HKU was ranked 26th in the world in 2024.", "supported"),
        ("Hong Kong, an AI hub, ranks fifth in the Global Financial Centres Index.",
         "contradicted"),
        ("香港大學在QS世界大學排名中位列第11位。", "supported"),
        ("香港在世界數碼競爭力排名第4位。", "supported"),
    ],
)  # fmt: skip
def test_a_place_is_held_against_what_orders_by_the_same(
    observatory: Observatory, checker: Checker, text: str, wanted: str
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == wanted, one.finding.note.en


def test_what_a_place_is_by() -> None:
    assert fields("QS學科排名：數據科學與人工智能") == {"data_science", "ai"}
    assert fields("QS subject rank, data science and AI") == {"data_science", "ai"}
    assert fields("The maid said so") == frozenset()
    assert (region("亞洲第一"), region("worldwide"), region("in QS")) == ("asia", "world", None)
    assert told("Hong Kong, an AI hub, ranks third in the world.") == (frozenset(), "world")
