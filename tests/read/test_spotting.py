"""Trying a pattern only where it could match finds what trying it everywhere finds."""

import json
import re
from pathlib import Path

import pytest

from lionrock.read import dates
from lionrock.read.event_words import patterns, spotter
from lionrock.read.fold import folded_letters, lowered
from lionrock.read.pattern import WIDEST, found
from lionrock.read.spotting import Spotter

GATES = Path(__file__).parent.parent / "gates"


@pytest.mark.parametrize(
    ("source", "strings"),
    [
        ("launch(?:ed|es)?|roll(?:ed)? out", {"launch", "roll"}),
        (r"\b(?:is|are)\s+(?:used|Piloted)", {"used", "piloted"}),
        ("x*(?:推出|發布)了?", {"推出", "發布"}),
        (r"\d+|year", None),
        ("(?:ab)?", None),
        ("(?:abc)+?", {"abc"}),
    ],
)
def test_the_strings_that_a_pattern_needs(source: str, strings: set[str] | None) -> None:
    needed = found(re.compile(source, re.I)).needed
    assert (None if needed is None else set(needed)) == strings


@pytest.mark.parametrize(
    ("source", "width"),
    [
        (r"(?P<n>[一二]{1,3}|\d)年(?!代)", 4),
        (r"(?<!x)a{2}[]\]]?\u5e74", 4),
        ("ab*", WIDEST),
        (r"(?i:ab)c(?=d)", 3),
        ("a{,2}", 2),
        ("a{x}", 4),
        (r"(a)\1", WIDEST),
        ("(?#note)a", WIDEST),
    ],
)
def test_the_longest_match_of_a_pattern_is_known_or_said_to_be_any(source: str, width: int) -> None:
    assert found(re.compile(source)).width == width


def test_words_of_events_are_found_as_if_all_were_tried_everywhere() -> None:
    matched = 0
    for line in (GATES / "reading.tune.jsonl").read_text("utf-8").splitlines():
        folded = folded_letters(json.loads(line)["text"] * 2)
        half = len(folded) // 2
        spotted = spotter().spotted(lowered(folded))
        for start, end in ((0, half), (half, len(folded))):
            likely = spotted.within(start, end)
            for number, pattern in enumerate(patterns()):
                if pattern.words.search(folded, start, end):
                    assert number in likely
                    matched += 1
    assert matched > 200


def test_dates_are_matched_as_if_every_pattern_ran_over_the_whole_text() -> None:
    lines = (GATES / "reading.tune.jsonl").read_text("utf-8").splitlines()
    folded = folded_letters(" ".join(json.loads(line)["text"] for line in lines))
    listed = [pattern for pattern, _ in dates._patterns()]
    expected = [(n, m.span()) for n, one in enumerate(listed) for m in one.finditer(folded)]
    tried = [(n, m.span()) for n, m in Spotter(listed).matches(folded, lowered(folded))]
    assert tried == expected
    assert len(tried) > 100


def test_a_pattern_that_needs_nothing_is_always_tried() -> None:
    spotted = Spotter([re.compile("[0-9]"), re.compile("word")]).spotted("no such thing")
    assert spotted.within(0, 5) == [0]
