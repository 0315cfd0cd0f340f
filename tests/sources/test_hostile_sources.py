"""Hostile text goes in by every live source and comes out of every door as text, or not at all."""

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.export import export
from lionrock.answer.extraction.desk import EventDesk
from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.cli import run
from lionrock.model.text import LANGUAGES
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.sources import feeds, ror, webpages
from lionrock.store.snapshots import Shelf
from tests.harmless import (
    CANARIES,
    CODES,
    can_be_read_back,
    has_no_formula,
    is_harmless_html,
    is_harmless_in_a_terminal,
)
from tests.sources.document_home import Home as Documents
from tests.sources.document_home import item, said
from tests.sources.dumps import row, written
from tests.sources.live_home import Home, answer, keep_works, kept
from tests.sources.misbehaving import Server
from tests.works import NOBODY, work

HOSTILE = [text[:2_000] for text in CANARIES.values()] + [CODES]
PAGES = (
    "", "entity/bank", "entity/hatchery", "indicators", "facet/research", "works", "works?field=ai",
    "ties", "research-unknown", "research-method", "search?q=alert", "changes", "report",
)  # fmt: skip
API = ("/api/works", "/api/entities/bank", "/api/search?q=alert", "/api/statements",
       "/api/research/unknown", "/api/changes", "/api/sources")  # fmt: skip
EVENT = "Vantry University opened an artificial intelligence laboratory on 3 November 2026"


@pytest.fixture
def home(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, server, monkeypatch)


@pytest.fixture
def documents(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Documents:
    return Documents(tmp_path, server, monkeypatch)


def by_wikidata(home: Home) -> None:
    body = kept("wikidata", "q90000001.json")
    labels = body["entities"]["Q90000001"]
    for lang, text in zip(("en", "zh", "zh-hans", "zh-hk"), HOSTILE, strict=False):
        labels["labels"][lang] = {"language": lang, "value": text}
    labels["aliases"] = {"en": [{"language": "en", "value": text} for text in HOSTILE]}
    home.serve_item("Q90000001", body)
    (status,) = home.update("wikidata")
    assert status.failure is None


def by_gleif(home: Home) -> None:
    """Codes for terminals it refuses, with the set they came in; the rest enters."""
    body = kept("gleif", "records-001.json")
    entity = body["data"][0]["attributes"]["entity"]
    entity["legalName"]["name"] = HOSTILE[0]
    entity["otherNames"] = [
        {"name": text, "language": "en", "type": "PREVIOUS_LEGAL_NAME"}
        for text in HOSTILE
        if text != CODES
    ]
    home.server.answers["/gleif/"] = answer(body)
    assert [one.failure for one in home.update("wikidata", "gleif")] == [None, None]


def by_huggingface(home: Home) -> None:
    models = kept("huggingface", "models-lanting-lab-0000-001.json")
    models[0]["tags"] += [f"base_model:{text}" for text in HOSTILE] + HOSTILE
    models[0]["pipeline_tag"] = HOSTILE[0]
    home.server.answers["/huggingface/models"] = answer(models)
    home.server.answers["/huggingface/datasets"] = answer([])
    (status,) = home.update("huggingface")
    assert status.failure is None


def by_openalex(home: Home) -> None:
    works = []
    for number, text in enumerate(HOSTILE):
        one = work(900 + number, 2025, "T10320", [(text, ("I200769079",))], [NOBODY])
        place = one["primary_location"]["source"]
        place["display_name"] = text
        for institution in one["authorships"][0]["institutions"]:
            institution["display_name"] = text
        works.append(one | {"title": text, "display_name": text, "language": "en"})
    keep_works(home, works)


def by_ror(home: Home) -> None:
    rows = [row(f"hst0{number:02}", text) for number, text in enumerate(HOSTILE)]
    rows += [row(f"ok{number:04}", f"Heron Institute {number}") for number in range(100)]
    ror.keep_dump(Shelf(home.settings, None), written(home.settings.registry / "d.json", rows))


def by_feeds(home: Documents) -> None:
    home.asks_for(feed=("/rss",))
    paths = [f"/{number}.htm" for number in range(len(HOSTILE))]
    told = [re.sub("[\x00-\x08\x0b-\x1f]", "", text) for text in HOSTILE]  # XML has no such
    home.feed("/rss", *(
        item(path, escape(f"AI {text}")) for path, text in zip(paths, told, strict=True)
    ))  # fmt: skip
    _serve_pages(home, paths)
    status = home.update(feeds)
    assert (status.failure, status.missed) == (None, ())


def by_webpages(home: Documents) -> None:
    paths = [f"/{number}.htm" for number in range(len(HOSTILE))]
    home.asks_for(page=tuple(paths))
    _serve_pages(home, paths)
    status = home.update(webpages)
    assert (status.failure, status.missed) == (None, ())


def _serve_pages(home: Documents, paths: list[str]) -> None:
    for path, text in zip(paths, HOSTILE, strict=True):
        shown = escape(text)
        home.serve(path, said(
            f"<html><head><title>{shown}</title></head><body><article><p>{EVENT}, {shown} with "
            f"HK$20 million, said {shown}.</p></article></body></html>"
        ))  # fmt: skip


HELD_BACK = ("ror", "huggingface")
"""What these send stays inside: names of the world are only matched against, and of models only
what their hub allows in an id is taken."""
LIVE: dict[str, Callable[[Home], None]] = {
    "wikidata": by_wikidata, "gleif": by_gleif, "huggingface": by_huggingface,
    "openalex": by_openalex, "ror": by_ror,
}  # fmt: skip
READ: dict[str, Callable[[Documents], None]] = {"feeds": by_feeds, "webpages": by_webpages}


@pytest.mark.parametrize("source", LIVE)
def test_what_a_service_sends_comes_out_as_text(
    home: Home, source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    LIVE[source](home)
    comes_out_as_text(home.settings, tmp_path, capsys, shown=source not in HELD_BACK)


@pytest.mark.parametrize("source", READ)
def test_what_a_document_says_comes_out_as_text(
    documents: Documents, source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    READ[source](documents)
    build(documents.settings)
    desk = EventDesk(Observatory.open(documents.settings), documents.settings)
    waiting = desk.waiting()
    assert len(waiting) > len(HOSTILE) // 2
    for one in waiting[1:]:  # one waits on, for the commands that list it
        desk.decide(one.handle, "accept", {})
    comes_out_as_text(documents.settings, tmp_path, capsys, shown=True)


def comes_out_as_text(
    settings: Settings, folder: Path, capsys: pytest.CaptureFixture[str], *, shown: bool
) -> None:
    """Build, then go through every door; with `shown`, the text must have come through some."""
    build(settings)
    told = "".join(_asked(settings))
    out = folder / "exported"
    export(Observatory.open(settings), out, ["csv", "jsonl", "xlsx", "jsonld", "graphml"])
    assert has_no_formula(out) > 100
    assert can_be_read_back(out) > 100
    told += "".join(path.read_text("utf-8") for path in out.rglob("*.jsonl"))
    match = folder / "names.csv"
    match.write_text('name\n"<script>alert(1)</script>"\nLanting University\n', "utf-8")
    home = ["--home", str(settings.home)]
    capsys.readouterr()
    for command in (
        ["show", "bank", "--evidence"], ["search", "alert"], ["sources"], ["facets"],
        ["review", "--list"], ["review-events", "--list"], ["match", str(match), "-o", "-"],
    ):  # fmt: skip
        run([*home, *command])
        said_ = capsys.readouterr()
        is_harmless_in_a_terminal(said_.out.replace("\r\n", "\n") + said_.err.replace("\r", "\n"))
    assert ("alert(1)" in told) == shown, "it came through no door"


def _asked(settings: Settings) -> Iterator[str]:
    with TestClient(create_app(Live(settings)), raise_server_exceptions=False) as site:
        for lang in LANGUAGES:
            for page in PAGES:
                found = site.get(f"/{lang}/{page}")
                assert found.status_code in (200, 404), (page, found.status_code)
                is_harmless_html(found.text)
                yield found.text
        for path in API:
            answered = site.get(path)
            assert answered.status_code in (200, 404), (path, answered.text[:200])
            assert answered.headers["x-content-type-options"] == "nosniff"
            yield json.dumps(answered.json(), ensure_ascii=False)
        made: list[Any] = Observatory.open(settings).query("SELECT id FROM entities")
        for (id_,) in made:
            is_harmless_html(site.get(f"/en/entity/{id_}").text)
