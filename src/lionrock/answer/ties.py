"""How two bodies are tied by the works they made: the shortest way, with the works that make it."""

import heapq
from collections import defaultdict
from itertools import pairwise

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.answer.works import WorkEntry, works_named

MAX_STEPS = 6
_EXAMPLES = 3

_TOGETHER = """
SELECT x.work
FROM work_organisations x
JOIN work_organisations y ON y.work = x.work AND y.via = 'ours' AND y.organisation = ?
JOIN outputs u ON u.work = x.work
WHERE x.via = 'ours' AND x.organisation = ?
ORDER BY u.cited_by DESC, u.year DESC, x.work
LIMIT ?
"""


class Step(msgspec.Struct, frozen=True):
    """Two bodies that made works together: how many, in which years, and the most cited of them."""

    source: str
    target: str
    works: int
    first_year: int
    last_year: int
    examples: tuple[WorkEntry, ...]


class Ties(msgspec.Struct, frozen=True):
    """The way from one body to another; `steps` is empty when there is none.

    `loaded` says whether there are works at all: without any, nothing is known of ties.
    """

    loaded: bool
    source: str
    target: str
    steps: tuple[Step, ...]


def find_ties(observatory: Observatory, source: str, target: str) -> Ties:
    """The way with the fewest steps between two bodies and, of these, the one whose ties rest on
    the most works (the sum of 1/works is least); ties in works go by id."""
    ((loaded,),) = observatory.query("SELECT count(*) FROM works")
    graph: defaultdict[str, dict[str, tuple[int, int, int]]] = defaultdict(dict)
    for a, b, works, first, last in observatory.query(
        "SELECT a, b, works, first_year, last_year FROM collaborations"
    ):
        graph[a][b] = graph[b][a] = (works, first, last)
    way = shortest({one: {b: t[0] for b, t in more.items()} for one, more in graph.items()},
                   source, target)  # fmt: skip
    steps = []
    for a, b in pairwise(way):
        ids = [row[0] for row in observatory.query(_TOGETHER, (b, a, _EXAMPLES))]
        shown = works_named(observatory, ids)
        steps.append(Step(a, b, *graph[a][b], tuple(shown[one] for one in ids)))
    return Ties(bool(loaded), source, target, tuple(steps))


def shortest(graph: dict[str, dict[str, int]], source: str, target: str) -> list[str]:
    """The bodies on the way from `source` to `target`, both included; empty when there is none.

    `graph` maps a body to those it made works with, and how many. At most MAX_STEPS steps.
    """
    waiting: list[tuple[int, float, list[str]]] = [(0, 0.0, [source])]
    done: set[str] = set()
    while waiting:
        steps, length, way = heapq.heappop(waiting)
        here = way[-1]
        if here == target:
            return way if steps else []
        if here in done or steps == MAX_STEPS:
            continue
        done.add(here)
        for other, works in graph.get(here, {}).items():
            if other not in done:
                heapq.heappush(waiting, (steps + 1, length + 1 / works, [*way, other]))
    return []
