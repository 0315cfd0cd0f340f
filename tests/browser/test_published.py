"""A published site in a real browser: search and narrowed tables, from a host and from a disk."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lionrock.answer.observatory import Observatory
from lionrock.serve.publishing import publish
from lionrock.settings import Settings
from lionrock.store.view import TableQuery

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published") / "site"
    writing = threading.Thread(target=publish, args=(world, made))  # a loop runs in this one
    writing.start()
    writing.join()
    return made


@pytest.fixture(scope="module", params=["host", "disk"])
def root(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "disk":
        yield folder.as_uri()
        return
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when the browser has something to complain about."""
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    yield page
    page.context.close()
    assert said == []


def test_words_in_either_script_find_an_entity(opened: Page, root: str, world: Settings) -> None:
    document = Observatory.open(world).entity_document("lumen")
    assert document is not None
    label = document["label"]
    for words in dict.fromkeys((label["en"], label["zh-Hant"], label["zh-Hans"], "lumen")):
        opened.goto(f"{root}/zh-Hant/index.html")
        opened.fill("#q", words)
        opened.keyboard.press("Enter")
        hits = opened.locator("#hits[data-done] a")
        expect(hits.first).to_be_visible()
        ways = [link.get_attribute("href") or "" for link in hits.all()]
        assert f"{root}/zh-Hant/entity/lumen.html" in ways[:3]
    opened.click("#hits a")
    expect(opened.locator("h1")).to_be_visible()


def test_nothing_found_is_said(opened: Page, root: str) -> None:
    opened.goto(f"{root}/en/search.html?q=%3Cimg%20src%3Dx%3E__proto__zzz")
    expect(opened.locator("#hits[data-done]")).to_be_attached()
    assert opened.locator("#hits li").count() == 0
    assert opened.locator("img").count() == 0


def test_a_number_leads_to_the_rows_it_counts(opened: Page, root: str, world: Settings) -> None:
    now = Observatory.open(world)
    checked = 0
    for facet in now.ids("facet"):
        for table in (now.facet_document(facet) or {})["tables"]:
            for column in (one for one in table["columns"] if one["filter"]):
                for value in (*table["choices"].get(column["id"], ())[:1], "?"):
                    where = {column["id"]: str(value)}
                    page = now.table(facet, TableQuery(where), table["id"])
                    assert page is not None
                    if not table["rows"]:
                        continue
                    way = f"{root}/en/facet/{facet}/{table['id']}.html"
                    opened.goto(f"{way}?where.{column['id']}={str(value).replace('?', '%3F')}")
                    shown = opened.locator("#table tbody tr:not([hidden])")
                    assert shown.count() == page.total, (facet, table["id"], where)
                    checked += 1
    assert checked > 10


def test_the_first_page_leads_to_a_language(opened: Page, root: str) -> None:
    opened.goto(f"{root}/index.html")
    opened.wait_for_url("**/en/index.html")
