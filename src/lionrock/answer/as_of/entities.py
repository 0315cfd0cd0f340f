"""An entity as of a day: its facts, links and figures."""

import datetime as dt
from collections.abc import Iterable, Iterator

from lionrock.answer.as_of.days import BEGINS, ahead, state_of
from lionrock.answer.as_of.links import links_known
from lionrock.answer.as_of.memory import Past, Said, past, undone
from lionrock.answer.as_of.shapes import AsOf, Item
from lionrock.answer.as_of.ties import ties_as_of
from lionrock.answer.changes import day_of, remembered
from lionrock.answer.observatory import Document, Observatory
from lionrock.derive.sides import Measured, number_text
from lionrock.model.change import Meaning


def as_of(observatory: Observatory, id_: str, day: dt.date, meaning: Meaning) -> AsOf | None:
    """What was true for a day, or known on it, of an entity; None for one never heard of."""
    if meaning == "known":
        return _known(observatory, id_, day.isoformat())
    stays = observatory.redirect(id_) or id_
    document = observatory.entity_document(stays)
    if document is None:
        return None
    entries, wrong = remembered(observatory.settings)
    items = (*_facts(document), *_links(document, day), *_figures(observatory, stays, day))
    return AsOf(
        stays, document["kind"], document["label"], day.isoformat(), "valid",
        own_state(document, day), day_of(entries[0]) if entries else None, not wrong,
        observatory.build_id, items,
    )  # fmt: skip


def own_state(document: Document, day: dt.date) -> str:
    """Whether an entity existed on a day, by the dates among its facts."""
    since, until = dates_of(document)
    return ahead(state_of(since, until, day), day, until)


def dates_of(document: Document) -> tuple[str | None, str | None]:
    """The first date and the end of an entity, by its facts; None: not on record."""
    said = {fact["prop"]: fact["value"] for fact in reversed(document["facts"])}
    return next((said[prop] for prop in BEGINS if prop in said), None), said.get("end")


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
        state = ahead(state_of(link["date"], link["until"], day), day, link["until"])
        yield Item(
            "link", link["type"], link["other"], state, direction=link["direction"],
            label=link["label"], since=link["date"], until=link["until"],
            sources=_sources(document, link["evidence"]),
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
        held = ahead("holds", day, last) if last >= then else "earlier"
        yield Item(
            "figure", name, f"{number_text(value)} {unit}", held, period=period, since=first,
            until=last, sources=tuple(urls),
        )  # fmt: skip


def _known(observatory: Observatory, id_: str, day: str) -> AsOf | None:
    then = past(observatory.settings, day)
    stays = observatory.redirect(id_) or id_
    document = observatory.entity_document(stays)
    about = [
        change for entry in then.entries for change in entry.changes
        if id_ in (change.subject, *change.about) or stays == change.subject
    ]  # fmt: skip
    if document is None and not about:
        return None
    label = document["label"] if document else about[-1].label.table()
    kind = document["kind"] if document else about[-1].kind
    items: tuple[Item, ...] = ()
    if then.build is not None and (said := tuple(_undone(observatory, id_, then))):
        held = ties_as_of(observatory, dt.date.fromisoformat(day), "known")
        items = (*said, *links_known(held, id_, then))
    state = "unknown" if then.build is None else "holds" if items else "not_yet"
    return AsOf(id_, kind, label, day, "known", state, then.begins, then.whole, then.build, items)


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


def _undone(observatory: Observatory, id_: str, then: Past) -> Iterator[Item]:
    said: dict[Said, tuple[str, ...]] = {}
    for prop, lang, value, urls in observatory.query(_STATEMENTS, (id_,)):
        said[Said(id_, "fact", prop, lang, None, value)] = tuple(urls)
    for *row, urls in observatory.query(_OBSERVATIONS, (id_,)):
        one = Measured._make(row)
        said[Said(id_, "figure", one.indicator, None, one.period, one.text)] = tuple(urls)
    for one_said, since, until, urls in undone(said, then, lambda change: change.subject == id_):
        _, part, name, lang, period, value = one_said
        yield Item(
            part, name, value, lang=lang, period=period, since=since, until=until, sources=urls
        )
