"""Shares told as fractions, and what only looks like one."""

import pytest

from lionrock.read.amounts import amounts


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("just one in ten institutions", 10), ("nine out of ten banks", 90),
        ("two-thirds of firms", 66.7), ("a third of the firms", 33.3),
        ("three-quarters of insurers", 75), ("one fifth of firms", 20),
        ("每三名護士就有一名使用", 33.3), ("三分之二的公司", 66.7), ("七成半受訪者", 75),
        ("每十間公司便有七間", 70),
    ],
)  # fmt: skip
def test_fractions_are_shares(text, share):
    (one,) = amounts(text)
    assert one.unit == "%"
    assert one.value == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(
    "text",
    ["the first quarter of 2025", "ranked one in the world", "one in 2024", "a third party",
     "a third place", "百分之", "one in five years"],
)  # fmt: skip
def test_no_fractions(text):
    assert not [one for one in amounts(text) if one.unit == "%"]
