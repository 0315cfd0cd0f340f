"""Why, in words: the reasons of finders in the three languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from lionrock.answer.finding.applicant import Condition, Trace
from lionrock.answer.observatory import Document, Observatory
from lionrock.model.publishers import TIERS
from lionrock.model.schema import schema

_VOCABULARY = {"audience": "audience", "sector": "sector"}
_COMMA = {"en": ", ", "zh-Hant": "、", "zh-Hans": "、"}
_AND = {"en": " and ", "zh-Hant": "與", "zh-Hans": "与"}
_ANY = {"en": "a university it names", "zh-Hant": "指定大學", "zh-Hans": "指定大学"}


@cache
def reasons() -> Mapping[str, Any]:
    """Condition → state → language → words."""
    text = resources.files(__package__).joinpath("reasons.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def quoted() -> Mapping[str, Mapping[str, str]]:
    """What a piece of a programme's text is called in Chinese, by its English words."""
    text = resources.files(__package__).joinpath("quoted.toml").read_text("utf-8")
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return found


def told(observatory: Observatory, one: Condition, lang: str, as_of: str) -> str:
    """A condition and how it is met, in a language."""
    shown = [_label(one.id, value, lang) for value in one.values]
    if one.id == "open":
        shown = [dated(value, lang) for value in shown]
    orgs = []
    for value in one.values if one.id in ("link", "runs_between") else ():
        document = observatory.entity_document(value)
        orgs.append(str(document["label"][lang]) if document else value)
    words: str = reasons()[one.id][one.state][lang]
    return words.format(
        *(shown or [""]), all=_COMMA[lang].join(shown), as_of=as_of,
        orgs=_COMMA[lang].join(orgs) or _ANY[lang],
        cue=_COMMA[lang].join(_worded("cue", one, lang)),
        place=_AND[lang].join(_worded("place_name", one, lang)),
    ).strip()  # fmt: skip


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def dated(iso: str, lang: str) -> str:
    """A date by its precision, in a language: 2024, May 2024, 7 May 2024; 2024年5月7日."""
    numbers = [int(part) for part in iso.split("-")]
    if lang != "en":
        return "".join(f"{n}{mark}" for n, mark in zip(numbers, "年月日", strict=False))
    named = [_MONTHS[number - 1] for number in numbers[1:2]]
    return " ".join([*(str(n) for n in numbers[2:3]), *named, str(numbers[0])])


def traced(observatory: Observatory, one: Trace, lang: str) -> str:
    """A piece of evidence for a partner, in a language."""
    vocabularies = schema().vocabularies
    label = next(
        (
            vocabularies[name][one.value]
            for name in ("ai_focus", "sector", "technique")
            if one.value in vocabularies[name]
        ),
        None,
    )
    value = label.in_(lang) if label is not None else one.value
    document = observatory.entity_document(one.about)
    about = str(document["label"][lang]) if document else one.about
    words: str = reasons()["trace"][one.kind]["one"][lang]
    return words.format(value=value, about=about, number=f"{one.number:,}")


def sources(document: Document) -> tuple[str, ...]:
    """The addresses that a record rests on, those of the strongest tier first."""
    found = [one for evidence in document["evidence"] for one in evidence["sources"]]
    found.sort(key=lambda one: TIERS.index(one["tier"]))
    return tuple(dict.fromkeys(str(one["url"]) for one in found))


def labelled(table: str, value: str, lang: str) -> str | None:
    """The words of a table of reasons.toml for a value; None where it has none."""
    known = reasons()[table].get(value)
    return str(known["one"][lang]) if known else None


def _worded(table: str, one: Condition, lang: str) -> list[str]:
    """The values of a condition that a table of reasons.toml has words for."""
    return [words for value in one.values if (words := labelled(table, value, lang)) is not None]


def _label(condition: str, value: str, lang: str) -> str:
    """A value of a condition in a language: a word of a vocabulary, or a piece of a programme's
    text that is quoted, which stands in English in the registry."""
    if lang != "en" and value in quoted():
        return quoted()[value][lang]
    labels = schema().vocabularies.get(_VOCABULARY.get(condition, ""), {})
    label = labels.get(value)
    text = label.in_(lang) if label is not None else value
    return text[0].lower() + text[1:] if lang == "en" and label and text[1:2].islower() else text


def status(document: Document) -> tuple[str | None, str | None]:
    """The status of an entity, and the last day on record on which it was so; None for unknown."""
    for fact in document["facts"]:
        if fact["prop"] == "status":
            return str(fact["value"]), fact["as_of"]
    return None, None
