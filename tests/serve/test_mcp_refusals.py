"""What the server for agents refuses, and how it says so; hostile words are words."""

import socket
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from lionrock.serve.mcp.told import LARGEST
from tests.agents import answer, call, listening, refusal
from tests.serving import command


@pytest.mark.parametrize(
    ("tool", "arguments", "advice"),
    [
        ("search", {"query": ""}, "at least 1"),
        ("search", {"query": "x" * 501}, "at most 500"),
        ("search", {"query": "x", "kind": "unicorn"}, "organisation"),
        ("search", {"query": "x", "limit": 1_000}, "100"),
        ("search", {"query": "\ud800"}, "valid string"),
        ("search", {}, "required"),
        ("match_names", {"names": ["x"] * 51}, "at most 50"),
        ("show_entity", {"id": "hong kong university of science"}, "hkust"),
        ("show_entity", {"id": "zzzz"}, "search"),
        ("show_indicator", {"id": "gdp", "about": "hkust"}, "hong-kong"),
        ("show_indicator", {"id": "gross"}, "search"),
        ("check_text", {"text": "x", "published": "yesterday"}, "yesterday"),
        ("check_text", {"text": "x" * 20_001}, "at most 20000"),
        ("find_partners", {"question": "robots", "of": "Zzyzx Foundry"}, "search"),
        ("find_programmes", {"question": "x", "staff": 0}, "greater than or equal to 1"),
        ("ties", {"source": "hkust", "target": "zzyzx"}, "search"),
        ("works", {"about": "zzyzx"}, "search"),
        ("what_changed", {"since": "yesterday"}, "yesterday"),
        ("what_changed", {"facet": "dragons"}, "startups"),
        ("what_changed", {"watch": "mine"}, "watch.toml"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    home: Path, tool: str, arguments: dict[str, Any], advice: str
) -> None:
    said = refusal(home, tool, **arguments)
    assert advice in said
    assert "Traceback" not in said
    assert len(said) < 1_000


HOSTILE = ("\0", "\x1b[31m", "=1+1", "\u202e", "<script>", "a" * 400, "\U0010ffff", "AND NOT (")


def test_hostile_words_are_words(home: Path) -> None:
    for text in HOSTILE:
        assert answer(home, "search", query=text)["answer"]["total"] >= 0
    named = answer(home, "match_names", names=list(HOSTILE))["answer"]["answers"]
    assert [one["name"] for one in named] == list(HOSTILE)
    together = " ".join(HOSTILE)
    assert answer(home, "check_text", text=together)["answer"]["summary"]["supported"] == 0
    for tool in ("find_programmes", "find_rules", "find_partners"):
        assert answer(home, tool, question=together)["answer"]["understood"]


def test_an_answer_that_is_too_large_says_how_to_ask_for_less(home: Path) -> None:
    text = "HKUST was founded in 1991. " * 700
    result = call(home, "check_text", text=text)
    if result.is_error:
        assert "shorter text" in result.content[0].text
    else:
        assert len(result.content[0].text) <= LARGEST


def test_http_takes_no_giant_and_no_stranger(home: Path) -> None:
    headers = {"content-type": "application/json", "accept": "application/json"}
    with listening(home) as address:
        giant = httpx.post(address, content=b'"' + b"x" * (2 << 20) + b'"', headers=headers)
        stranger = httpx.post(address, content=b"{}", headers={**headers, "host": "evil.example"})
    assert giant.status_code == 413
    assert stranger.status_code == 421


def test_without_a_build_it_says_what_to_do(tmp_path: Path) -> None:
    done = command(tmp_path, "mcp")
    assert done.returncode == 1
    assert "lionrock build" in done.stderr


def test_a_port_that_is_taken_is_named(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command(home, "mcp", "--http", "--port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert sys.executable not in done.stderr
