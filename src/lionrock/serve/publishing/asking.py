"""Asks the application for a page without a socket."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from litestar import Litestar


class Answer(NamedTuple):
    """What came back; `location` where a redirect leads."""

    status: int
    media_type: str
    location: str
    body: bytes


async def ask(application: Litestar, address: str, host: str) -> Answer:
    """The answer to GET `address` (a path with its query) as if asked at `host` (scheme://name)."""
    at, parts = urlsplit(host), urlsplit(address)
    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": at.scheme, "path": parts.path, "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(), "root_path": "",
        "headers": [(b"host", at.netloc.encode())], "server": (at.hostname, at.port or 80),
        "client": ("127.0.0.1", 0),
    }  # fmt: skip
    told: dict[str, Any] = {"status": 500, "headers": {}}
    body = bytearray()

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
            told["headers"] = {k.decode().lower(): v.decode() for k, v in message["headers"]}
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await application(scope, receive, send)
    headers = told["headers"]
    media = headers.get("content-type", "").partition(";")[0]
    return Answer(told["status"], media, headers.get("location", ""), bytes(body))
