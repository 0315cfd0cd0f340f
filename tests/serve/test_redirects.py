"""An id that was merged into another leads to it, on the site and in the API."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.model.text import LANGUAGES
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.store.judgements import add, undo
from tests.doubled import AT, NEW, OLD, judged, lines
from tests.world import make_world


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("redirects")
    made = Settings(folder / "home", make_world(folder / "registry", lines()))
    add(made, judged(NEW, OLD))
    build(made)
    return made


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[TestClient[Any]]:
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_old_page_leads_to_the_new_one(site: TestClient[Any], lang: str) -> None:
    moved = site.get(f"/{lang}/entity/{OLD}", follow_redirects=False)
    assert moved.status_code == 301
    assert moved.headers["location"] == f"/{lang}/entity/{NEW}"
    assert moved.headers["cache-control"] == "no-cache"
    assert moved.headers["content-security-policy"]
    page = site.get(f"/{lang}/entity/{OLD}")
    assert (page.status_code, page.url.path) == (200, f"/{lang}/entity/{NEW}")
    assert "Lumen Robotics Limited" in page.text


def test_a_section_of_the_old_page_leads_to_that_of_the_new_one(site: TestClient[Any]) -> None:
    moved = site.get(f"/en/entity/{OLD}/timeline", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (301, f"/en/entity/{NEW}/timeline")
    moved = site.get(f"/en/entity/{OLD}/%0D%0Aset-cookie", follow_redirects=False)
    assert "set-cookie" not in moved.headers
    assert moved.headers["location"] == f"/en/entity/{NEW}/%0D%0Aset-cookie"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_api_leads_on(site: TestClient[Any], method: str) -> None:
    moved = site.request(method, f"/api/entities/{OLD}", follow_redirects=False)
    assert moved.status_code == 301
    assert moved.headers["location"] == f"/api/entities/{NEW}"
    assert moved.headers["access-control-allow-origin"] == "*"
    assert moved.headers["lionrock-build"]
    assert moved.content == b""
    assert site.get(f"/api/entities/{OLD}").json()["id"] == NEW


def test_an_id_that_never_was_is_not_found(site: TestClient[Any]) -> None:
    assert site.get("/en/entity/nobody").status_code == 404
    assert site.get("/api/entities/nobody").status_code == 404


def test_taking_the_merge_back_brings_the_page_back(settings: Settings) -> None:
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as client:
        assert client.get(f"/en/entity/{OLD}", follow_redirects=False).status_code == 301
        undo(settings, 1, "ann", AT.format(5))
        build(settings)
        page = client.get(f"/en/entity/{OLD}", follow_redirects=False)
        assert page.status_code == 200
        assert client.get(f"/api/entities/{OLD}").json()["id"] == OLD
        add(settings, judged(NEW, OLD, second=7))
        build(settings)
