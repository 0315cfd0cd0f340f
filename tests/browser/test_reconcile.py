"""The reconciliation service as a page of another site uses it: frames and requests."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lionrock.serve.reconcile.preview import HEIGHT, WIDTH

pytestmark = pytest.mark.browser


class _Elsewhere(BaseHTTPRequestHandler):
    """A site of its own: its one page is empty."""

    def do_GET(self) -> None:
        body = b"<!doctype html><html lang=en><title>Elsewhere</title><main></main>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """A page of another origin; it may have nothing to complain about."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = browser.new_page()
    said: list[str] = []
    made.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    made.goto(f"http://127.0.0.1:{server.server_port}/x")
    yield made
    made.close()
    server.shutdown()
    server.server_close()
    assert [one for one in said if "favicon" not in one] == []


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_a_preview_fits_its_frame_on_another_site(
    elsewhere: Page, address: str, lang: str, pictures: Path | None
) -> None:
    url = f"{address}/reconcile/{lang}/preview?id=hkust-guangzhou"
    elsewhere.set_viewport_size({"width": WIDTH + 40, "height": HEIGHT + 40})
    elsewhere.evaluate(
        """([url, width, height]) => {
            const frame = document.createElement('iframe')
            Object.assign(frame, {src: url, width, height})
            document.querySelector('main').append(frame)
        }""",
        [url, WIDTH, HEIGHT],
    )
    frame = elsewhere.frame_locator("iframe")
    assert frame.locator("h1").inner_text(timeout=20_000)
    tall = frame.locator("html").evaluate("page => page.scrollHeight")
    assert tall <= HEIGHT, f"{tall} pixels do not fit"
    style = frame.locator("h1").evaluate("title => getComputedStyle(title).fontSize")
    assert style == "16px", "the style that the page carries is taken"
    if pictures:
        elsewhere.screenshot(path=pictures / f"reconcile-preview-{lang}.png")


def test_a_page_of_another_site_may_ask(elsewhere: Page, address: str) -> None:
    names = elsewhere.evaluate(
        """async address => {
            const said = async (path, options) =>
                (await fetch(address + '/reconcile' + path, options)).json()
            const type = {'Content-Type': 'application/json'}
            const body = JSON.stringify({ids: ['hkust'], properties: [{id: 'name.zh-Hant'}]})
            const manifest = await said('/1.0', {})
            const suggested = await said('/suggest/entity?prefix=hku', {})
            const extended = await said('/1.0/extend', {method: 'POST', headers: type, body})
            return [manifest.versions[0], suggested.result[0].id,
                    extended.rows[0].properties[0].values[0].str]
        }""",
        address,
    )
    assert names == ["1.0-draft", "hku", "香港科技大學"]
