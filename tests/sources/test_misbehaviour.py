"""Whatever a server does to a source, the set before stays and what was wrong is told."""

import gzip
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.build import reference_of
from lionrock.sources import openalex, openalex_institutions, ror
from lionrock.sources._update import update
from lionrock.store.live import Status, latest
from tests.sources.dumps import row, serve_dumps
from tests.sources.live_home import Home, answer, keep_works, kept
from tests.sources.misbehaving import (
    Answer,
    Request,
    Server,
    drip,
    endless,
    http,
    page,
    redirect,
    refused,
)
from tests.sources.test_openalex import service
from tests.sources.test_openalex_entities import service as institutions
from tests.sources.visiting import changed

ASKED = {
    "wikidata": "/wikidata/Q90000001.json", "gleif": "/gleif/", "arxiv": "/arxiv/",
    "huggingface": "/huggingface/models", "openalex": "/works", "ror": "/ror/list",
    "openalex_institutions": "/institutions",
}  # fmt: skip
"""The address of each source that misbehaves, once there is a good set."""


def _cut_gzip(request: Request) -> bytes:
    body = gzip.compress(json.dumps({"results": list(range(500))}).encode(), mtime=0)[:-30]
    return http(body, Content_Type="application/json", Content_Encoding="gzip")


def _breaks_off(request: Request) -> None:
    request.connection.sendall(http(b'{"results": [', length=9_000, Content_Type="text/json"))


def _big5(request: Request) -> bytes:
    kind = "application/json; charset=big5"
    return http('{"a": "港"}'.encode("big5"), Content_Type=kind)


MISDEEDS: dict[str, tuple[Answer, str]] = {
    "429": (refused(429), "HTTP 429"),
    "503": (refused(503), "HTTP 503"),
    "truncated gzip": (_cut_gzip, ""),
    "wrong length": (_breaks_off, ""),
    "to this machine": (redirect("http://127.0.0.1:9/"), "which is not a public address"),
    "to the cloud's keys": (
        redirect("http://169.254.169.254/latest/"),
        "169.254.169.254, which is not a public address",
    ),
    "wrong charset": (_big5, ""),
    "a web page": (page(), "was due"),
    "nothing": (lambda request: http(b"", Content_Type="application/json"), ""),
}


@pytest.fixture
def home(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which every source has a good set."""
    made = Home(tmp_path, server, monkeypatch)
    for kind in ("models", "datasets"):
        body = kept("huggingface", f"{kind}-lanting-lab-0000-001.json")
        server.answers[f"/huggingface/{kind}"] = answer(body)
    monkeypatch.setattr(openalex, "API", server.url("").rstrip("/"))
    server.answers["/works"] = service()
    monkeypatch.setattr(openalex_institutions, "API", server.url("").rstrip("/"))
    server.answers["/institutions"] = institutions("institutions")
    serve_dumps(server, monkeypatch, {"v9.1-2026-09-01": [row("aaaaaa")]})
    return made


def _updated(home: Home, source: str) -> Status:
    beside = {one.SOURCE.id: one for one in (openalex, openalex_institutions, ror)}
    module = beside.get(source)
    if module is None:
        return home.update(source)[0]
    with home.client.door() as door:
        known = reference_of(home.settings)
        (status,) = update(home.settings, known, (module,), door, lambda *told: None)
    return status


def _prepared(home: Home, source: str) -> None:
    if source == "gleif":
        home.update("wikidata")
    if source == "arxiv":
        keep_works(home)


@pytest.mark.parametrize("misdeed", MISDEEDS)
@pytest.mark.parametrize("source", ASKED)
def test_the_set_before_stays_and_the_reason_is_told(home: Home, source: str, misdeed: str) -> None:
    _prepared(home, source)
    first = _updated(home, source)
    assert (first.state, first.failure) == ("new", None)
    before = latest(home.settings, source)
    assert before
    does, said = MISDEEDS[misdeed]
    good: Callable[[Request], bytes | None] = home.server.answers[ASKED[source]]
    home.server.answers[ASKED[source]] = does
    home.client.policy = changed(home.client.policy, total=2, read=2, tries=2)
    status = _updated(home, source)
    assert status.state in ("failed", "paused") and status.failure is not None
    assert said in status.failure.message and status.failure.message
    assert latest(home.settings, source) == before
    assert status.checked_at == first.checked_at, "what failed was not checked"
    home.server.answers[ASKED[source]] = good
    healed = _updated(home, source)
    assert (healed.state, healed.failure) == ("unchanged", None)


def _head(source: str) -> bytes:
    kind = "application/atom+xml" if source == "arxiv" else "application/json"
    return b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n"


@pytest.mark.parametrize("source", ASKED)
def test_an_endless_body_is_cut_at_the_most_a_file_may_have(home: Home, source: str) -> None:
    _prepared(home, source)
    assert _updated(home, source).state == "new"
    before = latest(home.settings, source)
    body = endless(_head(source) + b"\r\n", b" " * (1 << 20))
    home.server.answers[ASKED[source]] = body
    home.client.policy = changed(home.client.policy, tries=1)
    status = _updated(home, source)
    assert status.failure is not None and status.failure.reason == "too_large"
    assert latest(home.settings, source) == before


@pytest.mark.parametrize("source", ASKED)
def test_a_slow_drip_ends_with_the_time_for_a_file(home: Home, source: str) -> None:
    _prepared(home, source)
    assert _updated(home, source).state == "new"
    before = latest(home.settings, source)
    over = threading.Event()
    head = _head(source) + b"Content-Length: 90000\r\n\r\n"
    home.server.answers[ASKED[source]] = drip(head, lambda: not over.wait(0.05))
    home.client.policy = changed(home.client.policy, total=0.5, read=2, tries=1)
    try:
        status = _updated(home, source)
    finally:
        over.set()
    assert status.failure is not None and status.failure.reason == "timeout"
    assert latest(home.settings, source) == before
