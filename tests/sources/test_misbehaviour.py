"""Whatever a server does to a source, the set before stays and what was wrong is told."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.build import reference_of
from lionrock.sources import openalex
from lionrock.sources._update import update
from lionrock.store.live import Status, latest
from tests.sources.misbehaving import Answer, Request, Server, http, page, redirect, refused
from tests.sources.test_live_sources import Home, answer, keep_works, kept
from tests.sources.test_openalex import service
from tests.sources.visiting import changed

ASKED = {
    "wikidata": "/wikidata/Q90000001.json", "gleif": "/gleif/", "arxiv": "/arxiv/",
    "huggingface": "/huggingface/models", "openalex": "/works",
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
    return made


def _updated(home: Home, source: str) -> Status:
    if source != "openalex":
        return home.update(source)[0]
    with home.client.door() as door:
        known = reference_of(home.settings)
        (status,) = update(home.settings, known, (openalex,), door, lambda *told: None)
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
