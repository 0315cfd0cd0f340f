"""`lionrock targets`: standings of the registry's own targets."""

import json
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.model.text import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_targets_are_listed_with_figures(
    home: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert run(["--home", str(home), "--lang", lang, "targets", "--verdict", "missed"]) == 0
    said = capsys.readouterr().out
    assert "gerd-1-5" in said and "1.07%" in said and "unicorns-18" not in said


def test_json_and_a_standing_that_is_none(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(home), "--json", "targets"]) == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)["targets"]}
    assert len(found) == 28
    met = found["unicorns-18"]
    assert (met["verdict"], met["reached"]["period"]) == ("met", "2024-06")
    assert met["against"]["publisher"]["id"] == "investhk"  # who counted 10 eight months before
    assert run(["--home", str(home), "targets", "--verdict", "perhaps"]) == 2
    assert "on_track" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_is_told_with_what_it_leaves_open(
    home: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert run(["--home", str(home), "--json", "index"]) == 0
    found = json.loads(capsys.readouterr().out)
    own = found["places"][0]
    assert run(["--home", str(home), "--lang", lang, "index"]) == 0
    said = capsys.readouterr().out
    for value in own["total"].values():
        assert f"{value:.1f}" in said
    assert not found["places"][1]["enough"] and f"{own['known']}" in said
