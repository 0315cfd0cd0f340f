"""Folding: variants agree, folding twice changes nothing, nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.fold import bigrams, fold, is_cjk, tokens

TRICKY = st.text(alphabet="aAsS '’`ʼ.&+-é\u0301中乾著年ŉſİß①ﬁＡ\ud800😀\u200b\ufe0f가", max_size=12)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("香港科技大學", "香港科技大学"),
        ("滙豐", "匯豐"),
        ("匯豐", "汇丰"),
        ("衞生署", "卫生署"),
        ("乾隆與乾淨", "乾隆与干净"),
        ("乾綱", "乾纲"),
        ("著名", "着名"),
        ("計畫", "计划"),
        ("諮詢", "咨询"),
        ("瞭解", "了解"),
        ("裏面", "裡面"),
        ("臺灣", "台湾"),
        ("ＡＩ", "ai"),
        ("Café", "cafe"),
        ("H.K.", "HK"),
        ("R & D", "R&D"),
        ("Xi'an", "Xi’an"),
        ("AI芯片", "AI 晶片".replace("晶", "芯")),
        ("科技（香港）有限公司", "科技(香港)有限公司"),
        ("TSSSU+", "tsssu plus"),
    ],
)
def test_variants_fold_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("TSSSU", "TSSSU+"), ("后海", "前海"), ("1.5", "15")])
def test_different_words_stay_different(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("香港大學", ["香港", "港大", "大学"]),
        ("港", ["港"]),
        ("H.K. start-ups' R&D", ["hk", "start", "ups", "rd"]),
        ("Hong Kong's AI芯片", ["hong", "kong", "ai", "芯片"]),
        ("x.ai in the U.S.A.", ["x", "ai", "in", "the", "usa"]),
        ("2025年", ["2025", "年"]),
        ("", []),
        ("😀 …\ud800", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(st.text() | TRICKY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text() | TRICKY)
def test_any_text_folds_to_clean_words(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    folded.encode()  # no lone surrogate is left
    assert all(is_cjk(word) or not any(map(is_cjk, word)) for word in folded.split())


@given(st.text())
def test_case_and_width_do_not_matter(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


def test_bigrams_leave_other_scripts_alone() -> None:
    assert bigrams("ai 人工智能 lab") == "ai 人工 工智 智能 lab"
