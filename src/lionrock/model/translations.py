"""The registry's free texts in Chinese: a note, a duty, a condition, a title, by its English words.

A translation is ours and no statement: it has no source, changes no key, and stands wherever its
English text stands. When the English is edited the translation no longer applies and is asked for
anew (tests/policy/test_chinese.py). 简体, unless it is written out, is made from 繁體 by OpenCC and
the registry's own table of terms (`terms.toml`), which turns Hong Kong's words into the Mainland's.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import opencc

from lionrock.model.text import T

FOLDER = "translations"
TERMS = "terms.toml"

_GAP = re.compile("(?<=[\u4e00-\u9fff]) (?=[0-9])|(?<=[0-9]) (?=[\u4e00-\u9fff])")
"""Between a word and a number: Hong Kong's texts have a space there, the Mainland's none."""

Translations = Mapping[str, T]
"""Texts in three languages, by the English one."""


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    en: str
    hant: str = msgspec.field(name="zh-Hant")
    hans: str | None = msgspec.field(name="zh-Hans", default=None)


def files(registry: Path) -> list[Path]:
    """The files of a registry's translations, in name order."""
    return sorted((registry / FOLDER).glob("*.jsonl")) + sorted((registry / FOLDER).glob(TERMS))


def read_translations(registry: Path) -> Translations:
    """Every translation of a registry; none where it has no such folder.

    Raises ValueError naming file and line: what is no line of {en, zh-Hant, zh-Hans}, what is
    empty, what breaks lines, and a text that is translated in two ways.
    """
    simplify = Simplifier(_terms(registry / FOLDER / TERMS))
    found: dict[str, T] = {}
    for where, line in _lines(registry):
        text = T(line.en, line.hant, line.hans or simplify(line.hant))
        if any(not one.strip() or not one.isprintable() for one in text.table().values()):
            raise ValueError(f"{where}: a text is empty, or holds a control character")
        if found.setdefault(line.en, text) != text:
            raise ValueError(f"{where}: {line.en!r} is translated in another way before")
    return found


class Simplifier:
    """Writes 繁體 of Hong Kong as 简体 of the Mainland: the longest terms, then characters."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        longest = sorted(terms, key=lambda term: (-len(term), term))
        self._terms = terms
        self._found = re.compile("|".join(map(re.escape, longest)) or "(?!)")
        self._convert = opencc.OpenCC("hk2s").convert

    def __call__(self, text: str) -> str:
        """The text in 简体."""
        told = self._found.sub(lambda found: self._terms[found[0]], text)
        return _GAP.sub("", str(self._convert(told)))


def _terms(path: Path) -> Mapping[str, str]:
    if not path.exists():
        return {}
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, str])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ValueError(f"{FOLDER}/{TERMS}: {error}") from None


def _lines(registry: Path) -> Iterator[tuple[str, _Line]]:
    decode = msgspec.json.Decoder(_Line).decode
    for path in files(registry):
        if path.name == TERMS:
            continue
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            where = f"{FOLDER}/{path.name}:{number}"
            try:
                yield where, decode(line)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise ValueError(f"{where}: {error}") from None
