"""What a question in English or Chinese says of who asks: by words, never by guessing."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from lionrock.model.fold import fold
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES

LONGEST = 2_000
"""Letters of a question that are read; nobody needs more to say what he does."""

_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")
_PARTING = re.compile(r"[,;:!?\n，、；：。！？]|\.(?=\s|$)")
"""What parts clauses; folding takes it away, and a pattern would run on to the end."""
_OURSELVES = re.compile(r"\bus\b")
"""In small letters it is who asks, and not a country."""
_SKIPPED = {
    "sector": ("all", "others", "research", "security", "economy", "design"),
    "ai_focus": ("training", "matching", "networks", "cloud", "security", "education"),
}
"""Vocabularies whose labels are words of a table too, less those that say too little alone."""
_ANY_PLACE = "hong kong|hk|china|mainland|macau|macao|shenzhen|guangdong|gba|asia"
_DENIED = re.compile(
    r"\b(?:without|no|neither) (?:a |an |any )?(?:[a-z]+ ){0,3}?"
    r"(?:office|company|entity|subsidiary|presence|branch)\b"
    r"|(?:没有|未有|并无|不设|无)[^;]{0,6}?(?:办公室|分公司|公司|实体|分行)"
    rf"|\b(?:nothing to do with|no (?:links?|ties?|connections?) (?:to|with)|outside(?: of)?"
    rf"|not (?:in|from|based in)|neither in)(?: (?:{_ANY_PLACE}|the|or|and|nor|in)\b){{1,7}}"
    r"|(?:与|和|跟|同)[^;]{1,14}?(?:无关|没有关系|冇关系)"
)
"""What is said not to be there: an office, a company, a link to a place."""
_MONEY_OF = re.compile(
    rf"\b(?:{_ANY_PLACE})s? (?:(?:government|public|technology|innovation|research|r&d) ){{0,2}}"
    r"(?:grants?|subsid(?:y|ies)|funding|funds?|money|schemes?|programmes?|support)\b"
    r"|(?:申请|想拿|争取|获取|取得)[^;]{1,6}?的?[^;]{0,6}?(?:资助|补助|补贴|基金|拨款|计划)"
)
"""Money by whose it is: "apply for Hong Kong grants" does not say where one is."""
_SERVED = re.compile(
    rf"\b(?:for|to|into|backs?|serv(?:e|es|ing)) (?:{_ANY_PLACE}) (?:[a-z]+ ){{0,3}}?"
    r"(?:companies|firms|start-?ups|start ups|clients|customers|users|businesses|schools"
    r"|hospitals)\b"
    rf"|(?:为|给|投|投资|服务)(?:香港|内地|澳门|深圳)的?[^;]{{0,8}}?(?:公司|企业|初创|客户|用户)"
)
"""Whom one serves, who is where one need not be: "a fund for Hong Kong companies"."""
_TO_BE = re.compile(
    r"\b(?:want|plan|hope|wish|intend|would like|going|planning|hoping|about) to"
    r" (?:open|start|set up|found|launch|register|establish) (?:up )?"
    r"(?:a|an|my|our) (?:[a-z]+ ){0,4}?"
    r"(?:business|company|firm|start up|startup|shop|studio|venture)\b"
    r"|(?:想|打算|计划|准备)(?:在[^;]{1,8}?)?(?:开办|开设|开|创办|成立|创立|注册)[^;]{0,10}?"
    r"(?:公司|企业|店|工作室)"
)
"""A company that somebody means to have, and has not yet."""
_MEMBERS = re.compile(
    r"\b(?:association|federation|chamber|society|union|alliance) (?:of|for)"
    r" (?:[a-z]+ ){0,4}?[a-z]+s\b"
)
"""Those whom a body is of, which it is not itself: "an association of toy makers"."""
_SPENT = re.compile(
    r"投资(?= ?(?:[\d一二三四五六七八九十百千万亿两半]|兴建|建设|建造|设立|于))"
    r"|\binvest(?:s|ed|ing) in\b"
)
"""Money that one puts in, and does not look for."""
_BESIDE = re.compile(
    r"\b(?:work|partner|collaborate|co-?operate|team up)(?:s|ing)? (?:[a-z]+ly )?with [^;]*"
    r"|(?:与|和|跟|同)[^;]{1,20}?(?:合作|联合|共同)"
)
_WE = re.compile(r"\b(?:we|were|our|i|im|my|ourselves)\b|我|本公司|本院|本校|敝公司")
"""Who speaks of himself; folding takes the apostrophe out of "we're"."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of words.toml."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    read: Mapping[str, Any] = tomllib.loads(text)[name]
    return read


def folded(text: str) -> str:
    """A question as its words are compared, its clauses parted by " ; "; only its first LONGEST
    letters."""
    whole = _OURSELVES.sub("ourselves", _THOUSANDS.sub("", text[:LONGEST]))
    return " ; ".join(filter(None, map(fold, _PARTING.split(whole))))


def said(name: str, text: str) -> tuple[str, ...]:
    """The values of a table that a folded text names, in the order they are named first."""
    return tuple(dict.fromkeys(value for value, _, _ in spans(name, text)))


def spans(name: str, text: str) -> Iterator[tuple[str, int, int]]:
    """The values of a table that a folded text names, with where each begins and ends."""
    pattern, values = _pattern(name)
    for found in pattern.finditer(text):
        yield values[found[0]], found.start(), found.end()


def found(phrases: Mapping[str, list[str]], text: str) -> tuple[str, ...]:
    """The keys of which a folded text has a phrase; each is looked for on its own, so that one
    word may say two things."""
    return tuple(key for key, some in phrases.items() if _any(tuple(some)).search(text))


def parted(name: str, text: str) -> tuple[str, str, str]:
    """What stands before, at and after the first of a table's words; all before when none does."""
    first = _any(tuple(one for some in table(name).values() for one in some)).search(text)
    if first is None:
        return text, "", ""
    return text[: first.start()], first[0], text[first.end() :]


def without(name: str, text: str) -> str:
    """A folded text less what a table names."""
    return _pattern(name)[0].sub(" ", text)


def affirmed(text: str) -> str:
    """A folded text less what it says is not there: "without a Hong Kong office"."""
    return _DENIED.sub(" ", text)


def denied(text: str) -> tuple[str, ...]:
    """The places that a folded text says one is not in: "no Hong Kong company"."""
    return tuple(place for found in _DENIED.finditer(text) for place in said("place", found[0]))


def own(text: str) -> str:
    """A folded text less whose money is sought, "申請香港的科技資助", and who is served."""
    return _SERVED.sub(" ", _MONEY_OF.sub(" ", text))


def founded(text: str) -> str:
    """A folded text less the company that somebody means to have."""
    return _TO_BE.sub(" ", text)


def itself(text: str) -> str:
    """A folded text less a body's members: "an association of toy makers"."""
    return _MEMBERS.sub(" ", text)


def sought(text: str) -> str:
    """A folded text less the money that somebody puts in himself: "投資三億港元興建"."""
    return _SPENT.sub(" ", text)


def elsewhere(text: str) -> str:
    """A folded text less where those who ask say that they are: "we make chips in Hong Kong". What
    they look for, after the verb that says so, may be anywhere; where it says a place, it stays."""
    kept = []
    for clause in text.split(" ; "):
        before, verb, after = parted("lacks", clause)
        kept.append(f"{verb}{after}" if _WE.search(before) else clause)
    return " ; ".join(kept)


def alone(text: str) -> str:
    """A folded text less those whom it says somebody works with: "collaborates with HKU"."""
    return _BESIDE.sub(" ", text)


@cache
def _pattern(name: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What finds a table's words, the longest first, and what each stands for."""
    values: dict[str, str] = {}
    for value, phrases in table(name).items():
        for phrase in phrases:
            values.setdefault(fold(phrase), value)
    if name in _SKIPPED:
        for value, label in schema().vocabularies[name].items():
            if value not in _SKIPPED[name]:
                for lang in LANGUAGES:
                    values.setdefault(fold(label.in_(lang)), value)
    for phrase in [*values]:
        for plural in _plurals(phrase):
            values.setdefault(plural, values[phrase])
    ordered = sorted(values, key=lambda one: (-len(one), one))
    return re.compile("|".join(map(_bounded, ordered))), values


def _plurals(phrase: str) -> list[str]:
    """An English phrase's plurals: "robots", "cities"."""
    if not phrase.isascii() or phrase.endswith("s"):
        return []
    cities = re.fullmatch(r"(.*[b-df-hj-np-tv-xz])y", phrase)
    return [f"{phrase}s", *([f"{cities[1]}ies"] if cities else [])]


def _bounded(phrase: str) -> str:
    written = re.escape(phrase)
    before = r"(?<![a-z0-9])" if phrase[0].isascii() else ""
    return f"{before}{written}" + (r"(?![a-z0-9])" if phrase[-1].isascii() else "")


@cache
def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    plurals = [many for one in phrases for many in _plurals(one)]
    ordered = sorted({fold(one) for one in (*phrases, *plurals)}, key=len, reverse=True)
    return re.compile("|".join(map(_bounded, ordered)))
