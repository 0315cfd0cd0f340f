"""Concepts: words that mean the same, in whichever language or script they are written.

A concept is a group of forms ("AI", "artificial intelligence", 人工智能). Documents and queries
are both read through the same groups, so a query in one language finds documents in another.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Self

from msgspec import Struct

from lionrock.model.fold import bigrams, fold, is_cjk

MARK = "@"  # begins a concept's token; folding leaves no such sign in any text

Groups = Iterable[tuple[str, tuple[str, ...]]]


class Segment(Struct, frozen=True):
    """A stretch of folded text: a concept's mention, or words that belong to none."""

    text: str
    concept: str = ""  # token of the concept, "" for plain words


class Concepts:
    """Groups of synonyms across languages, ready to be found in text.

    Immutable once made. `of` adds groups to the bundled ones; `bundled` gives those alone.
    """

    def __init__(self, groups: Groups) -> None:
        """Index `groups`, pairs of id and forms. The first group that claims a form keeps it."""
        self._owner: dict[str, str] = {}  # folded form → token
        self._aliases: dict[str, str] = {}  # id as given → token of the concept it belongs to
        claimed: dict[str, list[str]] = {}  # token → its folded forms, variants left out
        labels: list[tuple[str, list[str]]] = []
        for name, forms in groups:
            folded = [form for form in dict.fromkeys(map(fold, forms)) if form]
            token = self._claim(name, folded, claimed)
            labels.append((name, folded))
            self._aliases.setdefault(name, token)
        for token, folded in claimed.items():
            for variant in (v for form in folded for v in _variants(form)):
                self._owner.setdefault(variant, token)
        nested = {form: self._nested(form) for form in self._owner}
        self._tokens = {
            form: frozenset({token, *nested[form], *_shared(nested, claimed[token])})
            for form, token in self._owner.items()
        }
        self._of_id = {
            name: frozenset({self._aliases[name]}.union(*_always(nested, folded)))
            for name, folded in labels
        }
        self._triggers = _triggers(self._tokens)
        self._latin = _pattern(form for form in self._owner if form.isascii())
        self._chinese = _pattern(form for form in self._owner if not form.isascii())

    @classmethod
    @cache
    def bundled(cls) -> Self:
        """The groups that come with Lionrock."""
        return cls(bundled_groups())

    @classmethod
    def of(cls, groups: Groups) -> Self:
        """The bundled groups and `groups` after them.

        A group that shares a form with an earlier one joins it (its id becomes another name of
        that concept); otherwise it is a concept of its own.
        """
        return cls([*bundled_groups(), *groups])

    def marked(self, folded: str) -> str:
        """Folded text with each mention (longest first from the left) replaced by its token."""
        return self._replace(folded, self._mark)

    def words(self) -> set[str]:
        """All words of forms that are not Chinese."""
        return {word for form in self._owner for word in form.split() if not is_cjk(word)}

    def segments(self, folded: str) -> list[Segment]:
        """Cut folded text into mentions and the words between, in order; as `marked` does."""
        mentions: list[Segment] = []

        def number(match: re.Match[str]) -> str:
            form = match.group().lstrip()
            mentions.append(Segment(form, self._owner[form]))
            return f" {MARK}{len(mentions) - 1} "

        words = self._replace(folded, number).split()
        return [mentions[int(word[1:])] if word[0] == MARK else Segment(word) for word in words]

    def mentions(self, folded: str, tokens: Iterable[str]) -> set[str]:
        """Tokens of all concepts that folded text mentions, those inside longer ones included.

        `tokens` are the text's raw tokens (`fold.bigrams`), which writers have at hand anyway.
        """
        found: set[str] = set()
        text = f" {folded} "
        for token in self._triggers.keys() & set(tokens):
            for sought, concepts in self._triggers[token]:
                if not sought or sought in text:
                    found |= concepts
        return found

    def named(self, name: str) -> frozenset[str]:
        """Tokens that the concept with id `name` stands for; an unknown id is its own concept."""
        return self._of_id.get(name) or frozenset({_token(name)})

    def _replace(self, folded: str, replacement: Callable[[re.Match[str]], str]) -> str:
        text = " " + folded
        if not folded.isascii():
            text = self._chinese.sub(replacement, text)
        return self._latin.sub(replacement, text)

    def _mark(self, match: re.Match[str]) -> str:
        return f" {self._owner[match.group().lstrip()]} "

    def _claim(self, name: str, folded: list[str], claimed: dict[str, list[str]]) -> str:
        """Give unowned forms to the concept that most forms belong to; return its token."""
        owners = [self._owner[form] for form in folded if form in self._owner]
        token = max(owners, key=owners.count) if owners else _token(name)
        for form in folded:
            if self._owner.setdefault(form, token) == token:
                claimed.setdefault(token, []).append(form)
        claimed.setdefault(token, [])
        return token

    def _nested(self, form: str) -> frozenset[str]:
        """Tokens of other concepts whose forms lie inside `form`."""
        cuts = _cuts(form)
        inside = (form[a:b].strip() for a in cuts for b in cuts if 0 < b - a < len(form))
        return frozenset(self._owner[part] for part in inside if part in self._owner)


def _shared(nested: Mapping[str, frozenset[str]], forms: list[str]) -> set[str]:
    """What most forms of a concept contain: 金融科技 makes "fintech" a kind of finance too."""
    counts: dict[str, int] = {}
    for token in (token for form in forms for token in nested[form]):
        counts[token] = counts.get(token, 0) + 1
    return {token for token, count in counts.items() if 2 * count > len(forms)}


def _always(nested: Mapping[str, frozenset[str]], forms: list[str]) -> list[frozenset[str]]:
    """What every form contains, as a list for `union`."""
    return [frozenset.intersection(*(nested[form] for form in forms))] if forms else []


def _triggers(
    concepts: Mapping[str, frozenset[str]],
) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Raw token → the forms worth seeking in a text that has it, each with its concepts.

    A form hangs on its rarest token ("data centre" on "centre"), so that few are sought in vain.
    A form of one token needs no seeking: it comes as "".
    """
    cut = {form: bigrams(form).split() for form in concepts}
    common = Counter(token for pieces in cut.values() for token in pieces)
    triggers: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for form, pieces in cut.items():
        trigger = min(pieces, key=lambda token: common[token])
        left, right = ("" if is_cjk(edge) else " " for edge in (form[0], form[-1]))
        sought = f"{left}{form}{right}" if len(pieces) > 1 else ""
        triggers.setdefault(trigger, []).append((sought, concepts[form]))
    return triggers


def _token(name: str) -> str:
    return MARK + "_".join(name.split())


def bundled_groups() -> list[tuple[str, tuple[str, ...]]]:
    """The groups of concepts.toml, pairs of id and forms."""
    text = resources.files(__package__).joinpath("concepts.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(text).values()
    return [(name, tuple(forms)) for section in sections for name, forms in section.items()]


def _cuts(form: str) -> list[int]:
    """Places where a shorter form may begin or end: word edges, and between Chinese signs."""
    edges: set[int] = set()
    at = 0
    for word in form.split():
        end = at + len(word)
        edges.update(range(at, end + 1) if is_cjk(word) else (at, end))
        at = end + 1
    return sorted(edges)


def _variants(form: str) -> Iterator[str]:
    """Other writings of an English form: plural, joined ("start up", "startup")."""
    yield form
    if not form.isascii():
        return
    yield from _plurals(form)
    words = form.split()
    if len(words) == 2 and len(form) > 6:
        yield "".join(words)
        yield from _plurals("".join(words))


def _plurals(form: str) -> Iterator[str]:
    last = form.rsplit(" ", 1)[-1]
    if len(form) < 3 or last.endswith("s") or not last.isalpha():
        return
    if last[-1] == "y" and last[-2:-1] not in "aeiou":
        yield form[:-1] + "ies"
    elif last.endswith(("x", "ch", "sh")):
        yield form + "es"
    else:
        yield form + "s"


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds the longest form at each place of " " + folded text.

    Words that are not Chinese are found by the space before them, which a search skips to.
    """
    starts = sorted(form if is_cjk(form) else " " + form for form in forms)
    return re.compile(_branches(starts) if starts else r"(?!)")


def _branches(forms: list[str], depth: int = 0) -> str:
    """A trie of sorted forms as an expression, so that the cost does not grow with their number."""
    ends = forms[0][:depth] == forms[0]
    longer = forms[1:] if ends else forms
    parts = [
        re.escape(letter) + _branches(list(group), depth + 1)
        for letter, group in groupby(longer, key=lambda form: form[depth])
    ]
    if ends:
        parts.append("" if is_cjk(forms[0][-1]) else r"(?!\S)")
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
