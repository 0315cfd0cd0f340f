"""Documents as an agent is given them: one language, numbers of sources, never all at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from lionrock.answer.observatory import Document, Observatory
from lionrock.serve.mcp.told import Sources

_FACT = ("prop", "value", "lang", "original", "strength", "as_of", "conflict")
_LINK = (
    "direction",
    "type",
    "other",
    "kind",
    "date",
    "until",
    "amount",
    "status",
    "status_as_of",
    "note",
)
_FIGURE = (
    "indicator", "period", "value", "unit", "measured", "measured_unit", "qualifier", "base",
    "nature", "published", "definition", "scope", "tier", "strength", "conflict",
)  # fmt: skip
_EVENT = ("date", "type", "via", "other", "what", "done")
_VALUE = (
    "value", "unit", "measured", "measured_unit", "original", "qualifier", "base", "published",
    "definition", "scope", "tier", "strength",
)  # fmt: skip
_POINT = ("period", "start", "end", "nature", "conflict")
_SOURCES_SHOWN = 2
PARTS = {"facts": _FACT, "links": _LINK, "figures": _FIGURE, "events": _EVENT}


class View:
    """Shows documents in one language and keeps the pages that what it shows rests on."""

    def __init__(self, observatory: Observatory, lang: str) -> None:
        self.observatory = observatory
        self.lang = lang
        self.sources = Sources(lang)

    def heading(self, document: Document) -> Document:
        """Who or what an entity is."""
        return {
            "id": document["id"], "kind": document["kind"], "class": document["class"],
            "label": document["label"][self.lang], "labels": document["label"],
        }  # fmt: skip

    def part(self, document: Document, name: str, offset: int, limit: int) -> Document:
        """Some of an entity's facts, links, figures or events, and how many there are in all."""
        listed = document[name]
        shown = [self._row(document, one, PARTS[name]) for one in listed[offset : offset + limit]]
        return {"total": len(listed), "offset": offset, name: shown}

    def point(self, document: Document, point: Document) -> Document:
        """An indicator in one period: the leading value, the others, the conflict."""
        return {
            **_of(point, _POINT),
            "leads": self._value(document, point["lead"]),
            "others": [self._value(document, one) for one in point["others"]],
        }

    def brief(self, id_: str, kind: str) -> list[int]:
        """Numbers of the pages that best say what something is."""
        if kind == "indicator":
            indicator = self.observatory.indicator_document(id_) or {"series": (), "evidence": ()}
            points = [p for s in indicator["series"][:1] for p in s["points"][-1:]]
            numbers = [n for point in points for n in point["lead"]["evidence"]]
            return self.sources.records(numbers, indicator, _SOURCES_SHOWN)
        document = self.observatory.entity_document(id_)
        if document is None or not document["facts"]:
            return []
        return self.sources.records(document["facts"][0]["evidence"], document, _SOURCES_SHOWN)

    def said(self, labels: Mapping[str, str] | None) -> str | None:
        """A text in the language that is spoken."""
        return labels[self.lang] if labels else None

    def pages(self, urls: Sequence[str]) -> list[int]:
        """Numbers of pages by address."""
        return [self.sources.page(url) for url in urls]

    def _row(self, document: Document, one: Document, names: Sequence[str]) -> Document:
        row = {name: one[name] for name in names if one.get(name) not in (None, False)}
        if one.get("label"):
            row["label"] = one["label"][self.lang]
        if "publisher" in one:
            row["publisher"] = one["publisher"][self.lang]
        row["sources"] = self.sources.records(one["evidence"], document)
        return row

    def _value(self, document: Document, value: Document) -> Document:
        return {
            **_of(value, _VALUE),
            "publisher": value["publisher"][self.lang],
            "sources": self.sources.records(value["evidence"], document),
        }


def _of(one: Document, names: Sequence[str]) -> Document:
    """What is said; that a value is unknown is said too."""
    kept: dict[str, Any] = {n: one[n] for n in names if one[n] is not None or n == "value"}
    return kept
