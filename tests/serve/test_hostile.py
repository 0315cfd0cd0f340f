"""Text from a registry is only ever text, whatever it says."""

import json
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
from tests.world import make_world

EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient[Any], str]]:
    folder = tmp_path_factory.mktemp("hostile")
    registry = make_world(folder / "registry")
    changed = _spoil(registry / "organisations.jsonl")
    settings = Settings(folder / "home", registry)
    build(settings)
    app = create_app(Live(settings))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client, changed


def _spoil(path: Path) -> str:
    """Give every organisation a hostile name and note; return an id."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for number, line in enumerate(lines):
        line["names"] = {lang: [f"{EVIL}{number}"] for lang in LANGUAGES}
        line["note"] = EVIL
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return str(lines[0]["id"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_stay_text(hostile: tuple[TestClient[Any], str], lang: str) -> None:
    site, id_ = hostile
    pages = [
        "",
        f"entity/{id_}",
        "indicators",
        "facet/startups",
        "facet/research",
        "search?q=alert",
    ]
    for page in pages:
        answer = site.get(f"/{lang}/{page}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
    assert "&lt;script&gt;alert" in site.get(f"/{lang}/entity/{id_}").text
    assert "{{7*7}}" in site.get(f"/{lang}/entity/{id_}").text


@pytest.mark.parametrize("query", [EVIL, "'\"><", "%00", "\ud83d\ude00", "a" * 5000, "{{ t }}"])
def test_hostile_questions_stay_text(hostile: tuple[TestClient[Any], str], query: str) -> None:
    site, _ = hostile
    answer = site.get(
        "/en/search", params={"q": query.encode("utf-16", "surrogatepass").decode("utf-16")}
    )
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "<img src=x" not in answer.text


@pytest.mark.parametrize(
    "path", ["/en/%2e%2e/%2e%2e/etc/passwd", "/static/../run.py", "/static/%2e%2e/run.py",
             "/en/entity/%00",
             "/en/entity/" + "x" * 5000, "/en//", "/en/facet/startups?page=%ff", "/%ff"]
)  # fmt: skip
def test_odd_addresses_do_no_harm(hostile: tuple[TestClient[Any], str], path: str) -> None:
    site, _ = hostile
    answer = site.get(path)
    assert answer.status_code in (200, 400, 404)
    assert "root:" not in answer.text and "granian" not in answer.text
