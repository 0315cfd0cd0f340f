"""Dates of several that are named together, and of documents told by issuer and topic."""

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The University of Hong Kong was founded in 1911 and HKUST in 1991.", "supported"),
        ("The University of Hong Kong was founded in 1911 and HKUST in 1985.", "contradicted"),
        ("The University of Hong Kong was founded in 1931 and HKUST in 1991.", "contradicted"),
        ("香港大學於1911年創立，香港科技大學則於1991年成立。", "supported"),
        ("The SFC issued a circular on generative AI language models in November 2024.",
         "supported"),
        ("The SFC issued a circular on generative AI language models in March 2021.",
         "no_evidence"),
        ("內地《生成式人工智能服務管理暫行辦法》於2023年8月15日生效。", "supported"),
        ("內地《生成式人工智能服務管理暫行辦法》於2022年8月公布。", "contradicted"),
        ("The SFC issued a circular on short selling in November 2024.", "no_evidence"),
    ],
)  # fmt: skip
def test_each_date_counts(observatory: Observatory, text: str, wanted: str) -> None:
    (one,) = Checker(observatory).check(read_plain(observatory, text)).claims
    assert one.finding.verdict == wanted
