"""Every kind of page, in every language: it is there, it is whole, it fetches from nobody."""

import re
import shutil
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.model.text import LANGUAGES
from lionrock.serve.app import create_app
from lionrock.serve.words import HTML_LANG, Words, preferred
from lionrock.settings import Settings

Client = TestClient[Any]
PAGES = (
    "", "facet/initiatives", "facet/research", "facet/startups", "facet/adoption",
    "facet/crossborder", "facet/governance", "facet/outlook", "facet/governance?table=incidents",
    "entity/hkust", "entity/sensetime", "entity/hkma", "entity/hong-kong",
    "entity/hong-kong/figures", "entity/hkust/timeline", "entity/hong-kong/in-place-organisation",
    "indicator/startups_total", "indicator/hkex_ipo_funds", "indicator/gii_rank", "indicator/gdp",
    "indicator/csrankings_faculty_listed", "indicators", "search",
    "search?q=AI+healthcare", "about",
)  # fmt: skip
MISSING = ("nope", "facet/nope", "entity/nope", "indicator/nope", "entity/hkust/nope",
           "chart/nope.svg", "chart/startups_total", "facet/startups/nope.csv",
           "indicator/nope/values.csv", "entity/%3Cscript%3E")  # fmt: skip
MAX_BYTES, MAX_PACKED = 200_000, 32_000
every_language = pytest.mark.parametrize("lang", LANGUAGES)


class Reading(HTMLParser):
    """What a page fetches, which languages it says it is in, and which ids it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.alternates: dict[str, str] = {}
        self.inline: list[str] = []
        self.lang: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.lang = given.get("lang") if tag == "html" else self.lang
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        for name in ("src", "srcset", "action"):
            self.fetched += [given[name]] if name in given else []
        if tag == "link":
            if given["rel"] == "alternate" and "type" not in given:  # a feed has a type
                self.alternates[given["hreflang"]] = given["href"]
            self.fetched.append(given["href"])
        elif tag == "a":
            self.hrefs.append(given["href"])


@every_language
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole(site: Client, lang: str, page: str) -> None:
    answer = site.get(f"/{lang}/{page}")
    assert answer.status_code == 200, answer.text[:300]
    reading = Reading(answer.text)
    assert reading.lang == HTML_LANG[lang]
    assert set(reading.alternates) == {*LANGUAGES, "x-default"}
    assert all(address.startswith(("/", "?", "#")) for address in reading.fetched), reading.fetched
    assert not reading.inline, "the policy forbids inline scripts and styles"
    assert len(reading.ids) == len(set(reading.ids))
    assert len(answer.content) < MAX_BYTES
    assert len(zlib.compress(answer.content)) < MAX_PACKED, "what goes over the wire"
    assert answer.text.count("<h1") == 1
    assert not re.search(r"\b(None|undefined)\b|\{\{|\bnan\b", answer.text.split("<main")[1])


@every_language
def test_footnotes_lead_to_their_sources(site: Client, lang: str) -> None:
    for page in ("entity/sensetime", "indicator/startups_total"):
        reading = Reading(site.get(f"/{lang}/{page}").text)
        cited = {address[1:] for address in reading.hrefs if address.startswith("#note-")}
        assert cited
        assert cited <= set(reading.ids)


@every_language
@pytest.mark.parametrize("page", MISSING)
def test_what_is_not_there_is_said_in_the_language(site: Client, lang: str, page: str) -> None:
    answer = site.get(f"/{lang}/{page}")
    assert answer.status_code == 404
    assert Words(lang)("error_404") in answer.text
    assert Reading(answer.text).lang == HTML_LANG[lang]
    assert "content-security-policy" in answer.headers


def test_another_language_is_not_there(site: Client) -> None:
    answer = site.get("/fr/", headers={"accept-language": "zh-TW,zh;q=0.9"})
    assert answer.status_code == 404
    assert Reading(answer.text).lang == "zh-Hant-HK"


def test_the_start_leads_to_the_readers_language(site: Client) -> None:
    for accept, lang in (("zh-HK,en;q=0.5", "zh-Hant"), ("zh-CN", "zh-Hans"), ("fr", "en")):
        answer = site.get("/", headers={"accept-language": accept}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/{lang}/")


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("", "en"), ("en-GB,zh-HK;q=0.9", "en"), ("zh", "zh-Hans"), ("zh-Hant-TW", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"), ("yue", "zh-Hant"), ("fr,zh-MO;q=0.3,en;q=0.2", "zh-Hant"),
        ("en;q=0,zh-SG;q=0.1", "zh-Hans"), ("zh-TW;q=x,en", "en"), ("*", "en"),
    ],
)  # fmt: skip
def test_preferred(accept: str, lang: str) -> None:
    assert preferred(accept) == lang


def test_headers_are_strict(site: Client) -> None:
    answer = site.get("/en/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers


def test_a_page_that_has_not_changed_is_not_sent_again(site: Client) -> None:
    first = site.get("/en/facet/startups")
    again = site.get("/en/facet/startups", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = site.get("/zh-Hant/facet/startups")
    assert other.headers["etag"] != first.headers["etag"]


def test_head_is_answered(site: Client) -> None:
    answer = site.head("/en/entity/hkust")
    assert (answer.status_code, answer.content) == (200, b"")
    assert (
        answer.headers["content-length"] == site.get("/en/entity/hkust").headers["content-length"]
    )


def test_files_are_served(site: Client) -> None:
    for file, kind in (
        ("static/site.css", "text/css"), ("static/site.js", "javascript"),
        ("static/favicon.svg", "image/svg+xml"), ("robots.txt", "text/plain"),
    ):  # fmt: skip
        answer = site.get(f"/{file}")
        assert answer.status_code == 200
        assert kind in answer.headers["content-type"]
        assert "://" not in answer.text.replace("http://www.w3.org/2000/svg", "")


def test_the_conflict_of_2023_is_shown_with_both_values(site: Client) -> None:
    text = site.get("/en/indicator/startups_total").text
    warning = text.split('class="warning"')[1].split("</section>")[0]
    assert "4,257 companies" in warning and "4,250 companies" in warning
    assert "Leads with 4,257 companies because" in warning


@pytest.fixture
def broken(home: Path, tmp_path: Path) -> Iterator[Client]:
    """A site whose documents were lost while it ran."""
    copy = tmp_path / "home"
    shutil.copytree(home, copy, symlinks=True)
    settings = Settings(home=copy)
    live = Live(settings)
    documents = (copy / "current").resolve() / "documents.sqlite"
    documents.write_bytes(b"")
    with TestClient(create_app(live), raise_server_exceptions=False) as client:
        yield client


@every_language
def test_a_failure_shows_no_traceback(broken: Client, lang: str) -> None:
    answer = broken.get(f"/{lang}/entity/hkust")
    assert answer.status_code == 500
    assert Words(lang)("error_500") in answer.text
    assert "Traceback" not in answer.text and "sqlite" not in answer.text.lower()
