"""Translations of free texts: read strictly, made 简体 by terms, told apart from statements."""

from pathlib import Path

import pytest

from lionrock.model.translations import Simplifier, files, read_translations


def _registry(folder: Path, lines: str, terms: str = "") -> Path:
    (folder / "translations").mkdir()
    (folder / "translations" / "notes.jsonl").write_text(lines, "utf-8")
    if terms:
        (folder / "translations" / "terms.toml").write_text(terms, "utf-8")
    return folder


def test_a_registry_without_the_folder_has_none(tmp_path: Path) -> None:
    assert read_translations(tmp_path) == {}
    assert files(tmp_path) == []


def test_hans_is_made_unless_written_out(tmp_path: Path) -> None:
    lines = (
        '{"en": "robots", "zh-Hant": "機械人計劃"}\n'
        '{"en": "a bus", "zh-Hant": "巴士", "zh-Hans": "公交车"}\n'
    )
    found = read_translations(_registry(tmp_path, lines, '"機械人" = "機器人"\n'))
    assert found["robots"].table() == {
        "en": "robots",
        "zh-Hant": "機械人計劃",
        "zh-Hans": "机器人计划",
    }
    assert found["a bus"].hans == "公交车"


def test_the_longest_term_is_taken_once() -> None:
    simplify = Simplifier({"私隱": "隱私", "私隱專員公署": "私隱專員公署", "隱私": "wrong"})
    assert simplify("私隱專員公署處理私隱投訴") == "私隐专员公署处理隐私投诉"
    assert simplify("至 2026 年，共 3 間 AI 實驗室") == "至2026年，共3间 AI 实验室"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('{"en": "a"}', "notes.jsonl:1: Object missing required field `zh-Hant`"),
        ('{"en": "a", "zh-Hant": "甲", "fr": "un"}', "notes.jsonl:1: .*unknown field `fr`"),
        ('{"en": "a", "zh-Hant": "甲"}\n{"en": "a", "zh-Hant": "乙"}', "notes.jsonl:2: 'a' is tr"),
        ('{"en": "a", "zh-Hant": " "}', "notes.jsonl:1: a text is empty"),
        ('{"en": "a", "zh-Hant": "甲\\n乙"}', "notes.jsonl:1: a text is empty, or holds a control"),
        ("nonsense", "notes.jsonl:1: JSON is malformed"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, lines: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_translations(_registry(tmp_path, lines))


def test_broken_terms_are_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"terms\.toml: "):
        read_translations(_registry(tmp_path, "", '"a" = 1\n'))
