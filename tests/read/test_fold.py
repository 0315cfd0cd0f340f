"""Folding text all at once gives what folding each character gives."""

import random

import pytest

from lionrock.read.fold import folded_letters, lowered, small_letters

ODD = "İßΣſK\ud800\uffff\ufffeＡｂ。，劃畫臺￥😀𠮷𐐀\x00a Z"


@pytest.mark.parametrize("alphabet", [ODD, "香港科技大學 HKUST，", ODD[:9], "😀", "aé"])
def test_long_texts_fold_as_short_ones(alphabet: str) -> None:
    text = "".join(random.Random(1).choices(alphabet, k=1_000))
    folded, small = folded_letters(text), small_letters(text)
    assert len(folded) == len(small) == len(text)
    assert folded == "".join(folded_letters(one) for one in text)
    assert small == "".join(lowered(folded_letters(one)) for one in text)


def test_a_letter_whose_simplified_form_is_beyond_sixteen_bits_stays() -> None:
    for rare in "㑮㒓㓄㔋㖮㗲㗿㘉":
        assert folded_letters(rare) == rare
        assert folded_letters(rare * 300) == rare * 300
        assert small_letters(rare * 300) == rare * 300


def test_nothing_folds_to_nothing() -> None:
    assert folded_letters("") == small_letters("") == ""
