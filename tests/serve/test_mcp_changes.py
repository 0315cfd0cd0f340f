"""What changed, told to agents by the real client's ways: reasons, sources, the call again."""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient
from mcp.client.client import Client

from lionrock.answer.observatory import Live, Observatory
from lionrock.build import build
from lionrock.serve.app import create_app
from lionrock.settings import Settings
from tests.agents import answer, asked, over_http, over_pipes
from tests.serving import command
from tests.world import facts, make_world


@pytest.fixture(scope="module")
def changed(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("agents")
    shutil.copytree(world.home, folder / "home", symlinks=True)
    settings = Settings(folder / "home", folder / "registry")
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1912"
    lines["observations.jsonl"][0]["value"] += 1
    make_world(settings.registry, lines)
    build(settings)
    (settings.home / "watch.toml").write_text('[none]\nentities = ["nobody"]\n', "utf-8")
    return settings


@pytest.mark.parametrize("way", [over_pipes, over_http], ids=["stdio", "http"])
def test_the_real_client_hears_what_changed(changed: Settings, way: Callable[[Path], Any]) -> None:
    async def ask(client: Client) -> Any:
        return await client.call_tool("what_changed", {"lang": "zh-Hant"})

    told = asked(changed.home, way, ask).structured_content
    founded = next(one for one in told["answer"]["changes"] if one.get("after") == "1912")
    assert (founded["what"], founded["prop"]) == ("statement", "founded")
    assert founded["reasons"] == ["source"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in founded["label"])
    cited = {page["n"]: page["url"] for page in told["sources"]}
    observatory = Observatory.open(changed)
    (pages,) = observatory.query(
        """SELECT list(DISTINCT e.url) FROM (
            SELECT unnest(records) AS n FROM statements
            WHERE prop = 'founded' AND value = '1912'
        ) s JOIN evidence e ON e.n = s.n"""
    )
    assert {cited[n] for n in founded["sources"]} == set(pages[0])


def test_what_is_said_now_is_cited_and_what_is_withdrawn_is_not(changed: Settings) -> None:
    told = answer(changed.home, "what_changed")
    assert told["answer"]["begins"]
    assert told["answer"]["total"] == len(told["answer"]["changes"]) > 1
    for one in told["answer"]["changes"]:
        assert bool(one["sources"]) == (one["how"] != "withdrawn")
    assert answer(changed.home, "what_changed", **told["again"]["arguments"]) == told


def test_the_calls_it_names_tell_the_same(changed: Settings) -> None:
    subject = answer(changed.home, "what_changed")["answer"]["changes"][0]["subject"]
    told = answer(changed.home, "what_changed", since="2026", entity=subject)
    program, *words = shlex.split(told["again"]["command"])
    assert program == "lionrock"
    done = json.loads(command(changed.home, "--json", *words).stdout)
    assert done["total"] == told["answer"]["total"]
    with TestClient(create_app(Live(changed))) as site:
        api: httpx.Response = site.get(told["again"]["api"])
    assert [one["after"] for one in api.json()["changes"]] == [
        one.get("after") for one in told["answer"]["changes"]
    ]


def test_it_is_narrowed(changed: Settings) -> None:
    everything = answer(changed.home, "what_changed")["answer"]["total"]
    assert answer(changed.home, "what_changed", watch="none")["answer"]["total"] == 0
    assert answer(changed.home, "what_changed", since="2200")["answer"]["total"] == 0
    facets = ("research", "startups", "governance", "outlook")
    assert any(
        answer(changed.home, "what_changed", facet=one)["answer"]["total"] < everything
        for one in facets
    )
