"""`lionrock update` and `lionrock sources`: what they say, and their exit codes."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lionrock.cli import run
from lionrock.cli import update as command
from lionrock.model.standing import CADENCES, FAILURES
from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings
from lionrock.sources import _http
from lionrock.store.live import Drawer, Failure, Status
from tests.works import WORKS, written

DUMP = min((Path(__file__).parents[1] / "golden" / "ror").iterdir())
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    quick = _http.Policy("lionrock/0 (tests)", tries=1)
    monkeypatch.setattr(command._http, "policy", lambda version: quick)
    return tmp_path / "home"


def lionrock(home: Path, *words: str) -> int:
    return run(["--home", str(home), *words])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nope",), "no source 'nope'; known: "),
        (("registry",), "registry: is read anew by every build"),
        (
            ("--from", "x.zip"),
            "given files: folder, openalex, openalex_institutions, openalex_topics, ror",
        ),
        (("ror", "--from", "/no/such.zip"), "/no/such.zip: no such file"),
        (("openalex", "--from", "/no/such"), "/no/such: no such file or folder"),
        (("openalex", "--from", str(DUMP.parent)), "its first line is no JSON of a work"),
        (("ror", "--from", str(Path(__file__))), "not JSON: expected [ or {"),
    ],
)
def test_a_wrong_request_is_told(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert lionrock(home, "update", *words) == 2
    assert says in capsys.readouterr().err
    assert not (home / "current").exists(), "nothing was built"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_source_that_cannot_be_reached_is_told_and_the_rest_is_built(
    home: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert lionrock(home, "--lang", lang, "update", "ror", "--no-build") == 1
    said = capsys.readouterr().out
    assert FAILURES["unreachable"].in_(lang) in said
    assert "https://zenodo.org/api/communities/ror-data/records" in said
    assert not (home / "current").exists()
    assert lionrock(home, "--lang", lang, "sources") == 0
    listed = capsys.readouterr().out
    assert FAILURES["unreachable"].in_(lang) in listed
    assert CADENCES["monthly"].in_(lang) in listed


def test_a_given_dump_is_kept_and_the_build_matches_with_it(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert lionrock(home, "update", "ror", "--from", str(DUMP)) == 0
    said = capsys.readouterr().out
    assert "Research Organization Registry: new; files: 1" in said
    assert "release v0.1-2022-01-01" in said
    manifest = json.loads((home / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"]["snapshots/ror"] == Drawer(Settings(home), "ror").digest()
    records = json.loads(DUMP.read_text("utf-8"))
    name = next(r["name"] for r in records if r.get("country", {}).get("country_code") != "HK")
    asked, found = tmp_path / "asked.csv", tmp_path / "found.jsonl"
    asked.write_text(f'name\n"{name}"\n', "utf-8")
    assert lionrock(home, "match", str(asked), "-c", "name", "-o", str(found)) == 0
    row = json.loads(found.read_text("utf-8"))
    assert row["match_ror"], row
    capsys.readouterr()
    assert lionrock(home, "--json", "update", "ror", "--from", str(DUMP)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sources"][0]["state"] == "unchanged"
    assert told["build"] == manifest["id"], "the same inputs give the same build"


def test_sources_tell_their_age_and_state(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawer = Drawer(Settings(home), "ror")
    assert lionrock(home, "sources") == 0
    assert "Never fetched; to fetch it: lionrock update ror" in capsys.readouterr().out
    old = NOW - timedelta(days=90)
    drawer.tell(Status("ror", "unchanged", old, old, None, 1, 10))
    assert lionrock(home, "sources") == 0
    said = capsys.readouterr().out
    assert f"Checked on {old:%Y-%m-%d} (90 days ago); files: 1" in said
    assert "Stale: not checked for longer than it stays good" in said
    failure = Failure("drift", "record 3: unknown field 'colour'", NOW, "colour")
    drawer.tell(Status("ror", "failed", NOW, old, failure, 1, 10))
    assert lionrock(home, "sources") == 0
    said = capsys.readouterr().out
    assert f"Stale: the update of {NOW:%Y-%m-%d} failed: " in said
    assert "the form of the data has changed [colour]: record 3" in said
    assert lionrock(home, "--json", "sources") == 0
    listed = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert (listed["ror"]["stale"], listed["registry"]["stale"]) == (True, None)
    assert listed["ror"]["status"]["failure"]["field"] == "colour"


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LIONROCK_CONTACT", "me (at) home\n"), ("LIONROCK_OPENALEX_KEY", "short")],
)
def test_settings_that_cannot_be_sent_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    variable: str, value: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(variable, value)
    assert lionrock(tmp_path, "update", "ror") == 2
    said = capsys.readouterr().err
    assert variable in said
    assert value not in said


def test_who_we_are_is_told_to_servers() -> None:
    agent = _http.policy("1.2", {"LIONROCK_CONTACT": "https://lionrock.example/bot"}).agent
    assert agent == "lionrock/1.2 (+https://lionrock.example/bot)"
    assert _http.keys({"LIONROCK_OPENALEX_KEY": " abcdefgh ", "OTHER_KEY": "x"}) == {
        "openalex": "abcdefgh"
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_of_works_becomes_pages(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """What the site says when no works are loaded, done: works that someone has, then a build."""
    (tmp_path / "works").mkdir()
    written(tmp_path / "works", WORKS, "part_0000.gz")
    words = ("--lang", lang, "update", "openalex", "--from", str(tmp_path / "works"))
    assert lionrock(home, *words) == 0
    assert "works" in capsys.readouterr().out
    assert lionrock(home, "--lang", lang, "--json", "facets", "research") == 0
    assert "hkust-guangzhou" in capsys.readouterr().out
