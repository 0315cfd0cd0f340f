"""Every route has an example in the description; asked again, it answers in the same shape."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve.api import examples
from lionrock.serve.api.examples import ASKED, SENT
from lionrock.serve.api.openapi import shapes
from lionrock.serve.app import create_app
from lionrock.settings import Settings

Client = TestClient[Any]
FILE = Path(str(files("lionrock.serve.api").joinpath("examples.json")))
TRUSTED = {"/review", "/review/judge", "/review/undo"}
FETCHING = "/check/address"  # what it answers is what /check does (tests/serve/test_trusted.py)
NOT_FOUND = {"/research/unknown/{id}"}  # the bundled registry has no works, so no names of theirs


@pytest.fixture(scope="module")
def trusting(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A site over a home of its own, asked from its own machine."""
    own = tmp_path_factory.mktemp("trusting") / "home"
    shutil.copytree(home, own, symlinks=True)
    with TestClient(create_app(Live(Settings(own))), base_url="http://127.0.0.1") as client:
        yield client


def ask(site: Client, path: str) -> Any:
    if path == "/review/undo":
        number = site.post("/api/review/judge", json=SENT["/review/judge"]).json()["number"]
        return site.post(f"/api{path}", json=SENT[path] | {"number": number})
    if path in SENT:
        return site.post(f"/api{path}", json=SENT[path])
    given = dict(ASKED[path])
    address = path
    for name in [name for name in given if f"{{{name}}}" in path]:
        address = address.replace(f"{{{name}}}", quote(str(given.pop(name)), safe=""))
    return site.get(f"/api{address}" + (f"?{urlencode(given)}" if given else ""))


def cut(body: Any, depth: int = 0) -> Any:
    """An answer with one thing of every list and two of every table of many alike."""
    if isinstance(body, list) and len(body) < 5 and not any(isinstance(n, dict) for n in body):
        return body  # a pair or a triple, whose length means something
    if isinstance(body, list):
        return [cut(one, depth + 1) for one in body[:1]]
    if isinstance(body, dict):
        alike = len(body) > 3 and all(isinstance(one, dict) for one in body.values())
        kept = list(body.items())[:2] if alike and depth else body.items()
        return {name: cut(one, depth + 1) for name, one in kept}
    return body


def declared(specification: Any, path: str, status: int) -> Any:
    ((_, operation),) = specification["paths"]["/api" + path.removesuffix("/")].items()
    (content,) = operation["responses"][str(status)]["content"].values()
    return operation, content


def is_of_shape(body: Any, schema: Any) -> None:
    if "$ref" in schema:
        shape = shapes()[schema["$ref"].rpartition("/")[2]]
        msgspec.convert(body, shape)
    else:
        assert isinstance(body, dict)


@pytest.fixture(scope="module")
def specification(site: Client) -> Any:
    return site.get("/api/openapi.json").json()


def test_every_route_has_one(specification: Any) -> None:
    paths = {path.removeprefix("/api") or "/" for path in specification["paths"]}
    assert {*ASKED, *SENT} == paths
    assert specification["openapi"].startswith("3.1")


def test_the_answers_are_written(
    site: Client, trusting: Client, pytestconfig: pytest.Config
) -> None:
    every = [path for path in (*ASKED, *SENT) if path != FETCHING]
    if pytestconfig.getoption("--golden"):
        made = {}
        for path in every:
            answer = ask(trusting if path in TRUSTED else site, path)
            body = {"openapi": "3.1.0"} if path == "/openapi.json" else cut(answer.json())
            made[path] = {"status": answer.status_code, "body": body}
        FILE.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
        examples.answers.cache_clear()
    assert [*examples.answers()] == every


@pytest.mark.parametrize("path", [*ASKED, *(one for one in SENT if one != FETCHING)])
def test_an_example_answers_as_it_says(
    site: Client, trusting: Client, specification: Any, path: str
) -> None:
    answer = ask(trusting if path in TRUSTED else site, path)
    told = examples.answers()[path]
    assert answer.status_code == told["status"] == (404 if path in NOT_FOUND else 200)
    operation, content = declared(specification, path, answer.status_code)
    assert content["example"] == told["body"]
    for body in (answer.json(), told["body"]):
        is_of_shape(body, content["schema"])
    assert {*told["body"]} <= {*answer.json()}
    named = {one["name"]: one for one in operation.get("parameters", ())}
    for name in ASKED.get(path, {}):
        assert "example" in named[name]
    assert all("example" in one for one in named.values() if one["required"])
    if path in SENT:
        assert operation["requestBody"]["content"]["application/json"]["example"] == SENT[path]
