"""What changed, as page, route and feeds: whom it is about, why, and nothing hostile in it."""

import json
import shutil
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.build import build
from lionrock.model.change import Change
from lionrock.model.text import LANGUAGES, T
from lionrock.serve.api.changes import ChangesAnswer
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from lionrock.store import builds, history
from tests.world import facts, make_world

Client = TestClient[Any]
EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>\u202e\u200b\x1b[31m\x00]]>&amp;"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def changed(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a home in which two builds followed the first."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(world.home, folder / "home", symlinks=True)
    settings = Settings(folder / "home", folder / "registry")
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1912"
    lines["observations.jsonl"][0]["value"] += 1
    build_of(settings, lines)
    now = builds.served(settings)
    assert now is not None
    evil = Change(
        "statement", "added", "evil", "organisation", T(EVIL, EVIL, EVIL), ("source",),
        about=("evil",), prop="note", after=EVIL + "x" * 1_000_000,
    )  # fmt: skip
    history.append(settings, now, now, [evil])  # what a source without our checks might say
    (settings.home / "watch.toml").write_text('[mine]\nentities = ["evil"]\n', "utf-8")
    return settings


def build_of(settings: Settings, lines: Any) -> None:
    make_world(settings.registry, lines)
    build(settings)


@pytest.fixture(scope="module")
def client(changed: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(changed)), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_every_change_and_why(client: Client, lang: str) -> None:
    page = client.get(f"/{lang}/changes").text
    reason = {"en": "source changed", "zh-Hant": "來源有變", "zh-Hans": "来源有变"}[lang]
    for told in ("<del>1911</del>", "1912", reason, "registry/organisations.jsonl"):
        assert told in page
    assert f"/{lang}/entity/vantry-university" in page
    assert f"/{lang}/changes.atom" in page


def test_a_page_can_be_narrowed(client: Client) -> None:
    page = client.get("/en/changes?entity=vantry-university").text
    assert "1912" in page
    assert "evil" not in page
    assert "changes.atom?entity=vantry-university" in page
    assert "Nothing changed in this time" in client.get("/en/changes?entity=lumen").text
    assert "Nothing changed in this time" in client.get("/en/changes?since=2200-01-01").text
    assert "1912" in client.get("/en/changes?since=yesterday").text
    for wrong in ("facet=gossip", "watch=other"):
        assert client.get(f"/en/changes?{wrong}").status_code == 404


def test_an_entity_leads_to_its_changes(client: Client) -> None:
    page = client.get("/en/entity/vantry-university").text
    assert 'href="/en/changes?entity=vantry-university"' in page
    assert 'href="/en/changes.atom?entity=vantry-university"' in page


def test_the_route_answers_in_its_own_shape(client: Client) -> None:
    answer = client.get("/api/changes?limit=500")
    found = msgspec.json.decode(answer.content, type=ChangesAnswer)
    assert found.total == len(found.changes)
    assert [one.changes for one in found.builds][-1] == 0
    assert found.begins == found.builds[-1].at
    assert answer.headers["etag"]
    pages = [client.get(f"/api/changes?limit=1&offset={n}").json() for n in range(found.total)]
    assert [one["changes"][0] for one in pages] == answer.json()["changes"]
    watched = client.get("/api/changes?watch=mine")
    assert {one["subject"] for one in watched.json()["changes"]} == {"evil"}
    assert watched.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "status"), [("facet=x", 400), ("since=x", 400), ("watch=x", 404), ("limit=0", 400)]
)
def test_a_wrong_question_is_answered_without_telling_where_the_home_is(
    client: Client, changed: Settings, query: str, status: int
) -> None:
    answer = client.get(f"/api/changes?{query}")
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert str(changed.home) not in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_feeds_hold_one_item_for_each_subject_of_each_build(client: Client, lang: str) -> None:
    atom = client.get(f"/{lang}/changes.atom")
    assert atom.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(atom.content)
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    answer = client.get(f"/{lang}/changes.json")
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    told = json.loads(answer.content)
    assert [item["id"] for item in told["items"]] == ids
    assert any(item["url"].endswith(f"/{lang}/entity/vantry-university") for item in told["items"])
    (item,) = client.get(f"/{lang}/changes.json?entity=vantry-university").json()["items"]
    assert "1911 → 1912" in item["content_text"]
    assert client.get(f"/{lang}/changes.json?watch=mine").json()["items"]


def test_facets_have_feeds_of_their_own(client: Client) -> None:
    items = client.get("/en/changes.json?facet=research").json()["items"]
    assert items
    assert all("research" in item["tags"] for item in items)


def test_what_is_hostile_stays_text(client: Client) -> None:
    page = client.get("/en/changes?entity=evil").text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert len(page) < 50_000
    feed = ElementTree.fromstring(client.get("/en/changes.atom?entity=evil").content)
    title = feed.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert title.startswith("<script>alert('x')</script>")
    for text in feed.itertext():
        assert not {"\u202e", "\u200b", "\x1b", "\x00"} & set(text)
