"""Hostile text goes in by the registry and comes out of every door as text, or not at all."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from litestar.testing import TestClient

from lionrock.answer.export import export
from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.cli import run
from lionrock.model.text import LANGUAGES
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from tests.harmless import (
    CANARIES,
    can_be_read_back,
    has_no_formula,
    is_harmless_html,
    is_harmless_in_a_terminal,
)
from tests.world import facts, make_world

FORMATS = ("csv", "jsonl", "xlsx", "ftm", "jsonld", "graphml", "gexf")
PAGES = ("", "entity/{id}", "indicators", "facet/startups", "facet/research", "search?q=alert",
         "changes", "facet/startups/board/people", "check")  # fmt: skip
FEEDS = ("/{lang}/changes.atom", "/{lang}/changes.json", "/{lang}/entity/{id}/changes.atom")


class Poisoned(NamedTuple):
    """A home with a canary in every organisation; one site over it; the ids, by canary."""

    settings: Settings
    site: TestClient[Any]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poisoned]:
    folder = tmp_path_factory.mktemp("poisoned")
    lines, ids = facts(), dict[str, str]()
    canaries = list(CANARIES.items())
    for number, line in enumerate(lines["organisations.jsonl"]):
        name, canary = canaries[number % len(canaries)]
        ids.setdefault(name, line["id"])
        line["names"] = {lang: [f"{canary[:2_000]} {number}"] for lang in LANGUAGES}
        line["note"] = canary
        line["sources"] = [f"https://x.example/{number}?q=%22%3E<script>alert(1)</script>"]
    assert len(ids) == len(CANARIES)
    settings = Settings(folder / "home", make_world(folder / "registry", lines))
    build(settings)
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as site:
        yield Poisoned(settings, site, ids)


@pytest.mark.parametrize("canary", CANARIES)
def test_pages_show_it_as_text(poisoned: Poisoned, canary: str) -> None:
    for lang in LANGUAGES:
        for page in PAGES:
            answer = poisoned.site.get(f"/{lang}/{page.format(id=poisoned.ids[canary])}")
            assert answer.status_code in (200, 404), page
            is_harmless_html(answer.text)
            assert "49${" not in answer.text
        assert poisoned.site.get(f"/{lang}/entity/{poisoned.ids[canary]}").status_code == 200


@pytest.mark.parametrize("canary", CANARIES)
def test_the_api_and_feeds_are_whole(poisoned: Poisoned, canary: str) -> None:
    found = poisoned.site.get(f"/api/entities/{poisoned.ids[canary]}")
    assert found.headers["content-type"].startswith("application/json")
    assert found.headers["x-content-type-options"] == "nosniff"
    assert CANARIES[canary] in {fact["value"] for fact in found.json()["facts"]}
    for feed in FEEDS:
        answer = poisoned.site.get(feed.format(lang="en", id=poisoned.ids[canary]))
        if feed.endswith(".atom") and answer.status_code == 200:
            for element in ElementTree.fromstring(answer.text).iter():
                assert not element.tag.endswith(("script", "img"))
                assert not str(element.get("href", "")).startswith("javascript:")
        elif answer.status_code == 200:
            assert isinstance(answer.json()["items"], list)
        assert answer.status_code in (200, 404)


@pytest.fixture(scope="module")
def exported(poisoned: Poisoned, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(Observatory.open(poisoned.settings), folder, list(FORMATS))
    return folder


def test_no_cell_of_a_table_is_a_formula(exported: Path) -> None:
    assert list(exported.rglob("*.xlsx"))
    assert has_no_formula(exported) > 500


def test_graphs_and_lines_can_be_read_back(exported: Path) -> None:
    assert len([*exported.rglob("*.graphml"), *exported.rglob("*.gexf")]) >= 2
    assert can_be_read_back(exported) > 100


@pytest.mark.parametrize("form", ["html", "md", "pdf"])
def test_a_report_is_harmless(
    poisoned: Poisoned, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    out = tmp_path / f"report.{form}"
    code = run(["--home", str(poisoned.settings.home), "report", "--format", form, "-o", str(out)])
    told = capsys.readouterr().err
    assert code == 0 or (form == "pdf" and "typst" in told), told
    if code:
        pytest.skip(told)
    if form == "pdf":
        assert b"/JavaScript" not in out.read_bytes()
        return
    text = out.read_text("utf-8")
    if form == "html":
        is_harmless_html(text)
    else:
        assert not re.search(r"(?<!\\)<(?!https?://)", text), "a tag that is not escaped"
        assert not re.search(r"(?<!\\)\]\(javascript:", text)


@pytest.mark.parametrize("canary", CANARIES)
def test_a_terminal_gets_no_codes(
    poisoned: Poisoned, capsys: pytest.CaptureFixture[str], canary: str
) -> None:
    home = ["--home", str(poisoned.settings.home)]
    for command in (["show", poisoned.ids[canary], "--evidence"], ["search", "lab"], ["facets"]):
        assert run([*home, *command]) in (0, 1)
        told = capsys.readouterr()
        for text in (told.out, told.err):
            is_harmless_in_a_terminal(text)


@pytest.mark.parametrize("code", ["\x1b[2J\x1b]0;owned\x07", "\x9b31m", "a\u202egnp.exe", "a\x00b"])
def test_codes_never_enter_by_the_registry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    """A line with codes is refused by file and line, and the refusal itself holds none."""
    lines = facts()
    lines["organisations.jsonl"][1]["note"] = code
    lines["organisations.jsonl"][2]["names"] = {"en": [code]}
    registry = make_world(tmp_path / "registry", lines)
    assert run(["--home", str(tmp_path / "home"), "validate", str(registry)]) == 2
    told = capsys.readouterr()
    assert "organisations.jsonl:2: note: control character" in told.out
    assert "organisations.jsonl:3: " in told.out
    is_harmless_in_a_terminal(told.out + told.err)
