"""Names that bodies no longer bear, campuses told by their place, and what stands under what."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


@pytest.mark.parametrize(
    ("text", "wanted", "remarked"),
    [
        ("澳門理工學院位於澳門。", "outdated", True),
        ("Macao Polytechnic Institute is based in Macau.", "outdated", True),
        ("Macao Polytechnic University is based in Macau.", "supported", False),
        ("The Hong Kong Institute of Education was founded in 1994.", "supported", True),
        ("The Open University of Hong Kong teaches robots to sing.", "no_evidence", True),
        ("香港浸會學院後來升格為香港浸會大學。", "supported", True),
        ("香港浸會學院於1812年升格為香港浸會大學。", "no_evidence", True),
        ("香港浸會學院後來升格為嶺南大學。", "no_evidence", True),
    ],
)
def test_a_former_name_is_told(
    observatory: Observatory, checker: Checker, text: str, wanted: str, remarked: bool
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == wanted
    assert ("former name" in one.finding.note.en) is remarked
    if remarked:
        assert any(support.sources for support in one.finding.evidence)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PolyU has a campus in Foshan.", "no_evidence"),
        ("PolyU is planning a campus in Foshan.", "supported"),
        ("理大計劃在佛山設立校區。", "supported"),
        ("數字政策辦公室隸屬財經事務及庫務局。", "contradicted"),
        ("數字政策辦公室隸屬創新科技及工業局。", "supported"),
        ("The Digital Policy Office sits under the Innovation and Technology Bureau.",
         "outdated"),
        ("The Digital Policy Office does not belong to the ITIB.", "no_evidence"),
        ("Fano Labs was nurtured at Cyberport, not at the Science Park.", "no_evidence"),
        ("Lalamove is a subsidiary of Alibaba.", "no_evidence"),
    ],
)  # fmt: skip
def test_what_stands_under_what(
    observatory: Observatory, checker: Checker, text: str, wanted: str
) -> None:
    (one,) = checker.check(read_plain(observatory, text)).claims
    assert one.finding.verdict == wanted
