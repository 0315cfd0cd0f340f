"""Live sources are brought up to date whole, or not at all; what failed is told and kept apart."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from lionrock.model.source import Ask
from lionrock.settings import BUNDLED_REGISTRY
from lionrock.sources._http import Door
from lionrock.sources._update import Live, update
from lionrock.store.builds import Busy
from lionrock.store.live import updating
from tests.sources import invented, misbehaving
from tests.sources.misbehaving import Server, http
from tests.sources.updating import NEW, OLD, PAGES, Updater, service


def test_new_then_unchanged_then_new(updater: Updater) -> None:
    assert updater.drawer.status().state == "never"
    first = updater.run()
    assert (first.state, first.files, first.failure) == ("new", PAGES, None)
    assert first.checked_at == first.changed_at is not None
    assert updater.names() == OLD
    digest = updater.drawer.digest()
    second = updater.run()
    assert (second.state, second.changed_at) == ("unchanged", first.changed_at)
    assert updater.client.server.asked("/bodies") == 2 * PAGES
    assert updater.drawer.digest() == digest
    updater.serve(service("v2"))
    assert updater.run().state == "new"
    assert updater.names() == NEW
    assert updater.drawer.digest() != digest


def _add(page: int, body: dict[str, Any]) -> None:
    body["results"][0] |= {"colour": "red"} if page == 1 else {}


def _drop(page: int, body: dict[str, Any]) -> None:
    if page == 1:
        del body["results"][1]["staff"]


def _retype(page: int, body: dict[str, Any]) -> None:
    body["results"][0]["staff"] = "many" if page == 1 else 1


def _no_cursor(page: int, body: dict[str, Any]) -> None:
    if page == 1:
        del body["cursor"]


def _html(page: int, body: dict[str, Any]) -> bytes | None:
    return misbehaving.page()(None) if page == 1 else None  # type: ignore[arg-type]


def _big5(page: int, body: dict[str, Any]) -> bytes | None:
    data = '{"results": [], "cursor": "港"}'.encode("big5")
    return http(data, Content_Type="application/json; charset=big5") if page == 1 else None


def _few(page: int, body: dict[str, Any]) -> None:
    body["results"] = body["results"][: page == 0]


def _many(page: int, body: dict[str, Any]) -> None:
    body["results"] *= 20


def _gone(page: int, body: dict[str, Any]) -> bytes | None:
    return http(b"", 404) if page == 1 else None


def _fails(page: int, body: dict[str, Any]) -> bytes | None:
    return http(b"", 500) if page == 1 else None


def _away(page: int, body: dict[str, Any]) -> bytes | None:
    there = "http://169.254.169.254/latest/meta-data/"
    return http(b"", 302, Location=there) if page == 1 else None


def _short(page: int, body: dict[str, Any]) -> bytes | None:
    sent = http(b'{"results": [', Content_Type="application/json")
    return sent if page == 1 else None


@pytest.mark.parametrize(
    ("change", "reason", "field", "says"),
    [
        (_add, "drift", "colour", "unknown field `colour`"),
        (_drop, "drift", "staff", "missing required field `staff`"),
        (_retype, "drift", "$.results[0].staff", "Expected `int`, got `str`"),
        (_no_cursor, "drift", "cursor", "missing key 'cursor'"),
        (_short, "drift", "", "truncated"),
        (_html, "wrong_type", "", "a web page (HTML) where JSON was due"),
        (_big5, "wrong_type", "", "the server says 'big5'"),
        (_few, "count", "", "1 of kind 'organisation'; expected 2 to 50"),
        (_many, "count", "", "120 of kind 'organisation'; expected 2 to 50"),
        (_gone, "not_found", "", "HTTP 404"),
        (_fails, "unreachable", "", "HTTP 500"),
        (_away, "refused", "", "169.254.169.254, which is not a public address"),
    ],
)
def test_what_cannot_be_used_leaves_the_last_good_data(
    updater: Updater, change: Any, reason: str, field: str, says: str
) -> None:
    good = updater.run()
    digest = updater.drawer.digest()
    updater.serve(service("v2", change))
    status = updater.run()
    failure = status.failure
    assert failure is not None
    assert (status.state, failure.reason, failure.field) == ("failed", reason, field)
    assert says in failure.message
    assert status.checked_at == good.checked_at
    assert status.stale(invented.SOURCE, failure.at)
    assert (updater.names(), updater.drawer.digest()) == (OLD, digest)
    updater.serve(service("v2"))
    healed = updater.run()
    assert (healed.state, healed.failure, updater.names()) == ("new", None, NEW)


def test_a_first_update_that_fails_keeps_nothing(updater: Updater) -> None:
    updater.serve(service("", _add))
    status = updater.run()
    assert (status.state, status.checked_at) == ("failed", None)
    assert updater.drawer.latest() == ()
    assert updater.drawer.digest() is None


def test_a_budget_that_is_used_up_pauses_and_is_gone_on_with(updater: Updater) -> None:
    spent = http(b"", 429, X_RateLimit_Remaining="0", X_RateLimit_Reset="7200")
    updater.serve(service("", lambda page, body: spent if page == 2 else None))
    status = updater.run()
    assert status.failure is not None
    assert (status.state, status.failure.reason, status.done) == ("paused", "used_up", 2)
    assert status.failure.again is not None
    until = status.failure.again - status.failure.at
    assert timedelta(minutes=119) < until < timedelta(minutes=121)
    updater.serve(service())
    assert updater.run().state == "new"
    asked = [request.path for request in updater.client.server.requests]
    assert asked == ["/bodies?cursor=2"], "what was fetched is not paid for again"
    assert updater.names() == OLD
    assert not updater.drawer.pending()


def test_what_an_update_left_long_ago_is_not_used(updater: Updater) -> None:
    updater.serve(service("", _fails))
    assert updater.run().done == 1
    path = updater.settings.snapshots / "invented" / "pending.jsonl"
    old = [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line]
    lines = [msgspec.json.encode(["2026-01-01T00:00:00Z", entry]) for _, entry in old]
    path.write_bytes(b"\n".join(lines) + b'\n["2026-')
    updater.serve(service())
    assert updater.run().state == "new"
    assert updater.client.server.asked("/bodies") == PAGES


def test_a_kept_file_that_is_damaged_is_fetched_anew(updater: Updater) -> None:
    updater.run()
    updater.drawer.latest()[1].path.write_bytes(b"{")
    assert updater.drawer.latest() == ()
    assert updater.run().failure is None
    assert updater.client.server.asked("/bodies") == 2 * PAGES
    assert updater.names() == OLD


def test_one_update_runs_at_a_time(updater: Updater) -> None:
    with updating(updater.settings), pytest.raises(Busy, match="another update is running"):
        updater.run()
    assert updater.run().state == "new"


def test_a_source_learns_what_the_registry_knows(updater: Updater) -> None:
    with updater.client.door() as door, updating(updater.settings) as parts:
        live = Live(updater.settings, door, updater.drawer, parts)
        assert live.registry == BUNDLED_REGISTRY
        assert live.identifiers("wikidata")["hku"] == ("Q15568",)
        assert "connect.polyu.hk" in live.identifiers("domains")["polyu"]
        assert {row["id"] for row in live.organisations()} > {"hku", "cuhk"}
        ask = Ask(updater.client.server.url("/bodies?cursor=0"), "a.json")
        live.get(invented.SOURCE, ask)
        with pytest.raises(ValueError, match="the name of two files"):
            live.get(invented.SOURCE, msgspec.structs.replace(ask, url=ask.url + "0"))
        with pytest.raises(ValueError, match="lower-case letters"):
            live.get(invented.SOURCE, msgspec.structs.replace(ask, name="../a"))


def test_what_a_server_says_steers_no_terminal(updater: Updater) -> None:
    evil = "\x1b[2J\u202e" + "x" * 100_000

    def steer(page: int, body: dict[str, Any]) -> None:
        body["results"][0] |= {evil: 1}

    updater.serve(service("", steer))
    failure = updater.run().failure
    assert failure is not None
    assert failure.reason == "drift"
    assert failure.message.isprintable() and failure.field.isprintable()
    assert len(failure.message) <= 1_000


def test_several_sources_do_not_stop_one_another(updater: Updater, server: Server) -> None:
    other = invented.module(server.url("/nowhere"))
    other.SOURCE = msgspec.structs.replace(invented.SOURCE, id="other")
    told: list[tuple[str, str | None]] = []
    with updater.client.door() as door:
        found = update(
            updater.settings, updater.reference, (other, updater.module), door,
            lambda source, status: told.append((source.id, status and status.state)),
        )  # fmt: skip
    assert [status.state for status in found] == ["failed", "new"]
    assert told == [("other", None), ("other", "failed"), ("invented", None), ("invented", "new")]


def test_a_full_disk_is_told(updater: Updater, monkeypatch: pytest.MonkeyPatch) -> None:
    updater.run()
    updater.serve(service("v2"))
    parts = updater.settings.update / "parts"

    def full(self: Door, *given: object) -> None:
        parts.rmdir()  # what is to be written has nowhere to go
        raise OSError(28, "No space left on device", str(parts))

    monkeypatch.setattr(Door, "fetch", full)
    failure = updater.run().failure
    assert failure is not None
    assert (failure.reason, "No space left" in failure.message) == ("storage", True)
    assert updater.names() == OLD
