"""Every string is there in three languages, says the same things, is used; templates hold none."""

import re
import string
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lionrock.serve
from lionrock.model.text import LANGUAGES
from lionrock.serve.words import Words, strings

ROOT = Path(lionrock.serve.__file__).parent
TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
CODE = "\n".join(
    path.read_text("utf-8") for path in [*TEMPLATES, *ROOT.glob("*.py"), *ROOT.glob("charts/*.py")]
)
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
SETTINGS = (
    "width=device-width, initial-scale=1",
    "light dark",
    (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'"
    ),
)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", strings())
def test_a_string_is_whole(key: str) -> None:
    texts = strings()[key]
    assert list(texts) == list(LANGUAGES)
    assert all(text.strip(" ·") or key == "dot" for text in texts.values())
    assert len({frozenset(_fields(text)) for text in texts.values()}) == 1


@pytest.mark.parametrize("key", strings())
def test_a_string_is_used(key: str) -> None:
    starts = {key[: place + 1] for place, letter in enumerate(key) if letter == "_"}
    quoted = any(f"{mark}{key}{mark}" in CODE for mark in "'\"")
    joined = any(f"'{start}' ~" in CODE or f'"{start}{{' in CODE for start in starts)
    assert quoted or joined


def test_chinese_strings_are_of_their_script() -> None:
    traditional, simplified = "來網個說項數處會與該開業間資區", "来网个说项数处会与该开业间资区"
    only_simplified = set(simplified) - set(traditional)
    for key, texts in strings().items():
        without_names = texts["zh-Hant"].replace("简体", "")
        assert not only_simplified & set(without_names), key
        assert not (set(traditional) - set(simplified)) & set(texts["zh-Hans"]), key


def test_one_and_many() -> None:
    english, chinese = Words("en"), Words("zh-Hant")
    assert english("days", n=1) == "1 day"
    assert english("days", n=2) == english("days", n=2)
    assert english("days", n=0) == "0 days"
    assert chinese("days", n=1) == "1 天"
    with pytest.raises(ValueError, match="none of"):
        Words("fr")


class Prose(HTMLParser):
    """Letters that a reader of a template would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if any(letter.isalpha() for letter in data):
            self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in SPOKEN and value not in SETTINGS and re.search(r"[^\W\d_]", value or ""):
                self.found.append(f"{name}={value}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_prose(path: Path) -> None:
    plain = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text("utf-8"), flags=re.S)
    prose = Prose()
    prose.feed(plain)
    assert not prose.found
