"""The command line as a user meets it: what it prints, its exit codes, its three languages."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.cli.output import strings
from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings

Golden = Callable[[str, str], None]
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(
    world: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Ask:
    """Run one command on the tiny world; return exit code, standard output and error."""
    monkeypatch.setenv("COLUMNS", "120")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run([*arguments, "--home", str(world.home)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("show-entity", ("show", "lumen", "--evidence")),
        ("show-indicator", ("show", "startups", "--evidence")),
        ("indicators", ("indicators",)),
        ("facets", ("facets",)),
        ("facet", ("facets", "startups")),
        ("search", ("search", "lumen")),
        ("sources", ("sources",)),
    ],
)
def test_what_is_printed(
    ask: Ask, golden: Golden, name: str, command: tuple[str, ...], lang: str
) -> None:
    code, out, err = ask(*command, "--lang", lang)
    assert (code, err) == (0, "")
    golden(f"cli/{name}.{lang}.txt", "\n".join(line.rstrip() for line in out.splitlines()) + "\n")


@pytest.mark.parametrize(
    "command",
    [("show", "lumen"), ("indicators",), ("facets",), ("facets", "startups"), ("search", "lumen"),
     ("sources",), ("validate",)],
)  # fmt: skip
def test_json_is_json_and_nothing_else(ask: Ask, command: tuple[str, ...]) -> None:
    code, out, err = ask(*command, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)


def test_json_of_an_entity_is_its_document(ask: Ask) -> None:
    document = json.loads(ask("show", "lumen", "--json")[1])
    assert document["id"] == "lumen"
    names = [fact for fact in document["facts"] if fact["prop"] == "name"]
    assert {fact["lang"] for fact in names} >= {"en"}
    cited = {record["n"]: record for record in document["evidence"]}
    for fact in document["facts"]:
        assert cited[fact["evidence"][0]]["sources"][0]["name"]["zh-Hant"]


def test_global_options_may_stand_anywhere(
    world: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(world.home)
    assert run(["--home", home, "--json", "show", "lumen"]) == 0
    before = capsys.readouterr().out
    assert run(["show", "--json", "lumen", "--home", home]) == 0
    assert capsys.readouterr().out == before


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (("show", "lumn"), 1, "nothing has the id 'lumn'"),
        (("facets", "nope"), 1, "no facet 'nope'; known: initiatives"),
        (("search", "qqqqzzzz"), 1, "Nothing found"),
        (("search", "x", "--limit", "0"), 2, "expected 1 to 200"),
        (("validate", "/nowhere"), 2, ""),
        (("build", "--registry", "/nowhere"), 2, "expected a registry"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    ask: Ask, command: tuple[str, ...], code: int, told: str
) -> None:
    exit_code, out, err = ask(*command)
    assert exit_code == code
    assert told in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    "command", [("--bogus",), ("nonsense",), ("show",), ("--lang", "fr", "facets")]
)
def test_bad_input_is_exit_2(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(list(command)) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err


def test_without_a_build_it_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("search", "show"):
        assert run([command, "x", "--home", str(tmp_path)]) == 1
        assert "lionrock build" in capsys.readouterr().err


def test_a_typo_in_an_id_is_answered_with_what_is_near(ask: Ask) -> None:
    assert "lumen" in ask("show", "lumen robotics")[2]


def test_build_says_what_it_did_and_then_that_nothing_changed(world: Settings, ask: Ask) -> None:
    code, out, _ = ask("build", "--registry", str(world.registry), "--json")
    done = json.loads(out)
    assert code == 0
    assert done["fresh"] is False
    assert done["manifest"]["entities"] > 10
    assert done["manifest"]["id"] in ask("build", "--registry", str(world.registry))[1]
    assert ask("build", "--registry", str(world.registry), "--quiet")[1] == ""


def test_every_string_is_in_three_languages() -> None:
    for key, said in strings().items():
        assert set(said) == set(LANGUAGES), key
        assert all(text.strip() for text in said.values()), key
        fields = [{part.split("}")[0] for part in text.split("{")[1:]} for text in said.values()]
        assert fields[0] == fields[1] == fields[2], key


def test_a_closed_pipe_is_no_error(world: Settings) -> None:
    command = [sys.executable, "-m", "lionrock.cli", "indicators", "--home", str(world.home)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"COLUMNS": "80"}
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        err = process.stderr.read()
        process.wait(30)
    assert b"Traceback" not in err
