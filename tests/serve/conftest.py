"""The site over the bundled registry, asked in the same process."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.sources import _http
from tests.built import built_world
from tests.doubled import NEW, OLD, lines
from tests.sources.misbehaving import Server, http, server

PAGE = """<html lang="en"><head><title>A record</title></head><body><article><h1>A record</h1>
<p>Lumen Robotics was founded in 1975. It is a company that everybody has heard of by now.</p>
</article></body></html>"""


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[TestClient[Any]]:
    app = create_app(Live(Settings(home=home)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of this machine that may be asked as if it were a public one."""
    with server() as running:
        kept = http(PAGE.encode(), Content_Type="text/html; charset=utf-8")
        running.answers["/page.html"] = lambda _: kept
        policy = msgspec.structs.replace(
            _http.policy("0"), allow=frozenset({("127.0.0.1", running.port)})
        )
        monkeypatch.setattr(_http, "policy", lambda _: policy)
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with two names of one company that nobody has judged."""
    world = lines()
    world["relations.jsonl"] = [
        one for one in world["relations.jsonl"] if {one["subject"], one["object"]} != {OLD, NEW}
    ]
    return built_world(tmp_path, world)
