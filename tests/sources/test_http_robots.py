"""Manners: what robots.txt allows, and a pause between two requests."""

import pytest

from lionrock.sources._http.robots import rules_for
from tests.sources import misbehaving
from tests.sources.misbehaving import http
from tests.sources.visiting import Client, source

ROBOTS = """\
# a comment
User-agent: *
Disallow: /private
Allow: /private/open$
Disallow: /*.zip
Crawl-delay: 3

User-agent: Lionrock
user-agent: other
Disallow: /closed
Allow: /
Disallow: /%e6%b8%af/
Sitemap: https://data.example/map.xml

User-agent: lionrock
Crawl-delay: 999
"""


@pytest.mark.parametrize(
    ("product", "path", "allowed"),
    [
        ("stranger", "/", True), ("stranger", "/private", False), ("stranger", "/private/x", False),
        ("stranger", "/private/open", True), ("stranger", "/private/open/x", False),
        ("stranger", "/a/b.zip?x=1", False), ("stranger", "/robots.txt", True),
        ("lionrock", "/private", True), ("lionrock", "/closed/x", False),
        ("lionrock", "/港/x", False), ("lionrock", "/%E6%B8%AF/x", False),
        ("other", "/closed", False),
    ],
)  # fmt: skip
def test_robots_txt_is_read_as_rfc_9309_has_it(product: str, path: str, allowed: bool) -> None:
    assert rules_for(ROBOTS, product).allows(f"https://data.example{path}") is allowed


def test_robots_txt_that_says_nothing_allows_everything() -> None:
    for text in ("", "Disallow: /", "User-agent: *\nDisallow:", "\x00\x01", "<html></html>"):
        assert rules_for(text, "lionrock").allows("https://data.example/a")
    assert rules_for(ROBOTS, "lionrock").delay == 60.0
    assert not rules_for("\ufeffUser-agent: *\r\nDisallow: /", "lionrock").allows("https://a.b/c")


def test_a_pattern_full_of_stars_costs_no_time() -> None:
    text = "User-agent: *\nDisallow: /" + "*a" * 900 + "b"
    assert rules_for(text, "lionrock").allows("https://data.example/" + "a" * 5_000)


def test_pages_are_asked_for_as_robots_txt_allows(client: Client) -> None:
    client.server.answers |= {
        "/robots.txt": lambda r: http(ROBOTS.encode()), "/data": misbehaving.as_json([1]),
        "/closed": misbehaving.as_json([1]),
    }  # fmt: skip
    pages = source(api="")
    assert client.get(asking=pages).received is not None
    assert client.waits and client.waits[0] > 50, "its Crawl-delay"
    failed = client.failure("/closed", asking=pages)
    assert (failed.reason, "robots.txt does not allow it" in str(failed)) == ("refused", True)
    assert client.server.asked("/closed") == 0
    assert client.server.asked("/robots.txt") == 1, "kept for a day, also on disk"
    assert client.get("/closed").received is not None, "an interface for programs is not a page"


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)]
)
def test_a_site_that_cannot_tell_is_left_alone(client: Client, status: int, allowed: bool) -> None:
    client.server.answers |= {
        "/robots.txt": misbehaving.refused(status), "/data": misbehaving.as_json([1])
    }  # fmt: skip
    pages = source(api="")
    if allowed:
        assert client.get(asking=pages).received is not None
    else:
        assert "cannot be read, so nothing is fetched" in str(client.failure(asking=pages))
        client.server.answers["/robots.txt"] = misbehaving.refused(404)
        assert client.get(asking=pages).received is not None, "that was not kept"


def test_a_redirect_to_a_closed_page_is_not_followed(client: Client) -> None:
    client.server.answers |= {
        "/robots.txt": lambda r: http(ROBOTS.encode()), "/closed": misbehaving.as_json([1]),
        "/data": misbehaving.redirect("/closed"),
    }  # fmt: skip
    assert client.failure(asking=source(api="")).reason == "refused"
    assert client.server.asked("/closed") == 0


def test_there_is_a_pause_between_two_requests_to_a_host(client: Client) -> None:
    client.server.answers["/data"] = misbehaving.after(
        1, misbehaving.redirect("/data"), misbehaving.as_json([1])
    )
    client.get(asking=source(pause=5.0))
    assert len(client.waits) == 1
    assert 4.0 < client.waits[0] <= 5.0
