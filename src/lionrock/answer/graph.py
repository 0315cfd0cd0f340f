"""The graph of ties on record: what stands around an entity, and how two of them are tied."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log1p

import msgspec

from lionrock.answer.as_of import DayTold, TiesAsOf
from lionrock.answer.as_of.ties import Tie
from lionrock.model.text import LANGUAGES

MAX_STEPS, MAX_WAY, MAX_NODES = 3, 6, 500
APART = frozenset(("place",))
"""Ties that everything has: Hong Kong would stand between any two. Followed when named alone."""

_NODES = (
    "SELECT id, kind, class, label_en, label_hant, label_hans FROM entities "
    "WHERE id IN (SELECT unnest(?))"
)
_SOURCES = """
SELECT e.n, e.url, e.publisher, e.tier, r.strength
FROM evidence e JOIN record_evidence r ON r.n = e.n
WHERE e.n IN (SELECT unnest(?)) ORDER BY e.n, e.rank
"""


class Cited(msgspec.Struct, frozen=True):
    """A page on which a tie was seen."""

    url: str
    publisher: str
    tier: str


class Edge(msgspec.Struct, frozen=True):
    """A tie on record, from `source` to `target`; `via` is relation or property. One that was
    withdrawn since has no `sources`, and so no `strength`."""

    id: str
    type: str
    via: str
    source: str
    target: str
    date: str | None
    until: str | None
    amount: str | None
    note: str | None
    strength: str | None
    sources: tuple[Cited, ...]


class Node(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """An entity of a graph; `steps` from where one asked, `ties` is how many it has in all."""

    id: str
    kind: str
    class_: str | None
    label: dict[str, str]
    steps: int
    ties: int


class Neighbourhood(msgspec.Struct, frozen=True):
    """What stands within `steps` of an entity, the nearest first; all ties between what is shown.

    `total` counts the entities there are, shown or not, the one in the middle included; none when
    that was not known on the day. `as_of` tells of the day that was asked about.
    """

    centre: str
    as_of: DayTold | None
    steps: int
    total: int
    nodes: tuple[Node, ...]
    ties: tuple[Edge, ...]


class Way(msgspec.Struct, frozen=True):
    """The shortest way from one entity to another along ties; no ties when there is none."""

    source: str
    target: str
    as_of: DayTold | None
    nodes: tuple[Node, ...]
    ties: tuple[Edge, ...]


class _Graph:
    """The ties that are asked for, and who is next to whom."""

    def __init__(self, held: TiesAsOf, types: Iterable[str]) -> None:
        wanted = frozenset(types)
        self._held = held
        self.rows: list[Tie] = []
        self.degrees: defaultdict[str, int] = defaultdict(int)
        self.beside: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for row in held.ties:
            type_, source, target = row[1], *row[3:5]
            self.degrees[source] += 1
            self.degrees[target] += 1
            if type_ in wanted or not (wanted or type_ in APART):
                self.rows.append(row)
                self.beside[source][target] = None
                self.beside[target][source] = None

    def nodes(self, steps: Mapping[str, int]) -> tuple[Node, ...]:
        """Entities, each with its distance, as the graph shows them; in the order given."""
        rows = self._held.asked.query(_NODES, (list(steps),))
        known = {
            id_: (kind, class_, dict(zip(LANGUAGES, labels, strict=True)))
            for id_, kind, class_, *labels in rows
        }
        for id_, change in self._held.turned.items():
            known.setdefault(id_, (change.kind, None, change.label.table()))
        return tuple(
            Node(id_, *known[id_], steps[id_], self.degrees[id_])
            for id_ in steps
            if self._held.stood(id_)
        )

    def ties(self, rows: Iterable[Tie]) -> tuple[Edge, ...]:
        """Rows as ties, with the pages they rest on."""
        chosen = list(rows)
        cited: defaultdict[int, list[Cited]] = defaultdict(list)
        strength: dict[int, str] = {}
        for n, url, publisher, tier, strong in self._held.asked.query(
            _SOURCES, ([row[-1] for row in chosen if row[-1] is not None],)
        ):
            cited[n].append(Cited(url, publisher, tier))
            strength[n] = strong
        return tuple(Edge(*(*told, strength.get(n), tuple(cited[n]))) for *told, n in chosen)


def find_neighbourhood(
    held: TiesAsOf, centre: str, steps: int = 1, types: Iterable[str] = (), limit: int = 100
) -> Neighbourhood:
    """What stands within `steps` (1 to MAX_STEPS) of an entity, by ties of some `types` or, when
    none are named, of all but APART; at most `limit` entities, the nearest first, and of these
    the ones with the most ties. Whoever is as near is found again in the same order."""
    graph = _Graph(held, types)
    distance = {centre: 0}
    ring = [centre]
    for step in range(1, min(steps, MAX_STEPS) + 1):
        ring = sorted({b for a in ring for b in graph.beside[a] if b not in distance})
        distance.update(dict.fromkeys(ring, step))
    order = sorted(distance, key=lambda one: (distance[one], -graph.degrees[one], one))
    shown = order[: max(1, min(limit, MAX_NODES))]
    nodes = graph.nodes({one: distance[one] for one in shown if held.stood(centre)})
    kept = frozenset(one.id for one in nodes)
    return Neighbourhood(
        centre, held.told, min(steps, MAX_STEPS), len(order) if nodes else 0, nodes,
        graph.ties(row for row in graph.rows if row[3] in kept and row[4] in kept),
    )  # fmt: skip


def find_way(held: TiesAsOf, source: str, target: str, types: Iterable[str] = ()) -> Way:
    """The way with the fewest steps (at most MAX_WAY) between two entities and, of these, the
    one through those with the fewest ties: that two bodies both know a hub says little."""
    graph = _Graph(held, types)
    way = shortest(graph.beside, graph.degrees, source, target)
    pairs = {frozenset(pair) for pair in pairwise(way)}
    return Way(
        source, target, held.told, graph.nodes({one: at for at, one in enumerate(way)}),
        graph.ties(row for row in graph.rows if frozenset((row[3], row[4])) in pairs),
    )  # fmt: skip


def shortest(
    beside: Mapping[str, Iterable[str]], degrees: Mapping[str, int], source: str, target: str
) -> list[str]:
    """The entities on the way from `source` to `target`, both included; empty when there is none.

    `beside` maps an entity to those it is tied to, `degrees` to its number of ties.
    """
    waiting: list[tuple[int, float, list[str]]] = [(0, 0.0, [source])]
    done: set[str] = set()
    while waiting:
        steps, hubs, way = heapq.heappop(waiting)
        here = way[-1]
        if here == target:
            return way if steps else []
        if here in done or steps == MAX_WAY:
            continue
        done.add(here)
        for other in beside.get(here, ()):
            if other not in done:
                heapq.heappush(waiting, (steps + 1, hubs + log1p(degrees[other]), [*way, other]))
    return []
