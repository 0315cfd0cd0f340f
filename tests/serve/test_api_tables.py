"""Facet tables, search and the reference over HTTP: the answers are right, whatever is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.model.schema import schema
from lionrock.serve.api.reference import known_kinds
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.sources._gather import sources

Client = TestClient[Any]
FACETS = (
    "initiatives", "research", "startups", "adoption", "crossborder", "governance", "outlook"
)  # fmt: skip
PATHS = (
    "/api", "/api/home", "/api/facets", "/api/facets/startups/table", "/api/entities/hkust",
    "/api/indicators", "/api/search", "/api/suggest", "/api/sources", "/api/schema",
    "/api/openapi.json",
)  # fmt: skip
NAMES = ("q", "kind", "limit", "offset", "order", "descending", "table", "facet", "where.sector")


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[Client]:
    with TestClient(create_app(Live(Settings(home=home)))) as client:
        yield client


def _tables(client: Client) -> Iterator[tuple[str, dict[str, Any]]]:
    for facet in FACETS:
        for table in client.get(f"/api/facets/{facet}").json()["tables"]:
            yield f"/api/facets/{facet}/table?table={table['id']}", table


def test_the_facets_are_the_seven(client: Client) -> None:
    listed = client.get("/api/facets").json()["facets"]
    assert [one["id"] for one in listed] == list(FACETS)


def test_a_table_can_be_walked_to_its_end(client: Client) -> None:
    for address, table in _tables(client):
        seen: list[str] = []
        while len(seen) < table["rows"]:
            page = client.get(f"{address}&limit=150&offset={len(seen)}").json()
            assert page["total"] == table["rows"]
            assert page["rows"], "a page before the end is not empty"
            seen += [str(sorted(row.items(), key=str)) for row in page["rows"]]
        assert len(set(seen)) == table["rows"]


def test_every_choice_filters(client: Client) -> None:
    for address, table in _tables(client):
        types = {column["id"]: column["type"] for column in table["columns"]}
        for column, values in table["choices"].items():
            if not values and not table["rows"]:
                continue
            value = values[0]
            asked = {f"where.{column}": str(value), "limit": "200"}
            page = client.get(address, params={"table": table["id"], **asked}).json()
            assert 0 < page["total"] <= table["rows"], (address, column, value)
            for row in page["rows"]:
                assert _holds(row[column], value, types[column]), (address, column, value)


def _holds(cell: Any, value: Any, type_: str) -> bool:
    if type_ in ("entity", "indicator", "publisher"):
        return bool(cell["id"] == value)
    if type_ == "entities":
        return value in [one["id"] for one in cell]
    return value in cell if type_ == "list" else cell == value


def test_order_and_direction(client: Client) -> None:
    address = "/api/facets/startups/table?order=founded&limit=200"
    up = client.get(f"{address}&descending=false").json()["rows"]
    down = client.get(f"{address}&descending=true").json()["rows"]
    known_up = [row["founded"] for row in up if row["founded"]]
    known_down = [row["founded"] for row in down if row["founded"]]
    assert known_up == sorted(known_up)
    assert known_down == sorted(known_down, reverse=True)
    empty = client.get("/api/facets/startups/table?where.sector=&where.class=").json()
    assert empty["total"] == client.get("/api/facets/startups/table").json()["total"]


def test_search_speaks_three_scripts(client: Client) -> None:
    found = [
        client.get("/api/search", params={"q": words, "limit": 1}).json()["hits"][0]
        for words in ("香港科技大學", "香港科技大学", "HKUST")
    ]
    assert {hit["id"] for hit in found} == {"hkust"}
    assert found[0]["label"]["zh-Hant"] == "香港科技大學"


def test_search_can_be_limited_to_kinds_and_paged(client: Client) -> None:
    asked = {"q": "robotics", "kind": ["organisation", "indicator"], "limit": 5}
    first = client.get("/api/search", params=asked).json()
    assert {hit["kind"] for hit in first["hits"]} <= {"organisation", "indicator"}
    assert first["total"] == sum(first["kinds"].get(kind, 0) for kind in asked["kind"])
    second = client.get("/api/search", params=asked | {"offset": 5}).json()
    assert not {h["id"] for h in first["hits"]} & {h["id"] for h in second["hits"]}
    every = client.get("/api/search", params={"q": "robotics"}).json()
    assert set(every["kinds"]) <= set(known_kinds())


def test_suggestions(client: Client) -> None:
    listed = client.get("/api/suggest", params={"q": "cyberp", "limit": 3}).json()["suggestions"]
    assert listed[0]["id"] == "cyberport"
    assert len(listed) <= 3
    assert client.get("/api/suggest?q=").json() == {"suggestions": []}


def test_sources_name_licences_and_publishers(client: Client) -> None:
    answer = client.get("/api/sources").json()
    assert [one["id"] for one in answer["sources"]] == [m.SOURCE.id for m in sources()]
    for source in answer["sources"]:
        assert source["licence"]
        assert all(len(one["digest"]) == 64 for one in source["snapshots"])
    named = {one["id"] for one in answer["publishers"]}
    entity = client.get("/api/entities/hkust").json()
    cited = {s["publisher"] for record in entity["evidence"] for s in record["sources"]}
    assert cited
    assert cited <= named


def test_the_schema_answers_for_every_word(client: Client) -> None:
    answer = client.get("/api/schema").json()
    known = schema()
    assert set(answer["kinds"]) == set(known.kinds)
    assert set(answer["units"]) == set(known.units)
    document = client.get("/api/entities/hkust").json()
    assert {fact["prop"] for fact in document["facts"]} <= set(answer["properties"])
    relations = {link["type"] for link in document["links"] if link["via"] == "relation"}
    assert relations <= set(answer["relations"])
    for values in answer["vocabularies"].values():
        assert all(set(label) == {"en", "zh-Hant", "zh-Hans"} for label in values.values())


def test_openapi_describes_every_route(client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    routes = client.get("/api").json()["routes"]
    told = {(route["path"].rstrip("/"), route["method"].lower()) for route in routes}
    assert told == {(path, method) for path, item in described["paths"].items() for method in item}
    for path, method in told:
        operation = described["paths"][path][method]
        assert ("requestBody" in operation) == (method == "post")
        assert operation["summary"], path
        assert operation["responses"]["200"]["content"], path
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
            assert _bounded(parameter["schema"]), (path, parameter["name"])
        for status in set(operation["responses"]) - {"200"}:
            assert "application/problem+json" in operation["responses"][status]["content"]
    for name, component in described["components"]["schemas"].items():
        assert component["description"], name


def _bounded(described: dict[str, Any]) -> bool:
    types = set()
    for one in (described, *described.get("oneOf", ())):
        told = one.get("type")
        types |= set(told) if isinstance(told, list) else {told}
    if "integer" in types:
        return {"minimum", "maximum"} <= set(described)
    if "string" in types:
        return "maxLength" in described or "enum" in described
    return True


_text = st.text(max_size=40)
_values = st.one_of(
    _text, st.integers().map(str), st.floats().map(str), st.sampled_from(["", "true", "null"])
)
_queries = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), _text), _values), max_size=4)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=st.sampled_from(PATHS), query=_queries)
def test_no_query_makes_the_server_fail(
    client: Client, path: str, query: list[tuple[str, str]]
) -> None:
    pairs = [(name, value.encode("utf-8", "surrogatepass")) for name, value in query]
    answer = client.get(path, params=pairs)
    assert answer.status_code in (200, 400, 404)


@settings(max_examples=100, deadline=None)
@given(path=st.sampled_from(["/api/entities/", "/api/indicators/", "/api/facets/", "/api/"]),
       rest=st.binary(max_size=30), query=st.binary(max_size=30))  # fmt: skip
def test_no_address_makes_the_server_fail(
    client: Client, path: str, rest: bytes, query: bytes
) -> None:
    escaped = "".join(f"%{byte:02X}" for byte in rest)
    asked = "".join(f"%{byte:02X}" for byte in query)
    answer = client.get(f"{path}{escaped}?q={asked}")
    assert answer.status_code in (200, 400, 404)
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
