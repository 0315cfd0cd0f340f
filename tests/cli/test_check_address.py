"""`lionrock check` of an address: a page from a real server on this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from lionrock.cli import run
from lionrock.sources import _http

PAGE = """<html lang="en"><head><title>A record</title></head><body><article><h1>A record</h1>
<p>Hong Kong counted 5,221 start-ups in 2025, up 11% on a year earlier. HKUST was founded in 1975.
</p></article></body></html>"""


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/page.html"
        body = PAGE.encode() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is told of requests."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server here, which alone of all that are not public may be asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = frozenset({("127.0.0.1", server.server_address[1])})
    policy = msgspec.structs.replace(_http.policy("0"), allow=here)
    monkeypatch.setattr(_http, "policy", lambda _: policy)
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_of_the_web_is_checked(home, site, capsys):
    assert run(["check", f"{site}/page.html", "--home", str(home)]) == 0
    out = capsys.readouterr().out
    assert "supported Hong Kong counted 5,221 start-ups in 2025" in out
    assert "contradicted HKUST was founded in 1975." in out


def test_a_page_that_is_not_there_is_told_of(home, site, capsys):
    assert run(["check", f"{site}/nothing.html", "--home", str(home)]) == 2
    said = capsys.readouterr()
    assert "404" in said.err
    assert not said.out


def test_an_address_is_named_once(home, tmp_path, capsys):
    article = tmp_path / "a.txt"
    article.write_text("Doxxing complaints have doubled since 2022.", "utf-8")
    assert run(["check", str(article), "--home", str(home)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "https://" in line]
    assert told
    assert len(told) == len(set(told))
