"""Search's words: concepts and what they take in, typing errors and how many there are."""

import pytest

from lionrock.derive.search import Concepts
from lionrock.derive.search.concepts import bundled_groups
from lionrock.derive.search.spelling import distance
from lionrock.model.fold import bigrams, fold


def test_bundled_concepts_share_no_form() -> None:
    owner: dict[str, str] = {}
    for name, forms in bundled_groups():
        assert forms and any(fold(form).isascii() for form in forms), name
        for form in forms:
            assert owner.setdefault(fold(form), name) == name, form
    assert len(set(owner.values())) >= 150


def test_what_a_concept_takes_in() -> None:
    concepts = Concepts.of([("focus/medical_ai", ("Medical AI", "醫療人工智能"))])
    assert concepts.named("focus/medical_ai") >= {"@ai", "@healthcare"}
    assert concepts.named("never heard of") == {"@never_heard_of"}
    assert concepts.mentions("fintech", ["fintech"]) == {"@fintech", "@finance", "@technology"}
    assert {"@agent", "@generative-ai"} <= mentioned("AI代理服務與生成式AI")
    assert mentioned("airport raid") == {"@aviation"}
    assert concepts.marked("air aid ai").split() == ["air", "aid", "@ai"]


@pytest.mark.parametrize(
    ("typed", "word", "away"),
    [
        ("abcd", "abcd", 0),
        ("abdc", "abcd", 1),
        ("abd", "abcd", 1),
        ("abxcd", "abcd", 1),
        ("axcd", "abcd", 1),
        ("dcba", "abcd", 3),
        ("", "abcd", 3),
    ],
)
def test_distance(typed: str, word: str, away: int) -> None:
    assert distance(typed, word, 2) == away


def test_distance_of_an_unfinished_word() -> None:
    assert distance("cybre", "cyberport", 1, is_open=True) == 1
    assert distance("cyb", "cyberport", 1, is_open=True) == 0


@pytest.mark.parametrize(
    "text", ["AI代理服務", "生成式AI", "Hong Kong SAR banks", "香港特別行政區銀行業"]
)
def test_what_is_marked_is_also_mentioned(text: str) -> None:
    folded = fold(text)
    marked = {word for word in Concepts.bundled().marked(folded).split() if word[0] == "@"}
    assert marked and marked <= mentioned(text)


def mentioned(text: str) -> set[str]:
    folded = fold(text)
    return Concepts.bundled().mentions(folded, bigrams(folded).split())
