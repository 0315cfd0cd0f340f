"""An indicator as of a day: the values that stood for it, or that were known on it."""

import datetime as dt
from collections.abc import Iterator

from lionrock.answer.as_of.memory import Past, Said, past, undone
from lionrock.answer.as_of.shapes import AsOf, Item
from lionrock.answer.changes import day_of, remembered
from lionrock.answer.observatory import Observatory
from lionrock.derive.sides import Measured
from lionrock.model.change import Change, Meaning
from lionrock.model.text import T

Label = dict[str, str]


def indicator_as_of(
    observatory: Observatory, id_: str, day: dt.date, meaning: Meaning
) -> AsOf | None:
    """Every publisher's values of an indicator as of a day; None for one never heard of.

    `valid`: what was measured for periods that had begun by the day, as known today; `holds` for
    those that the day is in, `earlier` for those that were over. Forecasts and targets are not
    what was true. `known`: the values, forecasts and targets too, that were on record here.
    """
    if meaning == "known":
        return _known(observatory, id_, day.isoformat())
    document = observatory.indicator_document(id_)
    if document is None:
        return None
    entries, wrong = remembered(observatory.settings)
    items = tuple(_measured(observatory, document["id"], day))
    states = {item.state for item in items}
    state = next((one for one in ("holds", "earlier", "undated") if one in states), "not_yet")
    return AsOf(
        document["id"], "indicator", document["label"], day.isoformat(), "valid", state,
        day_of(entries[0]) if entries else None, not wrong, observatory.build_id, items,
    )  # fmt: skip


_SERIES = """
SELECT 1, o.id, o.indicator, o.about, o.period_text, o.value, o.unit, o.measured, o.measured_unit,
    o.qualifier, o.publisher, o.nature, o.tier, false, '',
    o.place, o.first_day, o.last_day, t.label_en, t.label_hant, t.label_hans,
    list(DISTINCT e.url ORDER BY e.url)
FROM ranked o
JOIN evidence e ON e.n = o.n
LEFT JOIN entities t ON t.id = o.about
WHERE o.indicator = ?
GROUP BY ALL
ORDER BY o.about, o.last_day DESC NULLS LAST, o.first_day DESC, o.period_text, o.nature, o.place
"""


def _measured(observatory: Observatory, id_: str, day: dt.date) -> Iterator[Item]:
    then = day.isoformat()
    for *row, _, first, last, en, hant, hans, urls in observatory.query(_SERIES, (id_,)):
        one = Measured._make(row)
        if one.nature not in ("measured", "derived") or (first is not None and first > then):
            continue
        state = "undated" if last is None else "holds" if last >= then else "earlier"
        yield Item(
            "figure", one.indicator, one.text, state, about=one.about,
            label=_label(en, hant, hans), period=one.period, since=first, until=last,
            sources=tuple(urls),
        )  # fmt: skip


def _known(observatory: Observatory, id_: str, day: str) -> AsOf | None:
    then = past(observatory.settings, day)
    document = observatory.indicator_document(id_)
    stays = id_ if document is None else str(document["id"])

    def wanted(change: Change) -> bool:
        return change.what == "observation" and change.prop == stays

    changed = [change for entry in then.entries for change in entry.changes if wanted(change)]
    if document is None and not changed:
        return None
    label = document["label"] if document else T(id_, id_, id_).table()
    labels = {change.subject: change.label.table() for change in changed}
    items: tuple[Item, ...] = ()
    if then.build:
        items = tuple(_undone(observatory, stays, then, labels))
    state = "unknown" if then.build is None else "holds" if items else "not_yet"
    return AsOf(
        stays, "indicator", label, day, "known", state, then.begins, then.whole, then.build, items
    )


def _undone(
    observatory: Observatory, id_: str, then: Past, labels: dict[str, Label]
) -> Iterator[Item]:
    said: dict[Said, tuple[str, ...]] = {}
    for *row, _, _, _, en, hant, hans, urls in observatory.query(_SERIES, (id_,)):
        one = Measured._make(row)
        labels |= {one.about: named} if (named := _label(en, hant, hans)) else {}
        said[Said(one.about, "figure", id_, None, one.period, one.text)] = tuple(urls)
    found = undone(said, then, lambda c: c.what == "observation" and c.prop == id_)
    for key, since, until, urls in sorted(found, key=_order):
        yield Item(
            "figure", id_, key.value, about=key.subject, label=labels.get(key.subject),
            period=key.period, since=since, until=until, sources=urls,
        )  # fmt: skip


def _order(seen: tuple[Said, object, object, object]) -> tuple[str, str, str]:
    key = seen[0]
    return key.subject, key.period or "", key.value


def _label(en: str | None, hant: str | None, hans: str | None) -> Label | None:
    return T(en, hant or en, hans or en).table() if en else None
