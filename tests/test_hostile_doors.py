"""Hostile text goes in by the registry and comes out of every door as text, or not at all."""

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
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
from tests.world import facts, make_world

SCRIPT = "<script>alert(1)</script>"
CANARIES = {
    "script": f"{SCRIPT}\"'><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% raw %}${7*7}#{7*7}",
    "formula": '=HYPERLINK("http://x.example","a")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "markdown": "[a](javascript:alert(1)) ![b](http://x.example/c.png) `<b>`",
    "cdata": "]]><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    "markup": "[bold red]a[/] [link=http://x.example]b[/link]",
    "zero width": "Lu\u200bmen\u200d\u2060\ufeff Lab",
    "long": "A" * 100_000,
}
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


class Elements(HTMLParser):
    """Refuses what a browser would run or fetch from elsewhere."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element as a browser reads it."""
        assert tag not in ("iframe", "object", "embed", "base")
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "action"):
                assert not str(value).strip().lower().startswith(("javascript:", "data:"))
            if tag in ("script", "img") and name == "src":
                assert str(value).startswith("/"), value


def is_harmless_html(text: str) -> None:
    assert "<script>alert" not in text.lower()
    assert "root:" not in text
    Elements().feed(text)


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
    csv.field_size_limit(10_000_000)
    cells = 0
    for path in exported.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    cells += 1
                    assert not re.match(r"\s*[=@]", cell), (path.name, cell[:80])
                    assert not re.match(r"\s*[+-](?![\d.]+$)", cell), (path.name, cell[:80])
    assert cells > 500
    for path in exported.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                sheet = book.read(name).decode("utf-8", "replace")
                assert "<f>" not in sheet and "<f " not in sheet, (path.name, name)
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(sheet)
                assert "hyperlink" not in sheet.lower() or "HYPERLINK(" in sheet, name


def test_graphs_and_lines_can_be_read_back(exported: Path) -> None:
    graphs = [*exported.rglob("*.graphml"), *exported.rglob("*.gexf")]
    assert len(graphs) >= 2
    for path in graphs:
        text = "".join(ElementTree.parse(path).getroot().itertext())
        assert "root:" not in text
    lines = 0
    for path in [*exported.rglob("*.jsonl"), *exported.rglob("*.json")]:
        for line in path.read_text("utf-8").splitlines() if path.suffix == ".jsonl" else ():
            json.loads(line)
            lines += 1
    assert lines > 100
    for path in exported.rglob("*.jsonld"):
        json.loads(path.read_text("utf-8"))


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
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


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
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told.out + told.err)
