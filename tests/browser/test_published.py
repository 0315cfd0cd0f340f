"""A published site in a real browser: search, tables and languages, wherever it was put.

At the root of a host, at a path below one (a real `python -m http.server` of a folder above), and
on a disk.
"""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

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


@pytest.fixture(scope="module", params=["host", "below", "disk"])
def root(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "disk":
        yield folder.as_uri()
        return
    if request.param == "below":
        with _static_host(folder.parent.parent) as host:
            yield f"{host}/{folder.parent.name}/{folder.name}"
        return
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def _static_host(folder: Path) -> Iterator[str]:
    """A file server as people have it: a program of its own, which chooses its port and says it."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "--directory", str(folder)], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = re.search(r"port (\d+)", server.stdout.readline())
        assert said is not None
        yield f"http://127.0.0.1:{said[1]}"
    finally:
        server.kill()
        server.communicate()


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


@pytest.mark.parametrize("root", ["host", "disk"], indirect=True)
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


def test_every_page_is_asked_of_the_site_alone(opened: Page, root: str) -> None:
    """Nothing is asked of what lies above the folder, and nothing that is asked for is missing."""
    wrong: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left while its icon was on its way
            wrong.append(f"failed {request.url}: {request.failure}")

    opened.on("requestfailed", failed)
    opened.on("response", lambda one: wrong.append(one.url) if one.status >= 400 else None)
    opened.on(
        "request",
        lambda one: wrong.append(f"outside {one.url}") if not one.url.startswith(root) else None,
    )
    for name in ("index", "search", "facet/startups", "indicator/startups", "entity/lumen",
                 "indicators", "targets", "changes", "about"):  # fmt: skip
        opened.goto(f"{root}/en/{name}.html")
        expect(opened.locator("h1")).to_be_visible()
    assert wrong == []


def test_the_language_is_switched_and_the_page_stays(opened: Page, root: str) -> None:
    for name in ("entity/lumen", "facet/startups", "indicator/startups", "search"):
        opened.goto(f"{root}/en/{name}.html")
        for lang in ("zh-Hant", "zh-Hans", "en"):
            opened.click(f"nav.langs a[hreflang={lang}]")
            opened.wait_for_url(f"{root}/{lang}/{name}.html")
            expect(opened.locator("html")).to_have_attribute("lang", re.compile(f"^{lang}"))


def test_a_table_is_sorted_as_the_server_sorts_it(opened: Page, root: str, world: Settings) -> None:
    now = Observatory.open(world)
    told = 0
    for facet, table in (("startups", "companies"), ("initiatives", "initiatives")):
        opened.goto(f"{root}/en/facet/{facet}/{table}.html")
        tables = (now.facet_document(facet) or {})["tables"]
        columns = [one for one in tables[0]["columns"] if one["shown"]]
        heads = opened.locator("#table thead th")
        for at, column in enumerate(columns, 1):
            if column["type"] not in ("date", "number", "money"):
                continue
            heads.nth(at).get_by_role("button").click()
            expect(heads.nth(at)).to_have_attribute("aria-sort", "ascending")
            for descending in (False, True):
                query = TableQuery(order=column["id"], descending=descending, limit=500)
                page = now.table(facet, query, table)
                assert page is not None
                name = f"{column['id']}_sort" if column["type"] == "money" else column["id"]
                served = [row.get(name) for row in page.rows]
                cells = opened.locator(f"#table tbody td:nth-child({at + 1})")
                shown = [cell.get_attribute("data-sort") for cell in cells.all()]
                assert shown == ["" if one is None else str(one) for one in served]
                told += len({*served} - {None})
                heads.nth(at).get_by_role("button").click()
        assert opened.locator("#table [aria-sort]").count() == 1
    assert told > 10


def test_a_table_is_sorted_by_name(opened: Page, root: str) -> None:
    opened.goto(f"{root}/en/facet/startups/companies.html")
    names = opened.locator("#table tbody th")
    before = names.all_inner_texts()
    opened.locator("#table thead th").first.get_by_role("button").click()
    rising = names.all_inner_texts()
    assert rising == sorted(before, key=str.casefold)
    opened.locator("#table thead th").first.get_by_role("button").click()
    assert names.all_inner_texts() == rising[::-1]


def test_rows_that_were_narrowed_stay_so_when_sorted(opened: Page, root: str) -> None:
    opened.goto(f"{root}/en/facet/startups/companies.html?where.founded=%3F")
    shown = opened.locator("#table tbody tr:not([hidden]) th")
    before = sorted(shown.all_inner_texts())
    opened.locator("#table thead th").first.get_by_role("button").click()
    assert sorted(shown.all_inner_texts()) == before
