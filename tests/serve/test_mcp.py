"""The server for agents, asked by the real client: over its own pipes, and over HTTP."""

import json
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client

from lionrock.answer.observatory import Observatory
from lionrock.model.text import LANGUAGES
from tests.agents import answer, asked, inside, over_http, over_pipes
from tests.serving import command

TOOLS = {
    "search", "match_names", "show_entity", "show_indicator", "check_text", "find_programmes",
    "find_rules", "find_partners", "ties", "works", "what_changed",
}  # fmt: skip
QUESTIONS: dict[str, dict[str, Any]] = {
    "search": {"query": "robotics"},
    "match_names": {"names": ["HKUST", "香港科技大学", "Nobody At All Ltd"]},
    "show_entity": {"id": "hkust"},
    "show_indicator": {"id": "gdp"},
    "check_text": {
        "text": "HKUST was founded in 1991. There were 9,000 start-ups in Hong Kong in 2023."
    },
    "find_programmes": {"question": "a two-year-old Hong Kong AI start-up that needs compute"},
    "find_rules": {"question": "a bank uses generative AI on customers' personal data"},
    "find_partners": {"question": "robotics in Shenzhen, needs a company", "of": "hkust"},
    "ties": {"source": "hkust", "target": "tencent"},
    "works": {"about": "hkust"},
    "what_changed": {"since": "2026"},
}


@pytest.mark.parametrize("way", [over_pipes, over_http], ids=["stdio", "http"])
def test_the_real_client_is_answered(home: Path, way: Callable[[Path], Any]) -> None:
    async def ask(client: Client) -> tuple[Any, ...]:
        listed = await client.list_tools()
        found = await client.call_tool("search", {"query": "科技大學", "lang": "zh-Hant"})
        shown = await client.call_tool("show_entity", {"id": "hkust"})
        wrong = await client.call_tool("show_entity", {"id": "no-such-thing"})
        return client.server_info, client.instructions, listed, found, shown, wrong

    info, instructions, listed, found, shown, wrong = asked(home, way, ask)
    assert info.name == "lionrock"
    assert "Search first" in instructions
    assert {tool.name for tool in listed.tools} == TOOLS
    assert "hkust" in [hit["id"] for hit in found.structured_content["answer"]["hits"]]
    assert json.loads(shown.content[0].text) == shown.structured_content
    assert wrong.is_error
    assert "search" in wrong.content[0].text


def test_tools_only_read_and_describe_what_they_take(home: Path) -> None:
    async def ask(client: Client) -> Any:
        return await client.list_tools()

    for tool in asked(home, inside, ask).tools:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.description
        assert tool.output_schema["required"][0] == "answer"
        for name, one in tool.input_schema["properties"].items():
            bounded = json.dumps(one)
            assert "description" in one or name == "year", (tool.name, name)
            if '"string"' in bounded and "enum" not in bounded and name != "kind":
                assert "maxLength" in bounded, (tool.name, name)


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_every_answer_is_cited_and_can_be_had_again(
    home: Path, observatory: Observatory, tool: str
) -> None:
    told = answer(home, tool, **QUESTIONS[tool])
    assert told["build"] == observatory.build_id
    assert told["licence"].startswith("https://creativecommons.org/")
    numbers = {page["n"] for page in told["sources"]}
    assert _cited(told["answer"]) == numbers
    known = {url for (url,) in observatory.query("SELECT DISTINCT url FROM evidence")}
    for page in told["sources"]:
        assert page["url"] in known
        assert page["publisher"], page
    if tool not in ("works", "what_changed"):  # none are loaded, and this is the first build
        assert told["sources"], "nothing was cited"
    again = told["again"]
    assert again["tool"] == tool
    assert answer(home, tool, **again["arguments"]) == told


def _cited(part: Any) -> set[int]:
    """All numbers of sources that an answer refers to."""
    if isinstance(part, list):
        return {n for one in part for n in _cited(one)}
    if not isinstance(part, dict):
        return set()
    own = set(part.get("sources") or ())
    return own | {n for name, one in part.items() if name != "sources" for n in _cited(one)}


def test_the_calls_it_names_answer_the_same(home: Path) -> None:
    told = answer(home, "search", query="智慧 城市", kind="initiative", limit=3)
    program, *words = shlex.split(told["again"]["command"])
    assert program == "lionrock"
    done = command(home, "--json", *words)
    assert [hit["id"] for hit in json.loads(done.stdout)["hits"]] == [
        hit["id"] for hit in told["answer"]["hits"]
    ]


def test_a_value_and_those_that_differ_from_it(home: Path, observatory: Observatory) -> None:
    ((id_, about, period),) = observatory.query(
        "SELECT indicator, about, period FROM disagreements ORDER BY spread DESC LIMIT 1"
    )
    told = answer(home, "show_indicator", id=id_, about=about, limit=100)
    disputed = [one for one in told["answer"]["points"] if one.get("conflict")]
    assert disputed, (id_, about, period)
    for point in disputed:
        assert point["others"]
        assert all(value["sources"] for value in (point["leads"], *point["others"]))


def test_names_with_none_that_fits(home: Path) -> None:
    hkust, simplified, nobody = answer(
        home, "match_names", names=["HKUST", "香港科技大学", "Zzyzx Foundry of Nowhere"]
    )["answer"]["answers"]
    assert hkust["found"][0]["id"] == simplified["found"][0]["id"] == "hkust"
    assert hkust["found"][0]["reasons"]
    assert nobody["verdict"] == "none"
    assert nobody["found"] == []


def test_what_a_text_claims(home: Path) -> None:
    claims = answer(home, "check_text", **QUESTIONS["check_text"])["answer"]["claims"]
    assert [one["verdict"] for one in claims] == ["supported", "contradicted"]
    assert all(one["evidence"][0]["sources"] for one in claims)


def test_ties_step_from_one_end_to_the_other(home: Path) -> None:
    told = answer(home, "ties", source="hkust", target="sensetime")["answer"]
    way = [one["id"] for one in told["way"]]
    assert way[0] == "hkust"
    assert way[-1] == "sensetime"
    assert told["steps"] == len(way) - 1 > 0
    for a, b in pairwise(way):
        assert any({a, b} == {tie["source"], tie["target"]} for tie in told["ties"])
    assert told["works_loaded"] is False


@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_are_in_the_language_asked_for(home: Path, lang: str) -> None:
    shown = answer(home, "show_entity", id="hkust", lang=lang)["answer"]
    assert shown["label"] == shown["labels"][lang]


def test_parts_are_paged(home: Path) -> None:
    first = answer(home, "show_entity", id="hong-kong", part="links", limit=100)["answer"]["links"]
    second = answer(home, "show_entity", id="hong-kong", part="links", limit=100, offset=100)
    assert first["total"] > 200
    assert len(first["links"]) == 100
    assert second["answer"]["links"]["links"][0] not in first["links"]
