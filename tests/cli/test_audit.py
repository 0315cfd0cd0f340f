"""`lionrock audit`: a sample, verdicts that are only ever added, rates with intervals."""

import io
import json
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings
from lionrock.store.audits import NAME, read
from tests.built import built_world


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("audit")
    settings = built_world(folder)
    return settings


@pytest.fixture
def home(built: Settings) -> Path:
    (built.home / NAME).unlink(missing_ok=True)
    return built.home


def lionrock(home: Path, *words: str) -> int:
    return run(["--home", str(home), *words])


def sample(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict]:
    assert lionrock(home, "--json", "audit", *words) == 0
    return json.loads(capsys.readouterr().out)


def test_a_sample_is_stratified_and_drawn_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = sample(home, capsys, "--n", "40")
    assert len(found) == 40 and found == sample(home, capsys, "--n", "40")
    assert found != sample(home, capsys, "--n", "40", "--seed", "2")
    assert len({one["item"]["facet"] for one in found}) >= 5
    assert len({one["item"]["tier"] for one in found}) >= 4
    for one in found:
        assert one["sources"] and all(url.startswith("https://") for url, *_ in one["sources"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sitting_keeps_verdicts_and_the_rates_follow(
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("r\nr\nz\nw\nk\nx\nn\nq\n"))
    assert lionrock(home, "--lang", lang, "audit", "--n", "10") == 0
    capsys.readouterr()
    kept = read(Settings(home)).standing
    assert sorted(one.verdict for one in kept.values()) == ["right", "unverifiable", "wrong"]
    assert lionrock(home, "--json", "audit", "--rates") == 0
    rates = json.loads(capsys.readouterr().out)
    assert (rates["all"]["judged"], rates["all"]["right"]) == (3, 0.5)  # one cannot be verified
    assert rates["all"]["low"] < 0.1 and rates["all"]["high"] > 0.9
    assert sum(one["judged"] for one in rates["facets"]) == 3
    assert sum(one["judged"] for one in rates["tiers"]) == 3
    assert len((home / NAME).read_text().splitlines()) == 5  # taking back is a line too


def test_nothing_judged_is_unknown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lionrock(home, "audit", "--rates") == 0
    said = capsys.readouterr().out
    assert said.count("unknown: 0 of") == 1 + 7 + 6


def test_verdicts_at_once_and_what_is_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = sample(home, capsys, "--n", "1")[0]["item"]["key"]
    assert lionrock(home, "audit", "--judge", key, "imprecise") == 0
    assert read(Settings(home)).standing[key].verdict == "imprecise"
    assert lionrock(home, "audit", "--judge", key, "undone") == 0
    assert read(Settings(home)).standing == {}
    assert lionrock(home, "audit", "--judge", "nope", "right") == 2
    assert "no published value" in capsys.readouterr().err
    assert lionrock(home, "audit", "--n", "0") == 2
    assert lionrock(home, "audit", "--judge", key, "perhaps") == 2


def test_a_broken_line_is_told_and_a_torn_one_taken_off(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = sample(home, capsys, "--n", "1")[0]["item"]["key"]
    (home / NAME).write_text('{"nonsense": 1}\n{"key": "torn')
    assert lionrock(home, "audit", "--judge", key, "right") == 0
    assert f"{NAME}:1: not a verdict" in capsys.readouterr().err
    assert list(read(Settings(home)).standing) == [key]
    assert "torn" not in (home / NAME).read_text()


def test_the_home_outranks_the_registry(
    built: Settings, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = sample(home, capsys, "--n", "1")[0]["item"]["key"]
    line = json.dumps(
        {"key": key, "verdict": "wrong", "by": "a", "at": "2026-11-01T00:00:00+00:00"}
    )
    (tmp_path / NAME).write_text(line + "\n")
    settings = Settings(home, tmp_path)
    assert read(settings).standing[key].verdict == "wrong"
    assert lionrock(home, "audit", "--judge", key, "right") == 0
    assert read(settings).standing[key].verdict == "right"
