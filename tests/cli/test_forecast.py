"""`lionrock forecast`: points, intervals, the back-test; reasons; exit codes."""

import json
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.model.text import LANGUAGES


def lionrock(home: Path, *words: str) -> int:
    return run(["--home", str(home), *words])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_points_stand_with_intervals_and_the_baseline(
    home: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert lionrock(home, "--lang", lang, "forecast", "startups_total") == 0
    said = capsys.readouterr().out
    for year in ("2026", "2027", "2028"):
        assert year in said
    assert "80% " in said and "5,221" in said  # the naive forecast is the last value


@pytest.mark.parametrize(
    ("id_", "status", "says"),
    [("ai_models_deployed", 1, "fewer than five"), ("technology_crime_cases", 1, "two years ago")],
)
def test_a_refusal_has_its_reason(
    home: Path, capsys: pytest.CaptureFixture[str], id_: str, status: int, says: str
) -> None:
    assert lionrock(home, "forecast", id_) == status
    assert says in capsys.readouterr().out


def test_json_and_what_is_no_indicator(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lionrock(home, "--json", "forecast", "gerd") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["forecast"]["points"]) == 3
    assert lionrock(home, "forecast", "nope") == 2
    assert "lionrock search nope" in capsys.readouterr().err
