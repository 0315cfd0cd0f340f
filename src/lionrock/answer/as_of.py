"""An entity as of a day, in one of two meanings that are easily confused.

`known`: what this home's observatory said on that day, by its memory (answer.changes). Before the
memory begins nothing can be said. `valid`: what was true for that day, as far as today's build
knows, by the dates that statements carry; what carries none is said to be undated, not true.
See decisions/006.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from lionrock.answer.changes import HONG_KONG, day_of, remembered
from lionrock.answer.observatory import Document, Observatory
from lionrock.derive.sides import Measured, number_text
from lionrock.model.change import Change, Entry, Meaning
from lionrock.model.dates import PartialDate, parse_date

STATES = ("holds", "unclear", "undated", "ended", "not_yet", "earlier")
"""Of a thing for a day: it held; its dates are too vague to say; it has none; it had ended; it had
not begun; it is a figure of an earlier period, the last there is."""

_BEGINS = ("founded", "start", "announced", "date", "set_on")


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing said of the entity: a `fact`, a `link` or a `figure`.

    `name` is a property, relation or indicator, `direction` a link's (out, in), `value` what was
    said (of a link: the other's id). `since` and `until` are the dates it carries (valid) or was
    seen from and to (known); None: not known. `sources` are the pages it was seen on.
    """

    part: str
    name: str
    value: str
    state: str = "holds"
    lang: str | None = None
    direction: str | None = None
    label: dict[str, str] | None = None
    period: str | None = None
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()


class AsOf(msgspec.Struct, frozen=True):
    """An entity as of a day.

    `begins` is the first day that this home remembers. `state` is the entity's own: of STATES, or
    for `known` one of holds (it was known), not_yet (it was not), unknown (nothing is remembered
    of that day). `whole` is false when pages of the memory cannot be read, so that something may be
    missing. `build` is the build that answers (valid), or that was served on that day (known).
    """

    id: str
    kind: str
    label: dict[str, str]
    day: str
    meaning: Meaning
    state: str
    begins: str | None
    whole: bool
    build: str | None
    items: tuple[Item, ...]


def as_of(observatory: Observatory, id_: str, day: dt.date, meaning: Meaning) -> AsOf | None:
    """What was true for a day, or known on it, of an entity; None for one never heard of."""
    if meaning == "known":
        return _known(observatory, id_, day.isoformat())
    stays = observatory.redirect(id_) or id_
    document = observatory.entity_document(stays)
    if document is None:
        return None
    entries, wrong = remembered(observatory.settings)
    items = [*_facts(document), *_links(document, day), *_figures(observatory, stays, day)]
    if day > today():
        items = [_ahead(item) for item in items]
    return AsOf(
        stays, document["kind"], document["label"], day.isoformat(), "valid",
        _own_state(document, day), day_of(entries[0]) if entries else None, not wrong,
        observatory.build_id, tuple(items),
    )  # fmt: skip


def today() -> dt.date:
    """The day it is in Hong Kong."""
    return dt.datetime.now(HONG_KONG).date()


def read_day(text: str) -> dt.date:
    """The day that a text names; of a month or year its last, of one not yet over today.

    Raises ValueError saying what is wrong.
    """
    date, now = parse_date(text), today()
    return now if date.start <= now < date.end else date.end


def state_of(since: str | None, until: str | None, day: dt.date) -> str:
    """Whether something with these dates, each as exact as its source, held on a day."""
    begun, ended = _date(since), _date(until)
    if ended is not None and ended.end < day:
        return "ended"
    if begun is not None and begun.start > day:
        return "not_yet"
    if begun is None:
        return "undated" if ended is None else "unclear"
    return "holds" if begun.end <= day and (ended is None or ended.start > day) else "unclear"


def _date(text: str | None) -> PartialDate | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


def _ahead(item: Item) -> Item:
    """A thing on a day to come: without an end on record nobody knows whether it will hold."""
    return item if item.until else msgspec.structs.replace(item, state=_unsure(item.state))


def _unsure(state: str) -> str:
    return "unclear" if state == "holds" else state


def _own_state(document: Document, day: dt.date) -> str:
    said = {fact["prop"]: fact["value"] for fact in reversed(document["facts"])}
    since = next((said[prop] for prop in _BEGINS if prop in said), None)
    state = state_of(since, said.get("end"), day)
    return _unsure(state) if day > today() and "end" not in said else state


def _sources(document: Document, numbers: Iterable[int]) -> tuple[str, ...]:
    wanted = set(numbers)
    cited = [one for one in document["evidence"] if one["n"] in wanted]
    return tuple(dict.fromkeys(source["url"] for one in cited for source in one["sources"]))


def _facts(document: Document) -> Iterator[Item]:
    """Facts carry no dates of their own: whether they held on a day is not known."""
    for fact in document["facts"]:
        yield Item(
            "fact", fact["prop"], fact["value"], "undated", fact["lang"], label=fact["label"],
            sources=_sources(document, fact["evidence"]),
        )  # fmt: skip


def _links(document: Document, day: dt.date) -> Iterator[Item]:
    for link in document["links"]:
        yield Item(
            "link", link["type"], link["other"], state_of(link["date"], link["until"], day),
            direction=link["direction"], label=link["label"], since=link["date"],
            until=link["until"], sources=_sources(document, link["evidence"]),
        )  # fmt: skip


_FIGURES = """
SELECT o.indicator, o.period_text, o.first_day, o.last_day, o.measured, o.measured_unit,
    list(DISTINCT e.url ORDER BY e.url)
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY indicator
        ORDER BY last_day >= $day DESC, last_day DESC, first_day DESC, period_text
    ) AS turn
    FROM ranked
    WHERE about = $about AND nature IN ('measured', 'derived') AND last_day IS NOT NULL
        AND first_day <= $day AND place = 1
) o
JOIN evidence e ON e.n = o.n
WHERE o.turn = 1
GROUP BY ALL
ORDER BY o.indicator
"""


def _figures(observatory: Observatory, id_: str, day: dt.date) -> Iterator[Item]:
    """Of each indicator the leading value of the period the day is in, else of the last before."""
    then = day.isoformat()
    rows = observatory.query(_FIGURES, {"about": id_, "day": then})
    for name, period, first, last, value, unit, urls in rows:
        held = "holds" if last >= then else "earlier"
        yield Item(
            "figure", name, f"{number_text(value)} {unit}", held, period=period, since=first,
            until=last, sources=tuple(urls),
        )  # fmt: skip


def _known(observatory: Observatory, id_: str, day: str) -> AsOf | None:
    entries, wrong = remembered(observatory.settings)
    later = [entry for entry in entries if day_of(entry) > day]
    then = [entry for entry in entries if day_of(entry) <= day]
    begins = day_of(entries[0]) if entries else None
    stays = observatory.redirect(id_) or id_
    document = observatory.entity_document(stays)
    about = [
        change for entry in entries for change in entry.changes
        if id_ in (change.subject, *change.about) or stays == change.subject
    ]  # fmt: skip
    if document is None and not about:
        return None
    label = document["label"] if document else about[-1].label.table()
    kind = document["kind"] if document else about[-1].kind
    whole = not wrong and all(entry.comparable for entry in later)
    if not then or day > today().isoformat():  # not remembered, or not yet over
        return AsOf(id_, kind, label, day, "known", "unknown", begins, whole, None, ())
    items = tuple(_undone(observatory, id_, later, entries))
    state = "holds" if items else "not_yet"
    return AsOf(id_, kind, label, day, "known", state, begins, whole, then[-1].build, items)


_Said = tuple[str, str, str | None, str | None, str]
"""Part, name, language, period, value: what tells one thing said from another."""

_STATEMENTS = """
SELECT s.prop, s.lang, s.value, list(DISTINCT e.url ORDER BY e.url)
FROM (SELECT *, unnest(records) AS n FROM statements WHERE subject = ?) s
JOIN evidence e ON e.n = s.n
GROUP BY ALL
ORDER BY s.prop, s.lang, s.value
"""
_OBSERVATIONS = """
SELECT 1, o.id, o.indicator, o.about, o.period_text, o.value, o.unit, o.measured, o.measured_unit,
    o.qualifier, o.publisher, o.nature, o.tier, false, '',
    list(DISTINCT e.url ORDER BY e.url)
FROM observations o JOIN evidence e ON e.n = o.n
WHERE o.about = ?
GROUP BY ALL
ORDER BY o.indicator, o.period_text, o.id
"""


def _undone(
    observatory: Observatory, id_: str, later: list[Entry], entries: list[Entry]
) -> Iterator[Item]:
    """What is said now, with the changes of later builds taken back, the last first."""
    said: dict[_Said, tuple[str, ...]] = {}
    for prop, lang, value, urls in observatory.query(_STATEMENTS, (id_,)):
        said[("fact", prop, lang, None, value)] = tuple(urls)
    for *row, urls in observatory.query(_OBSERVATIONS, (id_,)):
        one = Measured._make(row)
        said[("figure", one.indicator, None, one.period, one.text)] = tuple(urls)
    for entry in reversed(later):
        for change in _of(entry, id_):
            said.pop(_key(change, change.after), None)
            if change.before is not None:
                said.setdefault(_key(change, change.before), ())
    seen = _seen(entries, id_)
    begins = day_of(entries[0])
    for key, urls in said.items():
        part, name, lang, period, value = key
        since, until = seen.get(key, (begins, None))
        yield Item(
            part, name, value, lang=lang, period=period, since=since, until=until, sources=urls
        )


def _seen(entries: list[Entry], id_: str) -> dict[_Said, tuple[str | None, str | None]]:
    """When each thing that ever changed was first and last said; None: still, or from the start."""
    found: dict[_Said, tuple[str | None, str | None]] = {}
    begins = day_of(entries[0])
    for entry in entries:
        day = day_of(entry)
        for change in _of(entry, id_):
            if change.after is not None:
                found.setdefault(_key(change, change.after), (day, None))
            if change.before is not None:
                key = _key(change, change.before)
                found[key] = (found.get(key, (begins, None))[0], day)
    return found


def _of(entry: Entry, id_: str) -> Iterator[Change]:
    for change in entry.changes:
        if change.subject == id_ and change.what in ("statement", "observation"):
            yield change


def _key(change: Change, value: Any) -> _Said:
    part = "figure" if change.what == "observation" else "fact"
    return (part, change.prop or "", change.lang, change.period, str(value))
