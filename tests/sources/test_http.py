"""The door to the network against a server that misbehaves in every way."""

import json
import threading

import pytest

from lionrock.model.source import Ask, FetchFailed, Key
from lionrock.sources._http import Known
from tests.sources import misbehaving
from tests.sources.misbehaving import http
from tests.sources.visiting import Client, changed, source

BODY = b'{"results": [1, 2, 3]}'
JSON = {"Content_Type": "application/json"}


def test_a_file_is_fetched_with_what_makes_the_next_request_conditional(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.as_json(
        {"a": "港"}, ETag='"v1"', Last_Modified="Tue, 24 Nov 2026 00:00:00 GMT",
        Link='<https://other.example/x>; rel="prev", </data?page=2>; rel="next"',
    )  # fmt: skip
    reply = client.get()
    assert reply.received is not None
    assert json.loads(client.into.read_bytes()) == {"a": "港"}
    assert reply.received.size == client.into.stat().st_size
    assert (reply.etag, reply.media_type) == ('"v1"', "application/json")
    assert reply.following == client.server.url("/data?page=2")
    sent = client.server.requests[0].headers
    assert sent["user-agent"] == "lionrock/0 (tests)"
    assert sent["host"] == f"127.0.0.1:{client.server.port}"
    assert "if-none-match" not in sent


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    client.server.answers["/data"] = lambda r: http(
        b"", 304 if r.headers.get("if-none-match") == '"v1"' else 500, length=0
    )
    assert client.get(known=Known('"v1"', "Tue, 24 Nov 2026 00:00:00 GMT")).received is None
    assert "if-modified-since" not in client.server.requests[0].headers
    client.server.answers["/data"] = misbehaving.refused(304)
    assert client.failure().reason == "answered", "nothing was kept that could be current"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_what_may_pass_is_tried_again(client: Client, status: int) -> None:
    client.server.answers["/data"] = misbehaving.after(
        2, misbehaving.refused(status), misbehaving.as_json([1])
    )
    assert client.get().received is not None
    first, second = client.waits
    assert 0.5 <= first <= 1.0 <= second <= 2.0


@pytest.mark.parametrize(("status", "said"), [(429, "7"), (503, "7"), (403, "7")])
def test_retry_after_is_kept_to(client: Client, status: int, said: str) -> None:
    client.server.answers["/data"] = misbehaving.after(
        1, misbehaving.refused(status, Retry_After=said), misbehaving.as_json([1])
    )
    client.get()
    assert client.waits == [7.0]


def test_a_wait_that_is_too_long_is_left_for_the_next_update(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.refused(
        503, Retry_After="Fri, 01 Jan 2100 00:00:00 GMT"
    )
    failed = client.failure()
    assert (failed.reason, client.waits) == ("throttled", [])
    assert failed.again is not None


def test_tries_come_to_an_end(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.refused(500)
    failed = client.failure()
    assert failed.reason == "unreachable"
    assert client.server.asked("/data") == 3


@pytest.mark.parametrize(
    ("headers", "reason", "asked"),
    [
        ({"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "3600"}, "used_up", 1),
        ({"X_RateLimit_Remaining": "3", "X_RateLimit_Credits_Required": "10"}, "used_up", 1),
        ({"X_RateLimit_Remaining": "900", "Retry_After": "1"}, "throttled", 3),
        ({"X_RateLimit_Remaining": "0", "X_RateLimit_Onetime_Remaining": "50"}, "throttled", 3),
        ({}, "throttled", 3),
    ],
)
def test_a_budget_that_is_gone_is_told_from_haste(
    client: Client, headers: dict[str, str], reason: str, asked: int
) -> None:
    client.server.answers["/data"] = misbehaving.refused(429, **headers)
    failed = client.failure()
    assert failed.reason == reason
    assert client.server.asked("/data") == asked
    assert (failed.again is not None) == (reason == "used_up" or "Retry_After" in headers)


def test_no_request_is_made_that_the_budget_does_not_cover(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.as_json(
        [1], X_RateLimit_Limit="1000", X_RateLimit_Remaining="4", X_RateLimit_Credits_Used="10",
        X_RateLimit_Reset="600",
    )  # fmt: skip
    with client.door() as door:
        asked = Ask(client.server.url("/data"), "a.json")
        assert door.fetch(source(), asked, Known(), client.into).received is not None
        with pytest.raises(FetchFailed) as caught:
            door.fetch(source(), asked, Known(), client.into)
    assert caught.value.reason == "used_up"
    assert client.server.asked("/data") == 1


def test_other_refusals_are_told_with_what_the_server_says(client: Client) -> None:
    body = b'{"error": "Invalid filter", "message": "no field authr\\u0007"}'
    client.server.answers["/data"] = misbehaving.refused(400, body, **JSON)
    failed = client.failure()
    assert failed.reason == "answered"
    assert str(failed).endswith("/data: HTTP 400: Invalid filter no field authr ")
    for status in (404, 410):
        client.server.answers["/data"] = misbehaving.refused(status)
        assert client.failure().reason == "not_found"
    client.server.answers["/data"] = misbehaving.refused(401)
    failed = client.failure(asking=source(key=Key("openalex", "x.example")))
    assert "a key is read from LIONROCK_OPENALEX_KEY" in str(failed)


LENGTH = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "data",
    [LENGTH + BODY, CHUNKED + b"16\r\n" + BODY[:9], b"", b"HTTP/1.1 200", b"\x16\x03\x01\x00"],
    ids=["wrong length", "chunk cut off", "nothing", "head cut off", "not HTTP"],
)
def test_an_answer_that_breaks_off_is_tried_again_and_then_told(
    client: Client, data: bytes
) -> None:
    client.server.answers["/data"] = misbehaving.after(
        1, misbehaving.raw(data), misbehaving.as_json([1])
    )
    assert client.get().received is not None
    client.server.answers["/other"] = misbehaving.raw(data)
    assert client.failure("/other").reason == "broken"
    assert client.server.asked("/other") == 3


@pytest.mark.parametrize("head", [LENGTH, b"HTTP/1.1 200 OK\r\nX-A: "], ids=["body", "head"])
def test_a_slow_drip_ends_with_the_time_for_the_file(client: Client, head: bytes) -> None:
    over = threading.Event()
    client.policy = changed(client.policy, total=0.4, tries=1)
    client.server.answers["/data"] = misbehaving.drip(head, lambda: not over.wait(0.05))
    failed = client.failure()
    over.set()
    assert (failed.reason, "took too long" in str(failed)) == ("timeout", True)


def test_a_server_that_says_nothing_is_left(client: Client) -> None:
    over = threading.Event()
    client.policy = changed(client.policy, read=0.1, tries=1)
    client.server.answers["/data"] = misbehaving.drip(b"", lambda: not over.wait(30))
    assert client.failure().reason == "timeout"
    over.set()


def test_a_head_without_end_is_left(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.endless(
        b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 1000 + b"\r\n"
    )
    assert client.failure().reason == "broken"
