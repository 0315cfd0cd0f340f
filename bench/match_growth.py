"""How the cost of matching grows from ten thousand candidates to a million, beside TF-IDF's.

The sizes are prefixes of one list of candidates, and the queries mean organisations of the
smallest, so that only the size differs. Run `python bench/match_growth.py` for a section of
Markdown; it also draws docs/pictures/match-growth.svg.
"""

import math
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import vl_convert

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.match_contest import Outcome, goals, lionrock, load, peer, python, read_task, run_program
from bench.match_scoring import Quality, quality
from lionrock.model.names.reading import units
from lionrock.serve.charts.theme import Palette, config

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
QUERIES = 3_000
"""Of each task's 10,000, so that a million candidates are done within ten minutes."""
ASKED = f"{QUERIES:,} queries"
GOAL, SEED = 1.1, 7
LAST = 3  # what is paid once weighs least there
PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "match-growth.svg"
HEAD = """\
## Matching: growth with the number of candidates

The same {queries:,} noisy queries against more and more candidates; one run each. {load}

| candidates | index s | TF-IDF's | queries s | TF-IDF's | peak MiB | TF-IDF's | \
first answer right | TF-IDF's | recall at P ≥ .95 | TF-IDF's | twins | without them |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""


TOLD = """\
Recall at a precision falls with size although the first answer hardly does, since a fifth of the
queries name nobody and the more names there are, the more of these have one that looks like them.
Part of it cannot be told by anyone: a twin has every word of a query that means another or nobody
(names are invented, some of them twice: 天开传媒有限公司, or "of" for "for"); the last column
leaves those queries out. The rest are mostly names a word apart. Scores that count the lead over
the second candidate (eight forms, at 100,000) raise recall by .001 at most."""


class Point(NamedTuple):
    """One size: what Lionrock and TF-IDF took, how well each answered, how many queries have a
    twin, and how well Lionrock answered the others."""

    size: int
    ours: Outcome
    theirs: Outcome
    quality: tuple[Quality, Quality]
    twins: int
    alone: Quality


def run(sizes: Sequence[int] = SIZES) -> str:
    """Measure every size, draw the picture and return a section of Markdown."""
    busy = load()
    with TemporaryDirectory() as name:
        whole = Path(name) / "whole.json"
        run_program(python("peers"), "match_task.py", whole, max(sizes), SEED, min(sizes))
        points = [_point(whole, size) for size in sizes]
    PICTURE.write_text(vl_convert.vegalite_to_svg(_chart(points)), "utf-8")
    rows = [_row(point) for point in points]
    parts = [HEAD.format(load=busy, queries=QUERIES) + "\n".join(rows), "", _goals(points), ""]
    parts += [TOLD, ""]
    parts.append(f"![Seconds against candidates, both axes logarithmic](pictures/{PICTURE.name})")
    return "\n".join(parts) + "\n"


def _point(whole: Path, size: int) -> Point:
    task = read_task(str(whole))
    queries = task.queries[:QUERIES]
    path = whole.with_name(f"{size}.json")
    path.write_bytes(
        msgspec.json.encode({"candidates": task.candidates[:size], "queries": queries})
    )
    sys.stderr.write(f"  {size:,} candidates\n")
    ours, theirs = lionrock("names", path), peer("tfidf.py", path)
    both = quality(queries, ours.answers), quality(queries, theirs.answers)
    twins = with_twins(task.candidates[:size], queries)
    alone = [number for number, twin in enumerate(twins) if not twin]
    left = quality([queries[n] for n in alone], [ours.answers[n] for n in alone])
    return Point(size, ours, theirs, both, sum(twins), left)


def with_twins(candidates: Sequence[str], queries: Sequence[tuple[str, int]]) -> list[bool]:
    """For each query, whether another candidate than the one it means has all of its words and no
    more, in any order and either Chinese script: an invented name may be invented twice."""
    asked = [" ".join(sorted(units(text))) for text, _ in queries]
    known: dict[str, list[int]] = {key: [] for key in asked}
    for number, name in enumerate(candidates):
        found = known.get(" ".join(sorted(units(name))))
        if found is not None:
            found.append(number)
    return [
        any(number != meant for number in known[key])
        for key, (_, meant) in zip(asked, queries, strict=True)
    ]


def _row(point: Point) -> str:
    ours, theirs = point.ours, point.theirs
    mine, peers = point.quality
    return (
        f"| {point.size:,} | {ours.build:.1f} | {theirs.build:.1f} | {ours.seconds:.2f} "
        f"| {theirs.seconds:.2f} | {ours.memory:,.0f} | {theirs.memory:,.0f} "
        f"| {mine.first:.3f} | {peers.first:.3f} | {mine.precise_recall:.3f} "
        f"| {peers.precise_recall:.3f} | {point.twins} "
        f"| {point.alone.precise_recall:.3f} |"
    )


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of size that cost grows with: the least-squares slope of the logarithms."""
    xs, ys = zip(*((math.log(size), math.log(cost)) for size, cost in points), strict=True)
    return statistics.linear_regression(xs, ys).slope


def _goals(points: Sequence[Point]) -> str:
    costs: dict[str, Callable[[Outcome], float]] = {
        "index": lambda one: one.build,
        "queries": lambda one: one.seconds,
        "both": lambda one: one.build + one.seconds,
    }
    rows = []
    for name, cost in costs.items():
        ours = exponent([(point.size, cost(point.ours)) for point in points])
        theirs = exponent([(point.size, cost(point.theirs)) for point in points])
        rows.append((f"exponent of {name} (TF-IDF {theirs:.2f})", ours, "≤", GOAL, ".2f"))
        steep = exponent([(point.size, cost(point.ours)) for point in points[-LAST:]])
        rows.append((f"the same, the {LAST} largest sizes alone", steep, "≤", GOAL, ".2f"))
    return goals(rows)


def _chart(points: Sequence[Point]) -> dict[str, object]:
    palette = Palette.of(dark=False)
    rows = [
        {"size": point.size, "seconds": seconds, "who": who, "what": what}
        for point in points
        for who, one in (("Lionrock", point.ours), ("TF-IDF", point.theirs))
        for what, seconds in (("index", one.build), (ASKED, one.seconds))
    ]
    named = {"calculate": "datum.who + ', ' + datum.what", "as": "name"}
    last = {"filter": f"datum.size === {max(point.size for point in points)}"}
    shared, dash = _encoding([point.size for point in points], palette)
    line = {"type": "line", "point": True, "strokeWidth": 2}
    label = {"type": "text", "align": "left", "dx": 8, "fontSize": 12}
    names = {**shared, "text": {"field": "name"}}
    return {
        "data": {"values": rows}, "width": 520, "height": 320, "padding": 12,
        "layer": [
            {"mark": line, "encoding": {**shared, "strokeDash": dash}},
            {"transform": [last, named], "mark": label, "encoding": names},
        ],
        "config": {**config(palette, "en"), "background": palette.paper},
    }  # fmt: skip


def _encoding(sizes: list[int], palette: Palette) -> tuple[dict[str, object], dict[str, object]]:
    """Places and colours, both axes logarithmic; and the dashes of lines."""
    quantity = {"type": "quantitative", "scale": {"type": "log"}}
    colours = {"domain": ["Lionrock", "TF-IDF"], "range": palette.series[:2]}
    dashes = {"domain": [ASKED, "index"], "range": [[1, 0], [5, 4]]}
    across = {"format": "~s", "values": sizes, "grid": False}
    up = {"format": "~g", "tickCount": 4}
    shared = {
        "x": {"field": "size", **quantity, "title": "candidates", "axis": across},
        "y": {"field": "seconds", **quantity, "title": "seconds", "axis": up},
        "color": {"field": "who", "type": "nominal", "legend": None, "scale": colours},
    }
    return shared, {"field": "what", "type": "nominal", "legend": None, "scale": dashes}


if __name__ == "__main__":
    sys.stdout.write(run())
