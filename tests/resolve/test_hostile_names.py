"""Names made to break a matcher: an answer to each, and work that does not grow with its length.

Work is counted in calls (of Python and of C), not in time: the same input gives the same count.
"""

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.reading import LONGEST
from lionrock.model.names.words import words
from lionrock.model.text import T
from lionrock.resolve.matcher import matcher_of
from tests.resolve.test_matching import CITY
from tests.resolve.test_matching import matcher_of as made

_MATCHER = made(CITY)
FRAGMENTS = (
    "香", "香港", "(a", "（", "/ ", " - ", "甲A", "a ", "a,", "\n", "\t", "\u200b", "\u202e",
    "\u2067", "\ud800", "\x00", "\x1b[31m", "HKUST ", "University of ", "(formerly ", "H.K.",
    "&amp;", "<b>", "a@", "1)", "(0700.HK)", "💥", "НКUSТ ", "中山大学", "=cmd|'!A1", "l0 ", "rn",
    "附屬", "e\u0301", "\ufeff", "有限公司", "大學X", "\u0600", "campus", "学院", ";", "。", "@",
)  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=12).map("".join)


def calls(question: Any, text: str) -> int:
    """How many functions answering a text calls, once all words in it have been met."""
    question([text])
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        question([text])
    finally:
        sys.setprofile(before)
    return count


@settings(max_examples=40, deadline=None, derandomize=True)
@given(texts)
def test_every_text_has_a_clear_answer(text):
    for answer in (*_MATCHER.names([text]), *_MATCHER.affiliations([text])):
        assert answer.verdict in ("match", "review", "none")
        assert answer.note.en and answer.note.hant and answer.note.hans
        assert (answer.verdict == "none") == (not answer.found)
        for one in answer.candidates:
            assert 0 <= one.start <= one.end <= len(text)


@pytest.mark.parametrize("fragment", ["НКUSТ ", "\n", "香", "大學X", "(a", "\ud800"])
def test_a_name_of_a_megabyte_is_its_beginning(fragment):
    long = fragment * (1_000_000 // len(fragment))
    for question in (_MATCHER.names, _MATCHER.affiliations):
        (whole,), (cut,) = question([long]), question([long[:LONGEST]])
        assert whole == cut
        assert all(one.end <= LONGEST for one in whole.candidates)


@pytest.mark.parametrize("fragment", ["НКUSТ ", "香"])
def test_work_does_not_grow_with_what_is_no_name_any_more(fragment):
    sizes = (500, LONGEST, 200_000)
    for question in (_MATCHER.names, _MATCHER.affiliations):
        short, long, endless = (
            calls(question, fragment * (size // len(fragment))) for size in sizes
        )
        assert long <= 6 * short + 2_000
        assert endless <= 1.1 * long + 100


_FORMS = " ".join(sorted(words().legal))
_PLACES = ", ".join(p.en[0] for p in words().places.values() if p.en)
_CHINESE_PLACES = "".join(p.zh[0] for p in words().places.values() if p.zh)
KINDS = {
    "one letter": "a", "one character": "香", "brackets": "()[]{}（）【】<>", "opened": "(",
    "forms": f"{_FORMS} ", "places": f"{_PLACES}, ", "Chinese places": _CHINESE_PLACES,
    "scripts": "HK香港ΩЖ한국アUniversity大學", "marks": "e" + "\u0301" * 60,
    "zero width": "H\u200bK\u200dU\u200b", "digits": "0123456789", "numbers": "1 2 3 ",
    "semicolons": ";", "commas": ",", "lines": "\n", "listed": "HKUST; ", "wrapped": "HKUST\n",
    "joined": "HKUST-CUHK-", "emoji": "👩‍👩‍👧‍👦💥", "homoglyphs": "НКUSТ ", "surrogates": "\ud800",
    "right to left": "\u202eجامعة ", "departments": "Dept of X, Univ of Y; ",
    "initials": "H.K.", "and": "A&B & ", "entities": "&#x41;", "marked up": "<a ", "mail": "a@b ",
    "glued": "universityofhongkong", "sounds": "Xiang gang da xue ", "no bytes": "\x00",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_of_anything_is_little_work(kind):
    long = KINDS[kind] * (1_000_000 // len(KINDS[kind]))
    for question in (_MATCHER.names, _MATCHER.affiliations):
        (answer,) = question([long])
        assert answer.note.en
        assert answer.verdict in ("match", "review", "none")
        assert calls(question, long) <= 150_000


def test_a_text_may_name_hundreds_of_bodies():
    many = matcher_of(
        Organisation(f"o{n}", "research_centre", T(name, name, name), (OrganisationName(name),))
        for n, name in enumerate(f"X{a}{b}QK" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ")
    )
    text = "-".join(f"X{a}{b}QK" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ")
    (answer,) = many.affiliations([text])
    assert len(answer.found) == 100
    assert calls(many.affiliations, text) <= 600_000
