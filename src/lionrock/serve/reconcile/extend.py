"""Data extension: the values of properties on entities, each with its sources on request."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES
from lionrock.serve.reconcile import properties
from lionrock.serve.reconcile.messages import Extension, Wanted
from lionrock.serve.reconcile.places import countries, countries_of, places
from lionrock.serve.reconcile.things import Thing
from lionrock.serve.reconcile.wording import choice

MAX_CELL = 100
"""Values of a property on one entity that are given at most."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Value = dict[str, Any]


class Extender:
    """Answers data extension queries in one language.

    `tagged`: values carry the language they are in (the draft; 0.2 forbids it). `root` is the
    address of the site.
    """

    def __init__(self, observatory: Observatory, lang: str, root: str, tagged: bool) -> None:
        self._observatory = observatory
        self._lang = lang
        self._root = root
        self._tagged = tagged

    def meta(self, asked: Extension) -> list[Value]:
        """What each column holds; one nobody knows keeps its id for a name."""
        return [self._column(wanted.id) for wanted in asked.properties]

    def rows(self, asked: Extension) -> Iterator[tuple[str, dict[str, list[Value]]]]:
        """For every id the values of every property; of an id nobody knows there are none."""
        for id_ in asked.ids:
            thing = Thing.of(self._observatory, id_)
            yield id_, {w.id: self._values(thing, w) if thing else [] for w in asked.properties}

    def _column(self, id_: str) -> Value:
        name = properties.label(id_, self._lang, self._observatory)
        column: Value = {"id": id_, "name": name or id_}
        known = schema().properties.get(id_)
        if known and known.type == "place":
            kind = schema().kinds["place"]
            column["type"] = {"id": "place", "name": kind.label.in_(self._lang)}
        return column

    def _values(self, thing: Thing, wanted: Wanted) -> list[Value]:
        limit = wanted.settings.get("limit", 0)
        try:
            most = min(max(int(limit), 0), MAX_CELL) or MAX_CELL
        except (TypeError, ValueError, OverflowError):
            most = MAX_CELL
        bare = wanted.settings.get("content") == "id"
        return self._all(thing, wanted.id, bare)[:most]

    def _all(self, thing: Thing, id_: str, bare: bool) -> list[Value]:
        first, _, rest = id_.partition(".")
        if rest:
            several: dict[str, Callable[[], list[Value]]] = {
                properties.NAME: lambda: self._names(thing, rest),
                properties.SOURCES: lambda: _texts(_sources(thing, rest)),
                properties.RELATION: lambda: self._related(thing, rest, bare),
                properties.FIGURE: lambda: _figure(thing, rest),
            }
            return several[first]() if first in several else []
        if id_ == properties.SOURCES:
            return _texts(_sources(thing, None))
        if id_ == properties.PAGE:
            return _texts([f"{self._root}/{self._lang}/entity/{thing.id}"])
        if id_ == properties.COUNTRY:
            return self._countries(thing, bare)
        return [self._fact(thing, fact, bare) for fact in thing.facts(id_)]

    def _fact(self, thing: Thing, fact: dict[str, Any], bare: bool) -> Value:
        prop, value = str(fact["prop"]), str(fact["value"])
        kept = _text(value)
        if bare:
            return kept
        type_ = schema().properties[prop].type
        if fact["label"]:
            return self._entity(value, fact["label"])
        if type_ == "choice":
            return self._in_language(choice(prop, thing.kind, value, self._lang), self._lang)
        if type_ == "date" and _DAY.fullmatch(value):
            return {"date": f"{value}T00:00:00Z"}
        if type_ == "number":
            return _number(value) or kept
        if prop == "milestone":
            return _milestone(value) or kept
        return self._in_language(value, fact["lang"])

    def _names(self, thing: Thing, lang: str) -> list[Value]:
        if lang not in LANGUAGES:
            return []
        facts = thing.facts("name", "title")
        named = dict.fromkeys(str(f["value"]) for f in facts if f["lang"] == lang)
        return [self._in_language(name, lang) for name in named]

    def _related(self, thing: Thing, type_: str, bare: bool) -> list[Value]:
        found = {str(one["other"]): one["label"] for one in thing.related(type_)}
        if bare:
            return _texts(found)
        return [self._entity(id_, label) for id_, label in found.items()]

    def _countries(self, thing: Thing, bare: bool) -> list[Value]:
        codes = sorted(countries_of(thing.values("place"), places(self._observatory)))
        if bare:
            return _texts(codes)
        labels = countries().labels
        return [self._in_language(labels[code].in_(self._lang), self._lang) for code in codes]

    def _entity(self, id_: str, label: dict[str, str]) -> Value:
        return {"id": id_, "name": label[self._lang]}

    def _in_language(self, text: str, lang: str | None) -> Value:
        value = _text(text)
        return value | {"lang": lang} if self._tagged and lang else value


def _text(text: str) -> Value:
    return {"str": text}


def _texts(texts: Iterable[str]) -> list[Value]:
    return [_text(text) for text in texts]


def _number(value: str) -> Value | None:
    """A number as kept, perhaps with the year it holds for: "7470000@2020"."""
    try:
        return {"float": float(value.partition("@")[0])}
    except ValueError:
        return None


def _milestone(value: str) -> Value | None:
    try:
        told = msgspec.json.decode(value, type=dict[str, Any])
    except msgspec.DecodeError:
        return None
    parts = (str(told[key]) for key in ("date", "what") if told.get(key))
    return _text(": ".join(parts))


def _figure(thing: Thing, indicator: str) -> list[Value]:
    figures = (one for one in thing.document["figures"] if one["indicator"] == indicator)
    return [{"float": one["value"]} for one in figures if one["value"] is not None]


def _sources(thing: Thing, prop: str | None) -> list[str]:
    """The pages that its values, or those of one property, were seen on."""
    facts = thing.facts(prop) if prop else thing.document["facts"]
    wanted = {number for fact in facts for number in fact["evidence"]}
    records = (record for record in thing.document["evidence"] if record["n"] in wanted)
    return list(dict.fromkeys(s["url"] for record in records for s in record["sources"]))
