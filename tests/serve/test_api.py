"""The JSON API over the bundled registry: what it answers, and how it refuses."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import get
from litestar.testing import TestClient, create_test_client

from lionrock import __version__
from lionrock.answer.observatory import Live, Observatory
from lionrock.serve.api import problem
from lionrock.serve.api.openapi import shapes
from lionrock.serve.app import create_app
from lionrock.serve.encoding import matches
from lionrock.settings import Settings

Client = TestClient[Any]
PROBLEM = "application/problem+json"
ANSWERS = {
    "/api": "Index",
    "/api/home": "HomeDocument",
    "/api/facets": "FacetList",
    "/api/facets/startups": "FacetDocument",
    "/api/facets/startups/table": "TableRows",
    "/api/facets/governance/boards/force": "BoardDocument",
    "/api/entities/hkust": "EntityDocument",
    "/api/indicators": "IndicatorList",
    "/api/indicators/startups_total": "IndicatorDocument",
    "/api/search?q=robotics": "Found",
    "/api/suggest?q=hku": "Suggestions",
    "/api/entities?id=hkust&id=nobody&id=cuhk": "EntitiesAnswer",
    "/api/conflicts": "ConflictsAnswer",
    "/api/graph/around/hkust": "NeighbourhoodAnswer",
    "/api/graph/way?from=hkust&to=sensetime": "WayAnswer",
    "/api/sources": "Sources",
    "/api/schema": "SchemaAnswer",
}


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[Client]:
    with TestClient(create_app(Live(Settings(home=home)))) as client:
        yield client


@pytest.fixture(scope="module")
def built(home: Path) -> Observatory:
    return Observatory.open(Settings(home=home))


@pytest.mark.parametrize("address", ANSWERS)
def test_an_answer_has_the_shape_that_is_described(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    msgspec.json.decode(answer.content, type=shapes()[ANSWERS[address]])
    assert b"\\u" not in answer.content, "Chinese is written as it is"


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("entity", "EntityDocument"), ("indicator", "IndicatorDocument"), ("facet", "FacetDocument")],
)
def test_every_document_of_a_build_has_its_shape(built: Observatory, kind: str, shape: str) -> None:
    decoder = msgspec.json.Decoder(shapes()[shape])
    tables = {"entity": "entities", "indicator": "observations"}
    column = {"entity": "id", "indicator": "indicator"}
    if kind == "facet":
        ids = [one["id"] for one in built.facets()]
    else:
        ids = [r[0] for r in built.query(f"SELECT DISTINCT {column[kind]} FROM {tables[kind]}")]
    assert ids
    for id_ in ids:
        decoder.decode(built.document(kind, id_) or b"")


@pytest.mark.parametrize("address", [*ANSWERS, "/api/openapi.json"])
def test_head_and_tags(client: Client, address: str) -> None:
    whole = client.get(address)
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "cache-control", "lionrock-build"):
        assert head.headers[name] == whole.headers[name]
    tag = whole.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_tags_differ_where_answers_do(client: Client) -> None:
    addresses = (*ANSWERS, "/api/entities/hku", "/api/search?q=robots", "/api/suggest?q=hk")
    tags = [client.get(address).headers["etag"] for address in addresses]
    assert len(set(tags)) == len(tags)
    assert not matches('"a", W/"b"', '"c"')


def test_any_page_may_read(client: Client) -> None:
    origin = {"origin": "https://example.org"}
    for address in ("/api/entities/hkust", "/api/entities/nothing", "/api/nothing"):
        answer = client.get(address, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
    asked = origin | {
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    allowed = client.options("/api/entities/hkust", headers=asked)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert "GET" in allowed.headers["access-control-allow-methods"]
    assert "if-none-match" in allowed.headers["access-control-allow-headers"].lower()


def test_the_index_leads_everywhere(client: Client) -> None:
    index = client.get("/api/").json()
    assert index["version"] == __version__
    assert "CC BY 4.0" in index["attribution"]
    assert index["build"] in index["attribution"]
    ids = {
        "facets": "governance",
        "entities": "hkust",
        "indicators": "startups_total",
        "graph": "hkust",
    }
    for route in index["routes"]:
        part = route["path"].split("/")[2] if route["path"].count("/") > 1 else ""
        address = route["path"].replace("{id}", ids.get(part, "")).replace("{board}", "force")
        if route["path"].startswith(("/api/review", "/api/check/")):
            continue  # for who sits at the machine: tests/serve/test_trusted.py
        if route["method"] == "POST":
            assert client.post(address, json={"text": "HKU"}).status_code == 200, route
            continue
        if route["path"] == "/api/entities":
            address += "?id=hkust"
        if route["path"].endswith("/as-of"):
            address += "?q=a&day=2024-06-30"
        needs = {"search": "?q=a", "suggest": "?q=a", "graph": "?from=hkust&to=cuhk"}
        address += needs.get(part, "") if "?" not in address else ""
        assert client.get(address).status_code == 200, route
        assert route["summary"].endswith(".")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/entities/hkusst", 404, "/api/search?q=hkusst"),
        ("/api/entities/%3Cscript%3E", 404, "/api/search?q=%3Cscript%3E"),
        ("/api/entities/a/b", 404, "/api/"),
        ("/api/indicators/nope", 404, "/api/search"),
        ("/api/facets/nope", 404, "startups"),
        ("/api/facets/nope/table", 404, "startups"),
        ("/api/nope", 404, "/api/"),
        ("/api/search", 400, "q: missing"),
        ("/api/search?q=" + "x" * 501, 400, "500"),
        ("/api/search?q=a&limit=0", 400, "limit"),
        ("/api/search?q=a&limit=201", 400, "200"),
        ("/api/search?q=a&offset=-1", 400, "offset"),
        ("/api/search?q=a&offset=999999999999999999999", 400, "offset"),
        ("/api/search?q=a&limit=many", 400, "limit"),
        ("/api/search?q=a&kind=nope", 400, "organisation"),
        ("/api/suggest?q=a&limit=1000", 400, "200"),
        ("/api/indicators?facet=nope", 400, "startups"),
        ("/api/facets/startups/table?where.nope=1", 404, "sector"),
        ("/api/facets/startups/table?where.sector=a&where.sector=b", 400, "twice"),
        ("/api/facets/startups/table?where.sector=" + "x" * 501, 400, "500"),
        ("/api/facets/startups/table?order=nope", 404, "known: label"),
        ("/api/facets/startups/table?table=nope", 404, "known"),
        ("/api/facets/startups/table?descending=perhaps", 400, "descending"),
    ],
)
def test_a_refusal_says_what_to_do(client: Client, address: str, status: int, said: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    found = msgspec.json.decode(answer.content, type=shapes()["Problem"])
    assert (found.status, found.type) == (status, "about:blank")
    assert said in found.detail
    assert bool(found.parameters) == (status == 400 or "?" in address)
    assert client.head(address).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    answer = client.request(method, "/api/entities/hkust")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == PROBLEM
    assert "GET" in answer.headers["allow"]


def test_a_failure_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    @get("/api/broken", sync_to_thread=False)
    def broken() -> None:
        raise RuntimeError("a secret of the server")

    with (
        caplog.at_level(logging.ERROR, "lionrock.serve"),
        create_test_client(
            [broken],
            exception_handlers={Exception: problem},
            raise_server_exceptions=False,
            logging_config=None,
        ) as client,
    ):
        answer = client.get("/api/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert "secret" not in answer.text
    assert "a secret of the server" in caplog.text


def test_what_is_given_again_is_what_was_found(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = {"accept-encoding": "identity"}
    for address in (
        "/api/search?q=robotics", "/api/suggest?q=hk", "/api/facets",
        "/api/facets/startups/table?limit=2", "/api/indicators?facet=research",
    ):  # fmt: skip
        first, again = (client.get(address, headers=plain) for _ in range(2))
        assert (first.content, first.headers["etag"]) == (again.content, again.headers["etag"])
        known = client.get(address, headers=plain | {"if-none-match": first.headers["etag"]})
        head = client.head(address, headers=plain)
        assert (known.status_code, known.content) == (304, b"")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(first.content))
    wrong = [client.get("/api/search?q=a&kind=nothing") for _ in range(2)]
    assert [one.status_code for one in wrong] == [400, 400]
    found = client.get("/api/search?q=robotics").content
    monkeypatch.setattr(Observatory, "search", None)  # who asks it now fails
    assert client.get("/api/search?q=robotics").content == found
    assert client.get("/api/search?q=robotics&limit=3").status_code == 500
