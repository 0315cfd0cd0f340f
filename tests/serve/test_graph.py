"""The graph of ties: neighbourhoods and ways, on made-up graphs, the registry and by HTTP."""

from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from lionrock.answer.as_of import ties_as_of
from lionrock.answer.graph import APART, MAX_WAY, find_neighbourhood, find_way, shortest
from lionrock.answer.observatory import Observatory
from lionrock.serve.api.graph import NeighbourhoodAnswer, WayAnswer

Client = TestClient[Any]
_nodes = st.sampled_from("abcdefgh")


def _graph(observatory: Observatory) -> Any:
    found = networkx.Graph()
    for type_, source, target in observatory.query("SELECT type, source, target FROM edges"):
        if type_ not in APART:
            found.add_edge(source, target)
    return found


@given(st.lists(st.tuples(_nodes, _nodes), max_size=20), _nodes, _nodes)
def test_a_way_is_as_short_as_networkx_finds(
    pairs: list[tuple[str, str]], source: str, target: str
) -> None:
    graph = networkx.Graph(pairs)
    graph.add_nodes_from((source, target))
    beside = {one: list(graph[one]) for one in graph}
    way = shortest(beside, dict(graph.degree), source, target)
    if source == target or not networkx.has_path(graph, source, target):
        assert way == []
        return
    length = networkx.shortest_path_length(graph, source, target)
    if length > MAX_WAY:
        assert way == []
    else:
        assert len(way) == length + 1
        assert (way[0], way[-1]) == (source, target)
        assert all(graph.has_edge(a, b) for a, b in pairwise(way))


def test_of_equal_ways_the_one_past_no_hub() -> None:
    beside = {"a": ["hub", "quiet"], "b": ["hub", "quiet"], "hub": ["a", "b"], "quiet": ["a", "b"]}
    assert shortest(beside, {"hub": 40, "quiet": 2, "b": 2}, "a", "b") == ["a", "quiet", "b"]


@pytest.mark.parametrize("steps", [1, 2])
def test_a_neighbourhood_is_the_one_networkx_finds(observatory: Observatory, steps: int) -> None:
    graph = _graph(observatory)
    found = find_neighbourhood(ties_as_of(observatory), "hkust", steps, (), 500)
    expected = networkx.single_source_shortest_path_length(graph, "hkust", steps)
    assert found.total == len(expected)
    assert {one.id: one.steps for one in found.nodes} == expected
    assert [one.steps for one in found.nodes] == sorted(one.steps for one in found.nodes)
    within = graph.subgraph(expected)
    assert {frozenset((one.source, one.target)) for one in found.ties} == {
        frozenset(edge) for edge in within.edges
    }
    assert all(one.sources for one in found.ties), "a tie without a source"


def test_fewer_are_shown_than_there_are(observatory: Observatory) -> None:
    few = find_neighbourhood(ties_as_of(observatory), "hkust", 2, (), 5)
    assert len(few.nodes) == 5
    assert few.total > 5
    assert few.nodes[0].id == "hkust"
    kept = {one.id for one in few.nodes}
    assert all({one.source, one.target} <= kept for one in few.ties)


def test_of_a_day_without_what_came_later_or_had_ended(observatory: Observatory) -> None:
    now = find_neighbourhood(ties_as_of(observatory), "hkust", 1, (), 500)
    then = find_neighbourhood(ties_as_of(observatory, date(2015, 6, 30)), "hkust", 1, (), 500)
    assert now.as_of is None
    assert then.as_of is not None
    assert (then.as_of.day, then.as_of.meaning) == ("2015-06-30", "valid")
    gone = {one.id for one in now.ties} - {one.id for one in then.ties}
    assert gone
    for one in now.ties:
        later = one.date is not None and one.date > "2015-06-30"
        ended = one.until is not None and one.until[:4] < "2015"
        if later or ended:
            assert one.id in gone
    assert {one.id for one in then.ties} <= {one.id for one in now.ties}


def test_the_routes_take_a_day(site: Client) -> None:
    for path in ("around/hkust?", "way?from=hkust&to=hku&"):
        whole = site.get(f"/api/graph/{path}")
        then = site.get(f"/api/graph/{path}day=1990-01-01")
        assert whole.json()["as_of"] is None
        assert then.json()["as_of"]["day"] == "1990-01-01"
        assert site.get(f"/api/graph/{path}day=1990-01-01&meaning=felt").status_code == 400
        dates = [one["date"] for one in then.json()["ties"] if one["date"]]
        assert all(one <= "1990-01-01" for one in dates)
        assert site.get(f"/api/graph/{path}day=then").status_code == 400
        assert "etag" not in site.get(f"/api/graph/{path}day=2026").headers


def test_only_along_some_ties(observatory: Observatory) -> None:
    found = find_neighbourhood(ties_as_of(observatory), "hkust", 1, ("place",))
    assert {one.type for one in found.ties} == {"place"}
    assert "hong-kong" in {one.id for one in found.nodes}


def test_ways_of_the_registry(observatory: Observatory) -> None:
    graph = _graph(observatory)
    held = ties_as_of(observatory)
    way = find_way(held, "hkust", "sensetime")
    assert len(way.nodes) - 1 == networkx.shortest_path_length(graph, "hkust", "sensetime")
    assert find_way(held, "hkust", "hkust").nodes == ()


def test_by_http(site: Client) -> None:
    around = site.get("/api/graph/around/hkust?steps=2&limit=20")
    answer = msgspec.json.decode(around.content, type=NeighbourhoodAnswer)
    assert len(answer.nodes) == 20
    way = msgspec.json.decode(
        site.get("/api/graph/way?from=hkust&to=sensetime").content, type=WayAnswer
    )
    assert way.ties
    only = msgspec.json.decode(
        site.get("/api/graph/around/hkust?type=part_of&type=parent").content,
        type=NeighbourhoodAnswer,
    )
    assert {one.type for one in only.ties} <= {"part_of", "parent"}


@pytest.mark.parametrize(
    ("address", "status", "advice"),
    [
        ("around/zzyzx", 404, "/api/search?q=zzyzx"),
        ("around/hkust?type=marries", 400, "joint_lab_with"),
        ("around/hkust?steps=4", 400, "steps"),
        ("around/hkust?limit=501", 400, "limit"),
        ("way?from=hkust", 400, "to"),
        ("way?from=hkust&to=zzyzx", 404, "/api/search?q=zzyzx"),
    ],
)
def test_what_cannot_be_answered(site: Client, address: str, status: int, advice: str) -> None:
    refused = site.get(f"/api/graph/{address}")
    assert refused.status_code == status
    assert advice in refused.json()["detail"]
