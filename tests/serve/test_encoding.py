"""Answers are packed as each client likes; each coding has a tag of its own."""

import asyncio
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import brotli
import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Live
from lionrock.serve import encoding
from lionrock.serve.app import create_app
from lionrock.serve.encoding import CODINGS, LEAST, chosen
from lionrock.serve.kept import Packed
from lionrock.settings import Settings

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Client = TestClient[Any]
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "zstd": zstd.decompress,
    "gzip": lambda body: zlib.decompress(body, 31),
}
LARGE = (
    "/en/", "/zh-Hant/facet/startups", "/en/entity/lumen", "/api/entities/lumen", "/api/schema",
    "/api/openapi.json", "/static/site.css", "/reconcile",
)  # fmt: skip


@pytest.fixture
def client(world: Settings) -> Iterator[Client]:
    with TestClient(create_app(Live(world))) as site:
        yield site


def raw(client: Client, address: str, accepted: str, **headers: str) -> tuple[Any, bytes]:
    """An answer, and its body as it went over the wire."""
    asked = {"accept-encoding": accepted} | {k.replace("_", "-"): v for k, v in headers.items()}
    with client.stream("GET", address, headers=asked) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("gzip", "gzip"), ("x-gzip", "gzip"), ("GZIP", "gzip"), ("br, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"), ("gzip, zstd", "zstd"), ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"), ("*", "br"), ("br;q=0, *", "zstd"), ("*;q=0", None),
        ("identity", None), ("identity;q=0, gzip", "gzip"), ("gzip;q=0.5, identity", None),
        ("gzip;q=0.5, identity;q=0.5", "gzip"), ("deflate", None), ("gzip;q=0", None),
        ("gzip;q=much", None), ("gzip;q=nan", None), ("gzip;q=7", None), (";;,,", None),
        ("gzip ; q = 0.3", "gzip"), ("gzip," * 200, None), ("\u0130zip", None),
    ],
)  # fmt: skip
def test_the_coding_that_a_client_likes_best(accepted: str, best: str | None) -> None:
    assert chosen(accepted) == best


@pytest.mark.parametrize("address", LARGE)
def test_every_coding_gives_the_same_bytes_under_its_own_tag(client: Client, address: str) -> None:
    plain, body = raw(client, address, "identity")
    assert plain.status_code == 200
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert len(body) >= LEAST
    tags = {plain.headers.get("etag")}
    for coding in CODINGS:
        answer, packed = raw(client, address, coding)
        assert UNPACK[coding](packed) == body
        assert len(packed) < len(body)
        assert answer.headers["content-encoding"] == coding
        assert answer.headers["content-length"] == str(len(packed))
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.headers["content-type"] == plain.headers["content-type"]
        assert answer.headers.get_list("etag") == answer.headers.get_list("etag")[:1]
        tags.add(answer.headers.get("etag"))
    assert len(tags) == (4 if plain.headers.get("etag") else 1)


@pytest.mark.parametrize("address", ["/en/entity/lumen", "/api/entities/lumen", "/static/site.css"])
def test_what_a_client_has_is_not_sent_again(client: Client, address: str) -> None:
    for coding in CODINGS:
        tag = raw(client, address, coding)[0].headers["etag"]
        held, body = raw(client, address, coding, if_none_match=f'"other", {tag}')
        assert (held.status_code, body) == (304, b"")
        assert held.headers["etag"] == tag
        assert "Accept-Encoding" in held.headers["vary"]
        assert not {"content-encoding", "content-length", "content-type"} & {*held.headers}
        others = [one for one in CODINGS if one != coding]
        assert all(raw(client, address, o, if_none_match=tag)[0].status_code == 200 for o in others)
        assert raw(client, address, "identity", if_none_match=tag)[0].status_code == 200


@pytest.mark.parametrize("address", ["/en/entity/lumen", "/api/entities/lumen", "/static/site.css"])
def test_head_tells_what_get_would(client: Client, address: str) -> None:
    for accepted in ("identity", *CODINGS):
        got, body = raw(client, address, accepted)
        head = client.head(address, headers={"accept-encoding": accepted})
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-encoding", "vary", "content-type"):
            assert head.headers.get(name) == got.headers.get(name) or accepted == "identity"
        if accepted != "identity":
            assert head.headers["content-length"] == str(len(body))


def test_small_answers_and_redirects_go_as_they_are(client: Client) -> None:
    for address, status in (("/api/suggest?q=zzzzzz", 200), ("/robots.txt", 200), ("/", 302)):
        with client.stream(
            "GET", address, headers={"accept-encoding": "br"}, follow_redirects=False
        ) as answer:
            assert (answer.status_code < 400) == (status < 400)
            assert "content-encoding" not in answer.headers
            answer.read()


def test_an_error_is_packed_and_never_held(client: Client) -> None:
    gone, body = raw(client, "/en/entity/nobody", "gzip", if_none_match="*")
    assert gone.status_code == 404
    assert b"</html>" in UNPACK["gzip"](body)
    problem, body = raw(client, "/api/entities/nobody", "gzip", if_none_match="*")
    assert (problem.status_code, problem.headers["content-type"]) == (
        404, "application/problem+json",
    )  # fmt: skip


def test_a_text_that_is_sent_is_answered_packed(client: Client) -> None:
    text = {"text": "Lumen was founded in 2016. " * 40}
    asked = {"accept-encoding": "zstd", "if-none-match": "*"}
    answer = client.post("/api/read", json=text, headers=asked)
    assert answer.headers["content-encoding"] == "zstd"
    assert "etag" not in answer.headers
    assert answer.json() == client.post(
        "/api/read", json=text, headers={"accept-encoding": "identity"}
    ).json()  # fmt: skip


def test_an_answer_is_packed_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = encoding.packed

    def counted(coding: str, body: bytes, kept: bool) -> bytes:
        made.append(coding)
        return real(coding, body, kept)

    monkeypatch.setattr(encoding, "packed", counted)
    for _ in range(3):
        for coding in CODINGS:
            raw(client, "/en/entity/lumen", coding)
            raw(client, "/api/entities/lumen", coding)
    assert sorted(made) == sorted([*CODINGS] * 2)


async def _pieces(send: Any, pieces: list[bytes]) -> None:
    headers = [(b"content-type", b"text/plain"), (b"etag", b'"x"')]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for at, piece in enumerate(pieces):
        more = at + 1 < len(pieces)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


@pytest.mark.parametrize(("most", "is_packed"), [(10_000, True), (3_000, False)])
def test_pieces_are_packed_whole_and_what_is_too_large_flows_on(
    monkeypatch: pytest.MonkeyPatch, most: int, is_packed: bool
) -> None:
    monkeypatch.setattr(encoding, "_MOST", most)
    pieces = [bytes([65 + n]) * 1_000 for n in range(6)]
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await _pieces(send, pieces)

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(encoding.Encoded(app, Packed())(scope, receive, send))
    assert [m["type"] for m in sent].count("http.response.start") == 1
    body = b"".join(m["body"] for m in sent[1:])
    assert (zlib.decompress(body, 31) if is_packed else body) == b"".join(pieces)
    assert sent[-1].get("more_body", False) is False
