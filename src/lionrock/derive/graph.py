"""The graph of bodies that publish together: communities, and who stands between groups.

Communities are Leiden's (V. A. Traag, L. Waltman, N. J. van Eck, Sci. Rep. 9, 5233, 2019) for
modularity, from a fixed seed. A broker lies on the shortest paths between two groups: betweenness
(L. C. Freeman, Sociometry 40, 35, 1977) over pairs of one group and the other alone, as a share
of these pairs; a tie is the shorter, the more works it stands for. `constraint` is R. S. Burt's
(Structural Holes, 1992): low where a body's partners do not know one another.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import igraph
import msgspec

from lionrock.store.duck import Duck, steps

SEED = 20261124
_ACADEMIC = frozenset(("university", "research_centre", "hospital"))
_INDUSTRY = frozenset(("corporate", "startup", "provider"))

Tie = tuple[str, str, float]
"""(a body, another, the weight of the tie between them)"""


class Body(msgspec.Struct, frozen=True):
    """What decides the groups that a body is in: its class, and the city it stands in."""

    organisation: str
    kind: str | None
    city: str | None


class Standing(msgspec.Struct, frozen=True):
    """A body's place in the graph.

    `community` numbers its community from 1, the largest first, `centre` is the member with the
    heaviest ties; `between_cities` and `between_sides` are shares (0 to 1) of the pairs of bodies
    in different cities, and of one academic and one industrial, whose shortest path leads through
    it; None when there is no such pair. `constraint` is None for a body without ties.
    """

    organisation: str
    community: int
    centre: str
    size: int
    partners: int
    between_cities: float | None
    between_sides: float | None
    constraint: float | None


def standings(bodies: Sequence[Body], ties: Sequence[Tie]) -> list[Standing]:
    """The place of every body that has a tie, by id; the same input gives the same answer."""
    tied = {one for a, b, _ in ties for one in (a, b)}
    known = {body.organisation: body for body in bodies}
    nodes = [known.get(id_, Body(id_, None, None)) for id_ in sorted(tied)]
    at = {body.organisation: number for number, body in enumerate(nodes)}
    graph = igraph.Graph(n=len(nodes), edges=[(at[a], at[b]) for a, b, _ in ties])
    graph.es["weight"] = [weight for _, _, weight in ties]
    graph.es["length"] = [1 / weight for _, _, weight in ties]
    communities = _communities(graph)
    cities = _groups((n, body.city) for n, body in enumerate(nodes))
    sides = _groups((n, _side(body.kind)) for n, body in enumerate(nodes))
    between_cities = _between(graph, cities)
    between_sides = _between(graph, sides)
    constraint = graph.constraint(weights="weight")
    return [
        Standing(
            body.organisation, communities[n][0], nodes[communities[n][1]].organisation,
            communities[n][2], graph.degree(n), between_cities[n], between_sides[n],
            round(constraint[n], 6),
        )
        for n, body in enumerate(nodes)
    ]  # fmt: skip


def _communities(graph: igraph.Graph) -> list[tuple[int, int, int]]:
    """Of each node: the number of its community, the centre of it, and its size."""
    if not graph.vcount():
        return []
    igraph.set_random_number_generator(random.Random(SEED))
    found = graph.community_leiden(
        objective_function="modularity", weights="weight", n_iterations=-1
    )
    strength = graph.strength(weights="weight")
    members = sorted((sorted(part) for part in found), key=lambda part: (-len(part), part))
    told: dict[int, tuple[int, int, int]] = {}
    for number, part in enumerate(members, 1):
        centre = max(part, key=lambda node: (strength[node], -node))
        told |= dict.fromkeys(part, (number, centre, len(part)))
    return [told[node] for node in range(graph.vcount())]


def _side(kind: str | None) -> str | None:
    if kind in _ACADEMIC:
        return "academic"
    return "industry" if kind in _INDUSTRY else None


def _groups(members: Iterable[tuple[int, str | None]]) -> Mapping[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for node, group in members:
        if group is not None:
            groups[group].append(node)
    return groups


def _between(graph: igraph.Graph, groups: Mapping[str, list[int]]) -> list[float | None]:
    """Share of the pairs of two groups whose shortest path leads through each node."""
    pairs = 0
    total = [0.0] * graph.vcount()
    for one, other in combinations(sorted(groups), 2):
        pairs += len(groups[one]) * len(groups[other])
        found = graph.betweenness(
            directed=False, weights="length", sources=groups[one], targets=groups[other]
        )
        total = [before + now for before, now in zip(total, found, strict=True)]
    # igraph halves what it finds in an undirected graph, though here each pair is taken one way.
    return [round(2 * value / pairs, 6) if pairs else None for value in total]


def write_graph(database: Duck, scratch: Path) -> int:
    """Fill the tables of graph.sql; the number of bodies in the graph."""
    database.run(steps("lionrock.derive", "graph.sql"))
    bodies = [
        Body(*row)
        for row in database.rows(
            "SELECT h.organisation, h.class, m.target FROM work_homes h "
            "LEFT JOIN edges m ON m.source = 'greater-bay-area' AND m.type = 'member' "
            "AND m.target = h.place ORDER BY h.organisation"
        )
    ]
    ties = database.rows("SELECT a, b, weight FROM collaborations ORDER BY a, b")
    found = standings(bodies, [(a, b, weight) for a, b, weight in ties])
    database.insert("standings", [msgspec.structs.astuple(one) for one in found], scratch)
    return len(found)
