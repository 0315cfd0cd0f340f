"""Every target held against what was measured since: a table, and the document pages show."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from lionrock.derive.lines import SPANNED, usual_kind
from lionrock.derive.series import Forecaster
from lionrock.derive.trajectory import (
    LEVEL,
    VERDICTS,
    Goal,
    Judged,
    Seen,
    judge,
    judge_event,
)
from lionrock.model.aims import FILE, Aim, read_aims
from lionrock.model.dates import parse_date
from lionrock.model.reference import Reference
from lionrock.store.documents import DocumentReader, DocumentWriter
from lionrock.store.duck import Duck, Row

Document = dict[str, Any]

_TABLE = """
CREATE TABLE trajectories (
    target VARCHAR, verdict VARCHAR, reason VARCHAR, indicator VARCHAR, about VARCHAR,
    latest VARCHAR, reached VARCHAR, baseline VARCHAR, expected DOUBLE, forecast_year INTEGER,
    forecast_low DOUBLE, forecast_high DOUBLE
)
"""
_TARGETS = """
SELECT f.subject, e.label_en, e.label_hant, e.label_hans,
    min(f.value) FILTER (WHERE f.prop = 'by'), min(f.value) FILTER (WHERE f.prop = 'value'),
    min(f.value) FILTER (WHERE f.prop = 'unit'), min(f.value) FILTER (WHERE f.prop = 'due'),
    min(f.value) FILTER (WHERE f.prop = 'set_on'), min(f.value) FILTER (WHERE f.prop = 'note'),
    list_sort(list_distinct(flatten(list(f.records))))
FROM facts f JOIN entities e ON e.id = f.subject
WHERE f.kind = 'target'
GROUP BY f.subject, e.label_en, e.label_hant, e.label_hans
ORDER BY f.subject
"""
_EVENT = """
SELECT what, done, n FROM events
WHERE entity = ? AND type = 'milestone' AND via = 'own' AND date = ?
ORDER BY done DESC, what LIMIT 1
"""
_NAMES = "SELECT id, label_en, label_hant, label_hans FROM entities"


class WrongAim(Exception):
    """An entry of targets.toml that cannot be followed."""

    file = FILE


def write_targets(
    database: Duck,
    reference: Reference,
    registry: Path,
    writer: DocumentWriter,
    scratch: Path,
) -> int:
    """Judge every target, fill the table `trajectories` and write the document `targets`.

    The indicator documents are already there. Returns the number of targets; raises WrongAim for
    an aim of no such indicator or milestone, or in another unit.
    """
    try:
        aims = read_aims(registry)
    except ValueError as error:
        raise WrongAim(str(error)) from None
    board = _Board(database, reference, aims, writer.reader())
    found = [board.target(row) for row in database.rows(_TARGETS)]
    database.run([("trajectories", _TABLE)])
    database.insert("trajectories", [_row(one) for one in found], scratch)
    counts = Counter(one["verdict"] for one in found)
    document = {
        "as_of": reference.gathered,
        "level": LEVEL,
        "counts": {verdict: counts[verdict] for verdict in VERDICTS},
        "targets": sorted(found, key=_order),
    }
    writer.add("targets", [("targets", msgspec.json.encode(document))])
    return len(found)


def _order(one: Document) -> tuple[int, str, str]:
    return VERDICTS.index(one["verdict"]), one["due"] or "9999", one["id"]


def _row(one: Document) -> Row:
    interval = one["interval"] or {"low": None, "high": None}
    ids = [one[name]["id"] if one[name] else None for name in ("latest", "reached", "baseline")]
    return (
        one["id"], one["verdict"], one["reason"], one["indicator"], one["about"], *ids,
        one["expected"], one["year"], interval["low"], interval["high"],
    )  # fmt: skip


def _material(point: Document) -> bool:
    """Whether publishers differ on a point in substance."""
    return bool(point["conflict"]) and point["conflict"]["severity"] == "material"


class _Board:
    """What targets are judged by: aims, indicator documents, their forecasts, milestones."""

    def __init__(
        self,
        database: Duck,
        reference: Reference,
        aims: Mapping[str, Aim],
        written: DocumentReader,
    ) -> None:
        self._database, self._reference, self._aims = database, reference, aims
        self._today = parse_date(reference.gathered).end
        self._documents: dict[str, Document] = {
            id_: msgspec.json.decode(written.get("indicator", id_) or b"{}")
            for id_ in written.ids("indicator")
        }
        self._forecaster = Forecaster(self._documents.values(), reference.gathered)
        self._bodies: dict[int, str] = dict(
            database.rows("SELECT n, body FROM scratch.record_bodies")
        )
        self._labels = {
            row[0]: {"id": row[0], "en": row[1], "zh-Hant": row[2], "zh-Hans": row[3]}
            for row in database.rows(_NAMES)
        }

    def target(self, row: Row) -> Document:
        """A target with its verdict, the figures that rests on, and the evidence of all."""
        id_, by, due, set_on = row[0], row[4], row[7], row[8]
        aim = self._aims.get(id_)
        judged, cited, unit, value = self._judged(id_, aim, row)
        named = aim.about if aim and aim.indicator else aim.entity if aim else None
        return {
            "id": id_,
            "label": {"en": row[1], "zh-Hant": row[2], "zh-Hans": row[3]},
            "by": self._labels.get(by),
            "value": value,
            "unit": unit,
            "written": row[6],
            "due": due,
            "set_on": set_on,
            "note": row[9],
            **self._missing(id_, aim),
            "verdict": judged.verdict,
            "reason": judged.reason,
            "indicator": aim.indicator if aim else None,
            "measure": self._measure(aim),
            "about": named,
            "about_label": self._labels.get(named) if named else None,
            "milestone": aim.milestone if aim else None,
            "latest": self._figure(aim, judged.latest),
            "reached": self._figure(aim, judged.reached),
            "baseline": self._figure(aim, judged.baseline),
            "against": self._figure(aim, judged.against),
            "expected": judged.expected,
            "year": judged.year,
            "interval": judged.interval,
            "evidence": [msgspec.Raw(self._bodies[n].encode()) for n in row[10]],
            "rests_on": [msgspec.Raw(self._bodies[n].encode()) for n in cited],
        }

    def _judged(
        self, id_: str, aim: Aim | None, row: Row
    ) -> tuple[Judged, Sequence[int], str | None, float | None]:
        """(verdict, records it rests on, unit and value of the target in it)."""
        due = parse_date(row[7]).end if row[7] else None
        value = None if row[5] is None else float(row[5])
        if aim is None or not aim.measured:
            return Judged("unmeasured", "no_measure"), (), *self._read(row[6], value)
        if aim.indicator is None:
            happened, records = self._happened(id_, aim)
            return judge_event(due, happened), records, *self._read(row[6], value)
        if value is None:
            raise WrongAim(f"{FILE} [{id_}]: the target has no value to measure against")
        unit, scaled = self._in_unit(id_, aim.indicator, row[6], value)
        goal = Goal(scaled, due, parse_date(row[8]).start if row[8] else None, aim.at_most)
        figures = list(self._figures(aim.indicator, aim.about))
        judged = judge(goal, figures, self._ahead(aim), self._today)
        used = (judged.latest, judged.reached, judged.baseline, judged.against)
        values = {one["id"]: one for one in self._values(aim.indicator, aim.about)}
        cited = [n for one in used if one for n in values[one.id]["evidence"]]
        return judged, list(dict.fromkeys(cited)), unit, scaled

    def _missing(self, id_: str, aim: Aim | None) -> Document:
        """What would have to be published to tell, by whom, and the nearest figure on record."""
        if aim is None or aim.needs is None:
            return {"needs": None, "near": None}
        if aim.publisher not in self._labels:
            raise WrongAim(f"{FILE} [{id_}]: no organisation {aim.publisher!r}")
        near = None
        if aim.near is not None:
            indicator, about = aim.near
            points = (self._series(indicator, about) or {}).get("points", ())
            seen = [one for one in points if one["nature"] in ("measured", "derived")]
            if not points:
                raise WrongAim(f"{FILE} [{id_}]: no figure of {aim.near[0]} about {aim.near[1]}")
            latest = (seen or points)[-1]
            figure = latest["lead"] | {"period": latest["period"], "end": latest["end"]}
            near = {
                "indicator": indicator, "label": self._documents[indicator]["label"],
                "about": about, "figure": figure | {"disputed": _material(latest)},
                "differs": aim.differs,
            }  # fmt: skip
        return {"needs": {"what": aim.needs, "from": self._labels[aim.publisher]}, "near": near}

    def _read(self, written: str | None, value: float | None) -> tuple[str | None, float | None]:
        """A target's unit as the schema knows it, and its value in that; None where it is not."""
        try:
            measure = self._reference.units.read(written or "")
        except ValueError:
            return None, value
        return measure.unit, None if value is None else value * measure.factor

    def _in_unit(
        self, id_: str, indicator: str, written: str | None, value: float
    ) -> tuple[str, float]:
        known = self._reference.catalogue.find(indicator)
        if known is None:
            raise WrongAim(f"{FILE} [{id_}]: no indicator {indicator!r} in indicators.toml")
        try:
            measure = self._reference.units.read(written or "")
        except ValueError as error:
            raise WrongAim(f"{FILE} [{id_}]: {error}") from None
        if measure.unit != known.unit:
            raise WrongAim(f"{FILE} [{id_}]: {written!r} is not in {known.unit}")
        return known.unit, value * measure.factor

    def _series(self, indicator: str, about: str | None) -> Document | None:
        series = self._documents.get(indicator, {}).get("series", ())
        return next((one for one in series if one["about"] == about), None)

    def _values(self, indicator: str, about: str | None) -> Iterable[Document]:
        found = self._series(indicator, about)
        return (point["lead"] for point in found["points"]) if found else ()

    def _figures(self, indicator: str, about: str | None) -> Iterable[Seen]:
        """The measured figures that may stand in one line, oldest first."""
        found = self._series(indicator, about)
        if found is None:
            return
        spanned = self._documents[indicator]["nature"] in SPANNED
        kind = usual_kind(found["points"]) if spanned else None
        for point in found["points"]:
            lead = point["lead"]
            usable = point["nature"] == "measured" and lead["value"] is not None and point["end"]
            if usable and lead["tier"] != "unknown" and kind in (None, point["kind"]):
                yield Seen(
                    lead["id"], point["period"], dt.date.fromisoformat(point["end"]),
                    lead["value"], lead["publisher"]["id"], lead["qualifier"], _material(point),
                )  # fmt: skip

    def _ahead(self, aim: Aim) -> dict[int, Any]:
        told = self._forecaster.of(aim.indicator or "", aim.about)
        points = told.forecast.points if told and told.forecast else ()
        return {
            point.year: one for point in points for one in point.intervals if one.level == LEVEL
        }

    def _figure(self, aim: Aim | None, seen: Seen | None) -> Document | None:
        """A figure as pages show it, with its period and publisher."""
        if aim is None or aim.indicator is None or seen is None:
            return None
        value = next(one for one in self._values(aim.indicator, aim.about) if one["id"] == seen.id)
        return value | {"period": seen.period, "end": seen.end, "disputed": seen.disputed}

    def _measure(self, aim: Aim | None) -> Document | None:
        """The label of the indicator a target is measured by."""
        document = self._documents.get(aim.indicator or "") if aim else None
        return document["label"] if document else None

    def _happened(self, id_: str, aim: Aim) -> tuple[dt.date | None, Sequence[int]]:
        """The last day on which a milestone that is done can have been; None while it is not."""
        found = self._database.rows(_EVENT, [aim.entity, aim.milestone])
        if not found:
            raise WrongAim(f"{FILE} [{id_}]: {aim.entity} has no milestone {aim.milestone}")
        done, n = found[0][1], found[0][2]
        return parse_date(aim.milestone or "").end if done else None, (n,)
