"""A server that others can reach: nothing they send is written, and no address in it is fetched.

What writes or fetches asks for a token (tests/serve/test_trusted.py); who adds such a route guards
it: the first test names every route that takes a body.
"""

import hashlib
import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from tests.serving import serving
from tests.sources.misbehaving import Server, server
from tests.sources.misbehaving import http as answer

READING = {"GET", "HEAD", "OPTIONS"}
ASKED = {"/api/check", "/api/read", "/{lang:str}/check"}
"""What takes a text and answers about it; beside the reconciliation API, whose queries are sent."""
GUARDED = {"/api/check/address", "/api/review/judge", "/api/review/undo", "/{lang:str}/review"}


@pytest.fixture
def outside() -> Iterator[Server]:
    """Yield what a server must not be made to ask."""
    with server() as running:
        running.answers["/secret"] = lambda _: answer(b"<p>secret</p>", Content_Type="text/html")
        yield running


def test_every_route_that_takes_a_body_is_known(world: Settings) -> None:
    app = create_app(Live(world))
    taking = {
        route.path
        for route in app.routes
        for methods in [set(getattr(route, "methods", ()))]
        if methods - READING and not route.path.startswith("/reconcile")
    }
    assert taking == ASKED | GUARDED
    for route in app.routes:
        assert set(getattr(route, "methods", ())) <= READING | {"POST"}, route.path


def state(home: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }


def test_a_server_that_all_can_reach_writes_and_fetches_nothing(
    world: Settings, outside: Server
) -> None:
    before = state(world.home)
    address = outside.url("/secret")
    body = json.dumps({"text": address, "lang": "en"})
    kept = {"Content-Type": "application/json"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with serving(world.home, "--host", "0.0.0.0") as found:
        port = urlsplit(found).port

        def told(method: str, path: str, sent: str, headers: dict[str, str]) -> tuple[int, str]:
            """On a connection of its own: the server closes one whose method it refuses."""
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                connection.request(method, path, sent, headers)
                said = connection.getresponse()
                return said.status, said.read().decode("utf-8")

        for path, sent, headers in (
            ("/api/check", body, kept), ("/api/read", body, kept),
            ("/en/check", urlencode({"text": address}), form),
        ):  # fmt: skip
            status, page = told("POST", path, sent, headers)
            assert status == 200, page
            assert "<p>secret" not in page
        for path, guarded in (
            ("/api/check/address", {"url": address}),
            ("/api/review/judge", {"left": "lumen", "right": "tern", "verdict": "same"}),
            ("/api/review/undo", {"number": 1}),
        ):
            assert told("POST", path, json.dumps(guarded), kept)[0] == 403
        judged = urlencode({"left": "lumen", "right": "tern", "verdict": "same"})
        assert told("POST", "/en/check", urlencode({"url": address}), form)[0] == 403
        assert told("POST", "/en/review", judged, form)[0] == 403
        for more in (f"/en/check?url={address}", f"/api/search?q={address}"):
            assert told("GET", more, "", {})[0] in (200, 400)
        for method in ("PUT", "PATCH", "DELETE"):
            for path in (
                "/api/entities/lumen",
                "/en/entity/lumen",
                "/api/check",
                "/static/site.css",
            ):
                assert told(method, path, "", kept)[0] in (404, 405), (method, path)
    assert outside.requests == []
    assert state(world.home) == before
