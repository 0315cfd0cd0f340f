"""A server on this machine that does to a client whatever servers do, good and bad.

Each path is answered by a function of the request: it gives the bytes of a whole HTTP answer, or
writes to the connection itself and gives nothing.
"""

import gzip
import json
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple


class Request(NamedTuple):
    """What a client asked: the path with its query, headers by lower-case name, the connection."""

    path: str
    headers: Mapping[str, str]
    connection: socket.socket
    count: int
    """How often this path was asked for, this time included."""
    body: bytes = b""


Answer = Callable[[Request], bytes | None]


class Server:
    """Listens on a port of 127.0.0.1 until it is closed; remembers every request."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[Request] = []
        self.open = True
        self._counts: Counter[str] = Counter()
        self._tls = tls
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.port = int(self._socket.getsockname()[1])
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path.partition("?")[0] == path for request in self.requests)

    def close(self) -> None:
        self.open = False
        self._socket.close()

    def _accept(self) -> None:
        while self.open:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            connection = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
            with connection:
                while self._one(connection):
                    pass
        except OSError:
            plain.close()  # the client left: it may

    def _one(self, connection: socket.socket) -> bool:
        """Answer one request; False when the connection is to be closed."""
        came = b""
        while b"\r\n\r\n" not in came:
            more = connection.recv(65_536)
            if not more:
                return False
            came += more
        head, _, body = came.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        while len(body) < int(headers.get("content-length", 0)):
            body += connection.recv(65_536)
        with self._lock:
            self._counts[path] += 1
            request = Request(path, headers, connection, self._counts[path], body)
            self.requests.append(request)
        answer = self.answers.get(path.partition("?")[0])
        if answer is None:
            connection.sendall(http(b"", 404))
            return True
        sent = answer(request)
        if sent is not None:
            connection.sendall(sent)
        return sent is not None


@contextmanager
def server(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for as long as it is needed."""
    running = Server(tls)
    try:
        yield running
    finally:
        running.close()


def http(body: bytes, status: int = 200, length: int | None = None, **headers: str) -> bytes:
    """A whole answer; header names with _ for -. `length` is what Content-Length says."""
    given = {"Content-Length": str(len(body) if length is None else length)}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode() + body


def as_json(value: Any, **headers: str) -> Answer:
    """JSON as it should be."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return lambda request: http(body, Content_Type="application/json", **headers)


def page(title: str = "Sign in") -> Answer:
    """A web page, said to be JSON."""
    body = f"<!DOCTYPE html><html><title>{title}</title></html>".encode()
    return lambda request: http(body, Content_Type="application/json")


def refused(status: int, body: bytes = b"", **headers: str) -> Answer:
    """Nothing but a status, with headers."""
    return lambda request: http(body, status, **headers)


def after(number: int, first: Answer, then: Answer) -> Answer:
    """`first` for so many requests, `then` for the rest."""
    return lambda request: (first if request.count <= number else then)(request)


def redirect(location: str, status: int = 302) -> Answer:
    return lambda request: http(b"", status, Location=location)


def raw(data: bytes) -> Answer:
    """These bytes, then the end of the connection."""

    def answer(request: Request) -> None:
        request.connection.sendall(data)

    return answer


def zipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def drip(head: bytes, pause: Callable[[], bool]) -> Answer:
    """A beginning, then a byte whenever `pause` comes back with True, for ever."""

    def answer(request: Request) -> None:
        request.connection.sendall(head)
        while pause():
            request.connection.sendall(b" ")

    return answer


def endless(head: bytes, chunk: bytes) -> Answer:
    """A beginning, then the same bytes for as long as anyone takes them."""

    def answer(request: Request) -> None:
        request.connection.sendall(head)
        while True:
            request.connection.sendall(chunk)

    return answer
