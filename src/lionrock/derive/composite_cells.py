"""The cells of the composite index: the newest figure of each part about each place, or why none.

A figure counts when its period ended within so many years before the day of gathering (the year
rule of `index.toml`); a part that is told as a share of the highest needs two places that have it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from lionrock.derive.composite import LEVEL, Cells, Weights, removals, scaled, standings
from lionrock.model.dates import parse_date
from lionrock.model.reference import Reference
from lionrock.model.weighing import FILE, Part, Weighing, read_weighing
from lionrock.store.documents import DocumentReader, DocumentWriter
from lionrock.store.duck import Duck

Document = dict[str, Any]

_NAMES = "SELECT id, label_en, label_hant, label_hans FROM entities WHERE id IN (SELECT unnest(?))"


class WrongIndex(Exception):
    """An index that cannot be made as index.toml has it."""

    file = FILE


def write_composite(
    database: Duck, reference: Reference, registry: Path, writer: DocumentWriter
) -> None:
    """Write the document of the index, from the indicator documents that are already there; none
    where the registry has no index.toml. Raises WrongIndex."""
    try:
        weighing = read_weighing(registry)
    except ValueError as error:
        raise WrongIndex(str(error)) from None
    if weighing is None:
        return
    rows = database.rows(_NAMES, [list(weighing.places)])
    labels = {row[0]: {"en": row[1], "zh-Hant": row[2], "zh-Hans": row[3]} for row in rows}
    made = _Maker(reference, weighing, writer.reader()).document(labels)
    writer.add("composite", [("composite", msgspec.json.encode(made))])


class _Maker:
    """Makes the index of one build."""

    def __init__(self, reference: Reference, weighing: Weighing, written: DocumentReader) -> None:
        self._reference, self._weighing, self._written = reference, weighing, written
        today = parse_date(reference.gathered).end
        self._oldest = today.replace(year=today.year - weighing.within, day=min(today.day, 28))
        self._read: dict[str, Document] = {}

    def document(self, labels: Mapping[str, Document]) -> Document:
        """The index as pages show it. Only places that the build knows are compared."""
        weighing = self._weighing
        if weighing.of not in labels:
            raise WrongIndex(f"{FILE}: {weighing.of!r} is no entity of this registry")
        places = [id_ for id_ in weighing.places if id_ in labels]
        parts = [
            self._part(pillar, id_, part, places)
            for pillar, held in weighing.pillar.items()
            for id_, part in held.part.items()
        ]
        cells = {place: _cells(weighing, parts, place) for place in places}
        weights: Weights = {
            name: (pillar.weight, {id_: part.weight for id_, part in pillar.part.items()})
            for name, pillar in weighing.pillar.items()
        }
        found = standings(cells, weights, weighing.draws, weighing.seed)
        whole = sum(pillar.weight for pillar in weighing.pillar.values())
        return {
            "version": weighing.version,
            "as_of": self._reference.gathered,
            "of": weighing.of,
            "within": weighing.within,
            "oldest": self._oldest.isoformat(),
            "draws": weighing.draws,
            "seed": weighing.seed,
            "level": LEVEL,
            "absent": [id_ for id_ in weighing.places if id_ not in labels],
            "pillars": {name: one.weight / whole for name, one in weighing.pillar.items()},
            "parts": parts,
            "places": [
                {"id": id_, "label": labels[id_], **_known(cells[id_])}
                | msgspec.to_builtins(found[id_])
                for id_ in places
            ],
            "removals": removals(cells[weighing.of], weights),
        }

    def _part(self, pillar: str, id_: str, part: Part, places: Iterable[str]) -> Document:
        """A part with its cell for each place."""
        indicator = self._reference.catalogue.find(id_)
        if indicator is None or indicator.id != id_:
            raise WrongIndex(f"{FILE} [pillar.{pillar}]: no indicator {id_!r} in indicators.toml")
        if indicator.facet != pillar:
            raise WrongIndex(f"{FILE} [pillar.{pillar}]: {id_} belongs to {indicator.facet}")
        if part.scale == "leader" and indicator.direction != "up":
            raise WrongIndex(f"{FILE} [pillar.{pillar}]: {id_}: leader needs the direction up")
        held = {place: self._cell(id_, part, place) for place in places}
        amounts = {place: cell["amount"] for place, cell in held.items() if not cell["missing"]}
        alone = part.scale == "leader" and len(amounts) < 2
        bound = float(part.among or max(amounts.values(), default=0.0))
        for place, cell in held.items():
            if place in amounts and alone:
                cell["missing"] = "alone"
            elif place in amounts:
                cell["score"] = scaled(cell["amount"], part.scale, bound, indicator.direction)
        weighing = self._weighing.pillar[pillar]
        inside = part.weight / sum(one.weight for one in weighing.part.values())
        outer = weighing.weight / sum(one.weight for one in self._weighing.pillar.values())
        return {
            "indicator": id_,
            "label": indicator.label.table(),
            "pillar": pillar,
            "unit": indicator.unit,
            "direction": indicator.direction,
            "scale": part.scale,
            "among": part.among,
            "among_source": part.source,
            "per": part.per,
            "per_label": self._label(part.per),
            "weight": inside * outer,
            "cells": [{"place": place, **cell} for place, cell in held.items()],
        }

    def _label(self, id_: str | None) -> Document | None:
        indicator = self._reference.catalogue.indicators.get(id_ or "")
        return indicator.label.table() if indicator else None

    def _cell(self, id_: str, part: Part, place: str) -> Document:
        """The figure of a part about a place, and how much it is; or why it is missing."""
        value, newest = self._newest(id_, place, self._oldest)
        cell: Document = {
            "missing": None, "score": None, "amount": None, "value": value, "divided_by": None,
            "newest": newest,
        }  # fmt: skip
        if value is None:
            cell["missing"] = "old" if newest else "none"
            return cell
        cell["amount"] = value["figure"]["value"]
        if part.scale == "rank" and part.among is None:  # the last place is unknown
            return cell | {"missing": "no_last", "amount": None}
        if part.per:  # what it is divided by changes slowly: of any year, and told with its year
            divisor, _ = self._newest(part.per, place, None)
            cell["divided_by"] = divisor
            if divisor is None or not divisor["figure"]["value"]:
                return cell | {"missing": "no_divisor", "amount": None}
            cell["amount"] /= divisor["figure"]["value"]
        return cell

    def _newest(
        self, id_: str, place: str, oldest: dt.date | None
    ) -> tuple[Document | None, str | None]:
        """(the newest measured figure that is not too old, the period of the newest at all)."""
        series = next(
            (one for one in self._indicator(id_).get("series", ()) if one["about"] == place), None
        )
        usable = [
            point
            for point in (series["points"] if series else ())
            if point["nature"] == "measured" and point["end"]
            and point["lead"]["value"] is not None and point["lead"]["tier"] != "unknown"
        ]  # fmt: skip
        if not usable:
            return None, None
        point = max(usable, key=lambda one: (one["end"], one["start"]))
        if oldest is not None and dt.date.fromisoformat(point["end"]) < oldest:
            return None, point["period"]
        records = {record["n"]: record for record in self._indicator(id_)["evidence"]}
        lead = point["lead"]
        disputed = bool(point["conflict"]) and point["conflict"]["severity"] == "material"
        figure = {
            "indicator": id_, "period": point["period"], "disputed": disputed, "figure": lead,
            "evidence": [records[n] for n in lead["evidence"]],
        }  # fmt: skip
        return figure, point["period"]

    def _indicator(self, id_: str) -> Document:
        if id_ not in self._read:
            self._read[id_] = msgspec.json.decode(self._written.get("indicator", id_) or b"{}")
        return self._read[id_]


def _cells(weighing: Weighing, parts: Iterable[Document], place: str) -> Cells:
    cells: dict[str, dict[str, float | None]] = {name: {} for name in weighing.pillar}
    for part in parts:
        score = next(cell["score"] for cell in part["cells"] if cell["place"] == place)
        cells[part["pillar"]][part["indicator"]] = score
    return cells


def _known(cells: Cells) -> Document:
    """How many cells are known of how many, and whether they are enough to tell a score: half."""
    values = [value for parts in cells.values() for value in parts.values()]
    known = sum(value is not None for value in values)
    return {"known": known, "cells": len(values), "enough": 2 * known >= len(values)}
