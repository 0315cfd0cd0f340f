"""Texts that a spreadsheet would run are guarded, and nothing else is."""

import pytest

from lionrock.model.formula import guarded


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "\u3000＝1", "－x", "--1"],
)
def test_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "HKUST", "-5", "+1.25", "a=b", "香港大學", None, -5, 0.5])
def test_what_is_none_stays(value: object) -> None:
    assert guarded(value) == value
