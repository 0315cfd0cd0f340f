"""`lionrock diff`: what it prints in three languages, and what it says of a wrong question."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.build import build
from lionrock.cli import run
from lionrock.cli.output import strings
from lionrock.model.change import Change
from lionrock.model.text import LANGUAGES, T
from lionrock.settings import Settings
from lionrock.store import builds, history
from tests.world import facts, make_world

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def changed(world: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a home in which one value, with hostile text, replaced another."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(world.home, folder / "home", symlinks=True)
    lines = facts()
    lines["organisations.jsonl"][0]["founded"] = "1912"
    settings = Settings(folder / "home", make_world(folder / "registry", lines))
    build(settings)
    (settings.home / "watch.toml").write_text('[mine]\nfacets = ["startups"]\n', "utf-8")
    return settings


@pytest.fixture
def ask(changed: Settings, capsys: pytest.CaptureFixture[str]) -> Ask:
    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(["diff", *arguments, "--home", str(changed.home)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("asked", [(), ("--since", "2026-01"), ("--entity", "vantry-university")])
def test_a_change_is_told_with_its_reason(ask: Ask, asked: tuple[str, ...], lang: str) -> None:
    code, out, err = ask(*asked, "--lang", lang)
    assert (code, err) == (0, "")
    assert "1911 → 1912" in out
    assert f"{strings()['reason_source'][lang]} (registry/organisations.jsonl)" in out


def test_text_from_outside_moves_nothing_on_a_terminal(
    changed: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "[bold]\u202egnp\x1b]0;x\x07\u200b[/]"
    now = builds.served(changed)
    assert now is not None
    said = Change("statement", "added", evil, evil, T(evil, evil, evil), ("source",), after=evil)
    history.append(Settings(tmp_path), None, now, [said])
    assert run(["diff", "--since", "2026", "--home", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.count("[bold] gnp ]0;x  [/]") == 3
    assert not {"\u202e", "\x1b", "\x07", "\u200b"} & set(out)


def test_only_what_is_followed(ask: Ask) -> None:
    assert "1912" not in ask("--entity", "lumen")[1]
    assert "1912" not in ask("--watch", "mine")[1]


def test_for_programs(ask: Ask) -> None:
    told = json.loads(ask("--json")[1])
    assert {change["subject"] for change in told["changes"]} == {"vantry-university"}
    since = json.loads(ask("--json", "--since", "2026-01-01")[1])
    assert [one["change"] for one in since["told"]] == told["changes"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("nothing",), "no build is kept that begins with 'nothing'"),
        (("a", "b", "c"), "3 builds named; expected at most 2"),
        (("--since", "yesterday"), "--since: date 'yesterday'"),
        (("--watch", "other"), "no list [other]; there are: mine"),
    ],
)
def test_a_wrong_question_is_explained(ask: Ask, asked: tuple[str, ...], said: str) -> None:
    code, out, err = ask(*asked)
    assert (code, out) == (2, "")
    assert said in err


def test_a_home_without_memory_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "--since", "2026", "--home", str(tmp_path)]) == 0
    assert "remembers no build yet" in capsys.readouterr().out
