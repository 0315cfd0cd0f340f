"""Matching where letters are no help: across languages, and from abbreviations.

Lionrock and TF-IDF answer for the registry's own organisations, from an index that the name
asked for was taken out of (bench/match_registry.py). Run `python bench/match_translations.py`
for a section of Markdown.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.match_contest import Absent, load, peer
from bench.match_registry import FOLDS, KINDS, WITHHELD, Questions, folds, registry
from bench.match_scoring import at_verdict, quality
from lionrock.resolve.index import build_index
from lionrock.resolve.matcher import open_matcher

INTRODUCTION = """\
## Matching where letters are no help

The registry's {number:,} organisations. Each that can be asked for is asked for once, from an
index without that name ({folds} folds); one in {withheld} is not in the index at all, and "none"
is right. Brands whose two names have nothing to do with each other are among them, so not all can
be found by anyone who does not know them. *Sure* is Lionrock's verdict *match*; a verdict *review*
counts as no answer there. {load}

| asked | queries | contender | first answer right | best F1 | sure: precision | recall |
|---|---:|---|---:|---:|---:|---:|
"""
LEGEND = "With `abbreviation` the names stay; with the other two only the other language does."


class Answered(NamedTuple):
    """Answers of one fold, the organisations numbered, -1 for none."""

    queries: list[tuple[str, int]]
    answers: list[tuple[int, float]]
    sure: list[bool]


def run() -> str:
    """Measure everything and return a section of Markdown."""
    organisations, busy = registry(), load()
    lines = []
    for kind in KINDS:
        questions = list(folds(kind, organisations))
        ours = [_lionrock(one) for one in questions]
        lines.append(_row(kind, "Lionrock", ours))
        try:
            lines.append(_row(kind, "TF-IDF", [_tfidf(one) for one in questions]))
        except Absent as reason:
            lines.append(f"| {kind} | | TF-IDF {reason} | | | | |")
    head = INTRODUCTION.format(number=len(organisations), folds=FOLDS, withheld=WITHHELD, load=busy)
    return head + "\n".join(lines) + f"\n\n{LEGEND}\n"


def _lionrock(questions: Questions) -> Answered:
    with TemporaryDirectory() as folder:
        build_index(questions.organisations, Path(folder))
        found = open_matcher(Path(folder)).names([query for query, _ in questions.queries])
    numbers = _numbers(questions)
    answers = [
        (numbers[one.candidates[0].id], one.candidates[0].score) if one.candidates else (-1, 0.0)
        for one in found
    ]
    return Answered(_queries(questions), answers, [one.verdict == "match" for one in found])


def _tfidf(questions: Questions) -> Answered:
    names = [(name.text, one.id) for one in questions.organisations for name in one.names]
    task = {"candidates": [text for text, _ in names], "queries": questions.queries}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "task.json"
        path.write_bytes(msgspec.json.encode(task))
        told = peer("tfidf.py", path)
    numbers = _numbers(questions)
    answers = [(numbers[names[at][1]] if at >= 0 else -1, score) for at, score in told.answers]
    return Answered(_queries(questions), answers, [])


def _numbers(questions: Questions) -> dict[str, int]:
    return {one.id: number for number, one in enumerate(questions.organisations)}


def _queries(questions: Questions) -> list[tuple[str, int]]:
    numbers = _numbers(questions)
    return [(query, numbers.get(meant, -1)) for query, meant in questions.queries]


def _row(kind: str, name: str, parts: Sequence[Answered]) -> str:
    queries = [query for part in parts for query in part.queries]
    answers = [answer for part in parts for answer in part.answers]
    sure = [said for part in parts for said in part.sure]
    found = quality(queries, answers)
    told = "| | |"
    if sure:
        precision, recall = at_verdict(queries, answers, sure)
        told = f"| {precision:.3f} | {recall:.3f} |"
    return f"| {kind} | {len(queries)} | {name} | {found.first:.3f} | {found.f1:.3f} {told}"


if __name__ == "__main__":
    sys.stdout.write(run())
