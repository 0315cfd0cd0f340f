"""Conditions that stand in the text of a programme, in words that mean one thing (stated.toml)."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from lionrock.answer.finding import reading
from lionrock.answer.finding.applicant import Applicant, Condition, State, in_sectors, known
from lionrock.answer.finding.persons import of_age

_YOUNG = 5  # years: a company this young is not listed


def stated(text: str, who: Applicant, about: Collection[str]) -> Iterator[Condition]:
    """The conditions of a text; `about` are the audiences of its programme."""
    for one in _patterns():
        found = one.pattern.search(text)
        if found is None or (one.only and not set(one.only) & set(about)):
            continue
        yield Condition(one.id, _MEETS[one.meets](one, found, who), (found[0],))
    links = reading.said("university", reading.folded(_NOT_LINKS.sub(" ", text)))
    anyone = _ANY_UNIVERSITY.search(text) is not None
    if anyone and "university" in about and _research(who):
        return
    if links or anyone:
        meets = (anyone or bool(set(links) & set(who.links))) if who.links else None
        yield Condition("link", known(meets), () if anyone else links)


class _Pattern(msgspec.Struct, frozen=True):
    id: str
    pattern: re.Pattern[str]
    meets: str
    body: str = ""
    only: tuple[str, ...] = ()


_NOT_LINKS = re.compile(
    r"(?:as described by|shown at)[^;]*|\d+ of the HKU startups[^;]*|HK\$[^;]*from HKUST"
)
_ANY_UNIVERSITY = re.compile("one of six universities|university teams")


def _staffed(one: _Pattern, found: re.Match[str], who: Applicant) -> State:
    least = {"one": 1, "two": 2}.get(found[1]) or int(found[1])
    return known(None if who.staff is None else who.staff >= least)


def _is_body(one: _Pattern, found: re.Match[str], who: Applicant) -> State:
    if one.body in who.bodies or (one.body == "research_body" and _research(who)):
        return "holds"
    return "fails" if who.are or who.bodies else "unknown"


def _may_be(one: _Pattern, found: re.Match[str], who: Applicant) -> State:
    return "holds" if one.body in who.bodies else "unknown"


def _unlisted(one: _Pattern, found: re.Match[str], who: Applicant) -> State:
    if "listed" in who.bodies:
        return "fails"
    young = who.years is not None and who.years < _YOUNG
    return "holds" if "unlisted" in who.bodies or "startup" in who.are or young else "unknown"


def _at_sea(one: _Pattern, found: re.Match[str], who: Applicant) -> State:
    return known(in_sectors(["marine"], who.sectors))


def _research(who: Applicant) -> bool:
    return bool({"university", "researcher"} & set(who.are))


_MEETS: Mapping[str, Callable[[_Pattern, re.Match[str], Applicant], State]] = {
    "staff": _staffed, "body": _is_body, "may": _may_be, "unlisted": _unlisted, "sea": _at_sea,
    "never": lambda one, found, who: "fails", "person": lambda one, found, who: "unknown",
    "age": lambda one, found, who: of_age(found.string, who),
}  # fmt: skip


@cache
def _patterns() -> tuple[_Pattern, ...]:
    text = resources.files(__package__).joinpath("stated.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["stated"]
    return tuple(
        _Pattern(
            row["id"], re.compile(row["pattern"], re.I), row["meets"], row.get("body", ""),
            tuple(row.get("only", ())),
        )
        for row in rows
    )  # fmt: skip
