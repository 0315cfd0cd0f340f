"""Pages are made once a build, a day and an address; a new build's pages are new."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Response
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.serve.app import create_app
from lionrock.serve.kept import Answers
from lionrock.serve.render import Page
from lionrock.settings import Settings
from tests.world import facts, make_world

Client = TestClient[Any]


@pytest.fixture
def settings(world: Settings, tmp_path: Path) -> Settings:
    made = Settings(tmp_path / "home", make_world(tmp_path / "registry", facts()))
    shutil.copytree(world.home, made.home, symlinks=True)
    return made


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(settings))) as site:
        yield site


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the address of every page that is made."""
    made: list[str] = []
    real = Page.answer

    def answer(self: Page, *given: Any, **shown: Any) -> Response[bytes]:
        made.append(f"{self.lang}/{self.path}")
        return real(self, *given, **shown)

    monkeypatch.setattr(Page, "answer", answer)
    return made


def test_a_page_is_made_once_and_answered_alike(client: Client, rendered: list[str]) -> None:
    first, second = (client.get("/en/entity/lumen") for _ in range(2))
    assert rendered == ["en/entity/lumen"]
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert second.headers["content-type"] == first.headers["content-type"]
    assert second.headers["content-security-policy"] == first.headers["content-security-policy"]
    held = client.get("/en/entity/lumen", headers={"if-none-match": first.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    assert client.head("/en/entity/lumen").content == b""
    assert rendered == ["en/entity/lumen"]


def test_another_language_address_or_question_is_another_page(
    client: Client, rendered: list[str]
) -> None:
    for path in ("/en/search?q=lumen", "/zh-Hant/search?q=lumen", "/en/search?q=vantry"):
        assert client.get(path).status_code == 200
    assert len(rendered) == 3
    assert "vantry" in client.get("/en/search?q=vantry").text
    assert len(rendered) == 3


def test_what_is_not_found_is_not_remembered(client: Client) -> None:
    assert client.get("/en/entity/nobody").status_code == 404
    assert client.get("/en/entity/nobody").status_code == 404
    assert not client.app.state.answers._values


def test_a_new_build_has_pages_of_its_own(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    before = client.get("/en/entity/lumen").text
    lines = facts()
    lines["organisations.jsonl"][0]["names"]["en"][0] = "Vantry Institute of Everything"
    id_ = lines["organisations.jsonl"][0]["id"]
    make_world(settings.registry, lines)
    build(settings)
    assert "Vantry Institute of Everything" in client.get(f"/en/entity/{id_}").text
    assert client.get("/en/entity/lumen").text != before  # it names the build it is of


def test_a_new_build_lets_go_of_the_pages_before(client: Client, settings: Settings) -> None:
    for path in ("/en/entity/lumen", "/en/facet/startups"):
        assert client.get(path).status_code == 200
    state = client.app.state
    assert len(state.answers._values) == 2
    assert state.kept._values
    lines = facts()
    lines["organisations.jsonl"][0]["names"]["en"][0] = "Vantry Institute of Everything"
    make_world(settings.registry, lines)
    build(settings)
    assert client.get("/api/facets").status_code == 200
    assert not state.answers._values
    assert not state.kept._values
    assert (state.answers._size, state.kept._size) == (0, 0)


def test_memory_has_a_bound() -> None:
    answers = Answers(held=1000)
    for number in range(50):
        answers.keep(number, Response(bytes(100)))
    assert [n for n in range(50) if answers.get(n)] == list(range(40, 50))
    answers.keep("large", Response(bytes(1001)))
    assert answers.get("large") is None
    answers.keep(49, Response(bytes(10)))
    assert answers._size == 910
