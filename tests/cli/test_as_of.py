"""`lionrock show ID --as-of DAY`: the meaning is said first, in three languages."""

import json

import pytest

from lionrock.answer.as_of import today
from lionrock.cli import run
from lionrock.cli.output import strings
from lionrock.model.text import LANGUAGES
from lionrock.settings import Settings


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("meaning", ["valid", "known"])
def test_the_meaning_is_said_first(
    world: Settings, capsys: pytest.CaptureFixture[str], meaning: str, lang: str
) -> None:
    day = str(today())
    asked = ["show", "lumen", "--as-of", day, "--meaning", meaning, "--lang", lang]
    assert run([*asked, "--home", str(world.home)]) == 0
    said = capsys.readouterr().out
    told = strings()[f"as_of_{meaning}"][lang].format(day=day)
    assert said.splitlines()[1] == told
    assert "https://lumen.example/about" in said
    assert run([*asked, "--json", "--home", str(world.home)]) == 0
    assert json.loads(capsys.readouterr().out)["meaning"] == meaning


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_indicator_is_shown_as_of_a_day(
    world: Settings, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    asked = ["show", "startups", "--as-of", "1950", "--lang", lang]
    assert run([*asked, "--home", str(world.home)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == strings()["as_of_valid"][lang].format(day="1950-12-31")
    assert said[2] == strings()["as_of_indicator_not_yet"][lang]
    asked[3] = str(today())
    assert run([*asked, "--meaning", "known", "--home", str(world.home)]) == 0
    assert "https://" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("lumen", "--as-of", "then"), 2, "--as-of: date 'then'"),
        (("lumen", "--as-of", "2201"), 2, "year outside 1600-2200"),
        (("nobody", "--as-of", "2024"), 1, "nothing has the id 'nobody'"),
    ],
)
def test_a_wrong_question_is_explained(
    world: Settings,
    capsys: pytest.CaptureFixture[str],
    asked: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert run(["show", *asked, "--home", str(world.home)]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("meaning", ["valid", "known"])
def test_lists_are_shown_as_of_a_day(
    grown_home: Settings, capsys: pytest.CaptureFixture[str], meaning: str, lang: str
) -> None:
    for asked in (("facets", "startups", "--table", "companies"), ("search", "lumen")):
        for day in ("2024-01-15", "2024-02-15"):
            words = [*asked, "--as-of", day, "--meaning", meaning, "--lang", lang]
            assert run([*words, "--home", str(grown_home.home)]) == 0
            said = capsys.readouterr().out.splitlines()
            assert said[1] == strings()[f"as_of_{meaning}"][lang].format(day=day)
            inexact = strings()["as_of_inexact"][lang] in said
            assert inexact == (meaning == "known" and day == "2024-01-15")
            assert any("lumen" in line for line in said)
            assert run([*words, "--json", "--home", str(grown_home.home)]) == 0
            assert json.loads(capsys.readouterr().out)["meaning"] == meaning


def test_a_wrong_list_is_explained(
    grown_home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for asked, code, said in (
        (("facets", "startups", "--as-of", "then"), 2, "--as-of: date 'then'"),
        (("facets", "startups", "--as-of", "2024", "--table", "x"), 2, "no table 'x'; known: comp"),
        (("search", "lumen", "--as-of", "then"), 2, "--as-of: date 'then'"),
    ):
        assert run([*asked, "--home", str(grown_home.home)]) == code
        assert said in capsys.readouterr().err
    assert run(["facets", "startups", "--as-of", "2023", "--meaning", "known", "--home",
                str(grown_home.home)]) == 0  # fmt: skip
    assert "Unknown: nothing is remembered of that day" in capsys.readouterr().out
