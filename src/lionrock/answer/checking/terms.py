"""The words by which a sentence and an indicator are held to speak of the same thing.

Synonyms of both languages come out as one token (derive.search's concepts), English words by
their stem, Chinese by pairs of characters: a Chinese sentence meets an English label.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

import snowballstemmer

from lionrock.derive.index import concepts_of
from lionrock.derive.search.analysis import canonical, folded
from lionrock.derive.search.concepts import Concepts
from lionrock.model.schema import schema

_DIGITS = re.compile(r"\d")

_PHRASES = (
    (re.compile(r"gross domestic product|economic output", re.IGNORECASE), "GDP"),
    (
        re.compile(r"(?<=GDP) (?:per (?:person|capita|head)|a head)|人均", re.IGNORECASE),
        " percapita ",
    ),
    (re.compile(r"\b(?:share|percentage|proportion|per ?cent|%) of the economy\b"), "share of GDP"),
    (
        re.compile(r"\bpeople live\b|\blive there\b|\binhabitants\b|人居住|居住人口"),
        "population persons",
    ),
    (
        re.compile(
            r"\b(?:R&D|research) intensity\b|"
            r"研[发發](?:投入|支出|開支|开支|經費|经费)?(?:强度|強度)",
            re.IGNORECASE,
        ),
        "R&D spending share of GDP",
    ),
    (
        re.compile(
            r"\b(?:took|takes|take|came|comes|went) into (?:force|effect|operation)\b|"
            r"\b(?:took|takes) effect\b|\bin (?:force|effect)\b|生效|施行|起實施|起实施"
        ),
        "inforce",
    ),
    (re.compile("使用人[數数]|使用者|用家"), "users 用戶"),
    (re.compile(r"\bsigned? up\b|\bsign-ups?\b|\bsubscrib\w+", re.IGNORECASE), "registered"),
    (re.compile("(?<=[騙骗罪劫竊窃])案(?![件例])"), "案 個案 "),
    (re.compile(r"\bpeople\b.{0,12}\bin employment\b|\bon the payroll\b", re.IGNORECASE), "staff"),
)
"""What is said in several words, as labels say it."""


@cache
def words(section: str) -> Mapping[str, str]:
    """One table of words.toml: a key and its words, parted by spaces."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    table: Mapping[str, str] = tomllib.loads(text)[section]
    return table


@cache
def _general() -> frozenset[str]:
    return frozenset(words("general")["tokens"].split())


def terms(text: str) -> frozenset[str]:
    """The telling tokens of a text; words that every indicator has are left out."""
    return frozenset(_terms(text))


@lru_cache(maxsize=20_000)
def _terms(text: str) -> tuple[str, ...]:
    for pattern, said in _PHRASES:
        text = pattern.sub(said, text)
    found = canonical(folded(text), _concepts())
    general, kept = _general(), []
    for token in found:
        if token in general or _DIGITS.search(token):
            continue
        if token.startswith("@place_class"):
            continue
        plain = _stem(token) if token.isascii() and token.isalpha() else token
        kept.append(_synonyms().get(plain, plain))
    return tuple(kept)


@cache
def _synonyms() -> Mapping[str, str]:
    return {other: first for first, others in words("synonyms").items() for other in others.split()}


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """Every token of a text, general words included; English ones by their stem."""
    found = canonical(folded(text), _concepts())
    return tuple(_stem(t) if t.isascii() and t[0] != "@" else t for t in found)


@cache
def _concepts() -> Concepts:
    return concepts_of(schema())


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """The stem of an English word; the stemmer is slow, and words come back."""
    stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
