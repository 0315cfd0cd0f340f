"""The real server under what no reader does: floods, trickles, garbage, thousands that stay, swaps
under load. It answers others meanwhile, and nobody's request fails."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from lionrock.build import build
from lionrock.settings import Settings
from lionrock.store import builds
from tests.serving import COMMAND, free_port, serving
from tests.world import facts, make_world

PAGES = ("/en/", "/zh-Hant/entity/lumen", "/api/entities/lumen", "/api/search?q=lumen",
         "/en/facet/startups", "/zh-Hans/changes", "/static/site.css")  # fmt: skip


@pytest.fixture(scope="module")
def settings(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a home that holds two builds."""
    folder = tmp_path_factory.mktemp("robust")
    shutil.copytree(world.home, folder / "home", symlinks=True)
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1912"
    made = Settings(folder / "home", make_world(folder / "registry", lines))
    build(made)
    return made


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[tuple[str, int]]:
    with serving(settings.home) as found:
        parts = urlsplit(found)
        yield str(parts.hostname), int(parts.port or 0)


def connected(address: tuple[str, int], seconds: float = 30) -> socket.socket:
    return socket.create_connection(address, timeout=seconds)


def said(connection: socket.socket) -> bytes:
    """The first that comes; nothing when the server closes."""
    try:
        return connection.recv(65_536)
    except ConnectionError:
        return b""


def is_well(address: tuple[str, int]) -> None:
    for page in ("/en/", "/api/entities/lumen"):
        asked = http.client.HTTPConnection(*address, timeout=30)
        asked.request("GET", page)
        assert asked.getresponse().status == 200
        asked.close()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /en/?q=" + b"x" * 80_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", {b"414", b"431"}),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 99 + b"\r\n", {b"431", b"200"}),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 5_000 + b"\r\n", {b"431", b"400"}),
        (b"GET /en/ HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", {b"431"}),
        (b"POST /api/read HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", {b"413"}),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, {b"400", b""}),
        (b"GET / HTTP/9.9\r\n\r\n", {b"400", b"505", b""}),
        (b"GET /%00%ff%fe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", {b"404", b"400"}),
        (b"GET /static/../../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
         {b"404"}),
        (b"GET /static/%2e%2e/%2e%2e/app.py HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
         {b"404"}),
        (b"GET /static//etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", {b"404"}),
    ],
)  # fmt: skip
def test_what_no_reader_sends_is_refused(
    address: tuple[str, int], request_: bytes, status: set[bytes]
) -> None:
    with connected(address, 20) as connection:
        connection.sendall(request_)
        answer = said(connection)
    assert answer[9:12] in status, answer[:200]
    assert b"Traceback" not in answer
    assert b"root:" not in answer
    is_well(address)


def test_a_body_that_never_ends_is_given_up(address: tuple[str, int]) -> None:
    """A byte a second: refused when its time is over, while others are answered."""
    with connected(address) as connection:
        head = b"POST /api/read HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        connection.sendall(head + b"Content-Length: 1000\r\n\r\n{")
        connection.settimeout(1)
        answer = b""
        for _ in range(90):
            is_well(address)
            try:
                answer = connection.recv(65_536)
                break
            except TimeoutError:
                connection.sendall(b" ")
        assert answer.startswith(b"HTTP/1.1 408"), answer


def test_headers_that_never_end_are_given_up(address: tuple[str, int]) -> None:
    with connected(address, 1) as connection:
        connection.sendall(b"GET /en/ HTTP/1.1\r\nHost: a\r\n")
        for _ in range(90):
            try:
                if connection.recv(65_536)[9:12] in (b"", b"408", b"400"):
                    break
            except TimeoutError:
                connection.sendall(b"X-A: b\r\n")
            except ConnectionError:
                break
        else:
            pytest.fail("the server waits for ever")
    is_well(address)


def test_a_thousand_that_stay_keep_nobody_out(address: tuple[str, int]) -> None:
    request_ = b"GET /api/entities/lumen HTTP/1.1\r\nHost: a\r\n\r\n"
    staying = [connected(address) for _ in range(1_000)]
    try:
        for _ in range(2):  # each connection is used again
            for connection in staying:
                connection.sendall(request_)
            for connection in staying:
                assert _one_answer(connection) == 200
        is_well(address)
    finally:
        for connection in staying:
            connection.close()
    is_well(address)


def _one_answer(connection: socket.socket) -> int:
    """Read one answer to its end; its status."""
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    answer.read()
    return answer.status


class Reader(threading.Thread):
    """Asks for one page after the other on one connection, and keeps what went wrong."""

    def __init__(self, address: tuple[str, int], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._address, self._stopped = address, stop
        self.answers, self.builds, self.wrong = 0, set[str](), list[str]()

    def run(self) -> None:
        connection = http.client.HTTPConnection(*self._address, timeout=60)
        try:
            while not self._stopped.is_set():
                for page in PAGES:
                    self._ask(connection, page)
        except (OSError, http.client.HTTPException) as error:
            self.wrong.append(repr(error))
        finally:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, page: str) -> None:
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        self.answers += 1
        if answer.status != 200:
            self.wrong.append(f"{page}: {answer.status}")
        self.builds.add(answer.headers.get("lionrock-build", ""))


def test_builds_swap_under_load_and_no_request_fails(
    settings: Settings, address: tuple[str, int]
) -> None:
    stop = threading.Event()
    readers = [Reader(address, stop) for _ in range(8)]
    for reader in readers:
        reader.start()
    both = sorted(path for path in settings.builds.iterdir() if path.is_dir())
    assert len(both) == 2
    names = {path.name for path in both}
    for number in range(600):  # at least 30 swaps, until every reader met both
        if number > 30 and all(reader.builds >= names for reader in readers):
            break
        builds.serve(settings, both[number % 2])
        time.sleep(0.2)
    stop.set()
    for reader in readers:
        reader.join(120)
        assert reader.wrong == []
        assert reader.answers
        assert reader.builds - {""} == names


def test_a_server_that_is_stopped_answers_what_it_had_taken(settings: Settings) -> None:
    """Connections may be closed between two requests; an answer that began is whole."""
    port = free_port()
    server = subprocess.Popen(
        [*COMMAND, "--home", str(settings.home), "serve", "--port", str(port)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        server.stdout.readline()
        stop = threading.Event()
        readers = [Reader(("127.0.0.1", port), stop) for _ in range(4)]
        for reader in readers:
            reader.start()
        time.sleep(1)
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
        stop.set()
        for reader in readers:
            reader.join(60)
            assert reader.answers
            assert not [one for one in reader.wrong if "IncompleteRead" in one]
            assert not [one for one in reader.wrong if ": 5" in one]
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        if server.stdout is not None:
            server.stdout.close()
