"""Searching as of a day: who of those found was there on it, or was known on it."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from lionrock.answer.as_of.days import state_of
from lionrock.answer.as_of.entities import dates_of, own_state
from lionrock.answer.as_of.indicators import indicator_as_of
from lionrock.answer.as_of.memory import Past, kept, lives, past, turned
from lionrock.answer.observatory import Observatory
from lionrock.model.change import Meaning
from lionrock.model.fold import fold

MOST = 1_000
"""Hits that are looked through, where those that were not known on the day are left out."""


class HitAsOf(msgspec.Struct, frozen=True):
    """Something found: `title` in English, traditional and simplified Chinese; its state for the
    day, and its dates (valid) or the days it was first and last known here (known)."""

    id: str
    kind: str
    title: tuple[str, str, str]
    state: str
    since: str | None = None
    until: str | None = None


class SearchAsOf(msgspec.Struct, frozen=True):
    """What words find as of a day.

    `exact` is false where the build of the day is not kept: then today's index is asked, those
    that came later are left out, and those withdrawn since are found by their labels alone. The
    rest is as of TableAsOf.
    """

    query: str
    day: str
    meaning: Meaning
    state: str
    begins: str | None
    whole: bool
    build: str | None
    exact: bool
    total: int
    hits: tuple[HitAsOf, ...]


class Words(msgspec.Struct, frozen=True):
    """What is searched for: words, of some kinds or all, a page of hits."""

    query: str
    kinds: tuple[str, ...] = ()
    limit: int = 20
    offset: int = 0


def search_as_of(
    observatory: Observatory, words: Words, day: dt.date, meaning: Meaning
) -> SearchAsOf:
    """Entities and indicators by words, each as of a day."""
    then = past(observatory.settings, day.isoformat())
    old = kept(observatory, then.build) if meaning == "known" and then.build else None
    exact = meaning == "valid" or old is not None or then.build is None
    total, hits = 0, list[HitAsOf]()
    if meaning == "valid":
        total, hits = _valid(observatory, words, day)
    elif old is not None:
        found = old.search(words.query, words.kinds, words.limit, words.offset)
        lived = lives(then.entries)
        total = found.total
        hits = [
            HitAsOf(hit.id, hit.kind, hit.title, "holds", *lived.get(hit.id, (then.begins, None)))
            for hit in found.hits
        ]
    elif then.build is not None:
        every = list(_undone(observatory, words, then))
        total, hits = len(every), every[words.offset : words.offset + words.limit]
    unknown = meaning == "known" and then.build is None
    return SearchAsOf(
        words.query, day.isoformat(), meaning, "unknown" if unknown else "holds", then.begins,
        then.whole, observatory.build_id if meaning == "valid" else then.build, exact, total,
        tuple(hits),
    )  # fmt: skip


def _valid(observatory: Observatory, words: Words, day: dt.date) -> tuple[int, list[HitAsOf]]:
    found = observatory.search(words.query, words.kinds, words.limit, words.offset)
    hits = []
    for hit in found.hits:
        since, until, state = None, None, state_of(None, None, day)
        document = observatory.entity_document(hit.id)
        if document is not None:
            (since, until), state = dates_of(document), own_state(document, day)
        elif measured := indicator_as_of(observatory, hit.id, day, "valid"):
            state = measured.state
        hits.append(HitAsOf(hit.id, hit.kind, hit.title, state, since, until))
    return found.total, hits


def _undone(observatory: Observatory, words: Words, then: Past) -> Iterator[HitAsOf]:
    """Those found today that were known on the day, then those known on it that are gone."""
    lived = lives(then.entries)
    first = turned(then)
    for hit in observatory.search(words.query, words.kinds, MOST).hits:
        change = first.pop(hit.id, None)
        if change is None or change.how == "withdrawn":
            dates = lived.get(hit.id, (then.begins, None))
            yield HitAsOf(hit.id, hit.kind, hit.title, "holds", *dates)
    asked = fold(words.query).split()
    for change in first.values():
        if change.how != "withdrawn" or (words.kinds and change.kind not in words.kinds):
            continue
        label = change.label.table()
        title = (label["en"], label["zh-Hant"], label["zh-Hans"])
        known = fold(" ".join((change.subject, *title)))
        if asked and all(word in known for word in asked):
            dates = lived.get(change.subject, (then.begins, None))
            yield HitAsOf(change.subject, change.kind, title, "holds", *dates)
