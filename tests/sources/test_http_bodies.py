"""What the door takes in: packed, damaged, too large, of another kind than was asked for."""

import pytest

from tests.sources import misbehaving
from tests.sources.misbehaving import http, zipped
from tests.sources.visiting import Client

BODY = b'{"results": [1, 2, 3]}'
JSON = {"Content_Type": "application/json"}


def test_gzip_is_unpacked_in_one_member_or_several(client: Client) -> None:
    for packed in (zipped(BODY), zipped(BODY[:9]) + zipped(BODY[9:])):
        client.server.answers["/data"] = lambda r, packed=packed: http(  # type: ignore[misc]
            packed, Content_Encoding="gzip", **JSON
        )
        client.get()
        assert client.into.read_bytes() == BODY


def test_a_large_body_that_packs_well_comes_whole(client: Client) -> None:
    body = b"[" + b",".join(b'"%06d"' % n for n in range(200_000)) + b"]"
    client.server.answers["/data"] = lambda r: http(zipped(body), Content_Encoding="gzip", **JSON)
    client.get()
    assert client.into.read_bytes() == body


@pytest.mark.parametrize("cut", [1, 12, -9, -1])
def test_gzip_that_breaks_off_or_is_damaged_is_told(client: Client, cut: int) -> None:
    packed = zipped(BODY * 50)[:cut]
    client.server.answers["/data"] = lambda r: http(packed, Content_Encoding="gzip", **JSON)
    failed = client.failure()
    assert (failed.reason, "gzip" in str(failed)) == ("broken", True)
    damaged = bytearray(zipped(BODY * 50))
    damaged[15] ^= 0xFF
    client.server.answers["/data"] = lambda r: http(bytes(damaged), Content_Encoding="gzip", **JSON)
    assert client.failure().reason == "broken"


def test_a_packing_that_was_not_accepted_is_refused(client: Client) -> None:
    client.server.answers["/data"] = lambda r: http(BODY, Content_Encoding="br", **JSON)
    assert "though only gzip was accepted" in str(client.failure())
    assert client.server.requests[0].headers["accept-encoding"] == "gzip"


def test_a_bomb_is_left_alone(client: Client) -> None:
    bomb = zipped(b"[" + b" " * 50_000_000)
    client.server.answers["/data"] = lambda r: http(bomb, Content_Encoding="gzip", **JSON)
    failed = client.failure()
    assert (failed.reason, "a bomb?" in str(failed)) == ("too_large", True)
    assert client.failure(largest=100_000).reason == "too_large"


def test_an_endless_body_is_left_alone(client: Client) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["
    client.server.answers["/data"] = misbehaving.endless(head, b"1," * 10_000)
    assert client.failure(largest=1_000_000).reason == "too_large"
    assert client.server.asked("/data") == 1, "it would be as long the next time"


def test_a_body_said_to_be_too_long_is_not_begun(client: Client) -> None:
    client.server.answers["/data"] = lambda r: http(BODY, length=10**15, **JSON)
    failed = client.failure()
    assert (failed.reason, "1,000,000,000,000,000 bytes" in str(failed)) == ("too_large", True)


PAGE = b"\n<!DOCTYPE html><html><body>Please sign in</body></html>"


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (PAGE, "application/json", "a web page (HTML) where JSON was due"),
        (PAGE, "", "a web page (HTML) where JSON was due"),
        (PAGE, "text/html; charset=utf-8", "'text/html' where JSON was due"),
        (b"<error/>", "application/json", "XML or HTML where JSON was due"),
        (b"", "application/json", "the answer is empty"),
        (b"  \n ", "application/json", "the answer is empty"),
        (b"rate limited", "text/plain", "not JSON: it begins with b'rate limited'"),
        ('{"名": 1}'.encode("big5"), "application/json; charset=Big5",
         "JSON has to be UTF-8, and byte 2 is not; the server says 'big5'"),
        ('{"é": 1}'.encode("latin-1"), "application/json", "byte 2 is not"),
        ('{"a": 1}'.encode("utf-16"), "application/json", "byte 0 is not"),
        (b'{"a": "\xe6\xb8', "application/json", "is not"),
    ],
)  # fmt: skip
def test_what_is_not_json_is_told_in_clear_words(
    client: Client, body: bytes, kind: str, says: str
) -> None:
    client.server.answers["/data"] = lambda r: http(body, Content_Type=kind)
    failed = client.failure()
    assert failed.reason == "wrong_type"
    assert says in str(failed)
    assert client.server.asked("/data") == 1


def test_other_kinds_are_taken_as_asked_for(client: Client) -> None:
    feed = b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>'
    for kind in ("application/atom+xml; charset=utf-8", "text/xml", ""):
        client.server.answers["/data"] = lambda r, kind=kind: http(feed, Content_Type=kind)  # type: ignore[misc]
        assert client.get(media=("xml",)).received is not None
    client.server.answers["/data"] = lambda r: http(PAGE, Content_Type="text/xml")
    assert "HTML" in str(client.failure(media=("xml",)))
    packed = zipped(BODY)
    client.server.answers["/data"] = lambda r: http(packed, Content_Type="application/gzip")
    client.get(media=("application/gzip",))
    assert client.into.read_bytes() == packed, "what is packed at home stays so"
    assert client.failure(media=("application/zip",)).reason == "wrong_type"


def test_a_checksum_is_held_to(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.as_json([1])
    assert client.get(md5="35dba5d75538a9bbe0b4da4422759a0e").received is not None
    failed = client.failure(md5="0" * 32)
    assert (failed.reason, "expected 0000" in str(failed)) == ("broken", True)
