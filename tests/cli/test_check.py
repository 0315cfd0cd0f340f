"""`lionrock read` and `lionrock check` as a user meets them."""

import json
from pathlib import Path

import pytest

from lionrock.cli import run

ARTICLE = """AI in the city
The city of Hong 香港AI Kong is a vibrant place. HKUST was founded in 1991.
The Greater Bay Area comprises nine cities in Guangdong. Companies must act now.
A third of robots wrote 12,345 poems \x1b[31min 2024.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def ask(home: Path, capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run([*map(str, arguments), "--home", str(home)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_check_tells_every_claim(home: Path, article: Path, capsys) -> None:
    code, out, _ = ask(home, capsys, "check", article, "--json")
    found = json.loads(out)
    assert code == 0
    verdicts = {one["text"]: one["verdict"] for one in found["claims"]}
    assert verdicts["HKUST was founded in 1991."] == "supported"
    assert verdicts["Companies must act now."] == "not_checkable"
    for one in found["claims"]:
        assert found["text"][one["start"] : one["end"]] == one["text"]
        if one["verdict"] == "supported":
            assert all(support["sources"] for support in one["evidence"])
    assert [one["text"] for one in found["planted"]] == ["香港AI"]
    assert found["summary"]["claims"] == len(found["claims"])


def test_check_writes_a_page_that_runs_nothing(home: Path, tmp_path: Path, capsys) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text("HKUST was founded in 1991 <script>alert(1)</script>.", "utf-8")
    page = tmp_path / "page.html"
    for lang in ("en", "zh-Hant", "zh-Hans"):
        code, _, _ = ask(home, capsys, "check", hostile, "--html", page, "--lang", lang)
        assert code == 0
        html = page.read_text("utf-8")
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_people_get_no_control_characters(home: Path, article: Path, capsys) -> None:
    code, out, _ = ask(home, capsys, "check", article)
    assert code == 0
    assert "\x1b" not in out
    assert "https://" in out


def test_people_are_told_of_planted_links_and_verdicts_in_their_language(
    home: Path, article: Path, capsys
) -> None:
    _, english, _ = ask(home, capsys, "check", article)
    _, chinese, _ = ask(home, capsys, "check", article, "--lang", "zh-Hant")
    assert "Planted link, set apart: " in english
    assert "香港AI" in english
    assert "植入的連結" in chinese
    assert "有據" in chinese
    assert "supported" not in chinese


def test_read_tells_what_stands_where(home: Path, article: Path, capsys) -> None:
    code, out, _ = ask(home, capsys, "read", article, "--json")
    found = json.loads(out)
    assert code == 0
    assert {"hkust", "hong-kong", "greater-bay-area"} <= {one["id"] for one in found["mentions"]}
    assert "1991" in [one["iso"] for one in found["dates"]]
    for name in ("mentions", "amounts", "dates"):
        for one in found[name]:
            assert found["text"][one["start"] : one["end"]] == one["text"]


@pytest.mark.parametrize("command", ["read", "check"])
def test_what_cannot_be_read_is_refused(home: Path, tmp_path: Path, capsys, command: str) -> None:
    broken = tmp_path / "a.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    for path, told in ((broken, "cannot be opened"), (tmp_path / "none.txt", "no such file")):
        code, _, err = ask(home, capsys, command, path)
        assert code == 2
        assert told in err
    broken.write_text("x", "utf-8")
    code, _, err = ask(home, capsys, command, broken, "--published", "someday")
    assert code == 2
    assert "someday" in err


def test_names_that_the_record_lacks_are_told_and_take_no_part_in_events(
    home: Path, tmp_path: Path, capsys
) -> None:
    path = tmp_path / "names.txt"
    path.write_text("HKUST signed an agreement with Blue Heron Foundation in 2025.", "utf-8")
    _, out, _ = ask(home, capsys, "read", path, "--json")
    found = json.loads(out)
    (name,) = (one for one in found["mentions"] if one["how"] == "proposed")
    assert (name["text"], name["id"]) == ("Blue Heron Foundation", None)
    assert all(role["id"] for event in found["events"] for role in event["roles"])
    _, out, _ = ask(home, capsys, "check", path, "--json")
    assert [one["text"] for one in json.loads(out)["proposed"]] == ["Blue Heron Foundation"]
    page = tmp_path / "page.html"
    ask(home, capsys, "check", path, "--html", page, "--lang", "zh-Hant")
    assert "未收錄的機構" in page.read_text("utf-8")
    code, out, _ = ask(home, capsys, "review-events", "--names")
    assert code == 0
