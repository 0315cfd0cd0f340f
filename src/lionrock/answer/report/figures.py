"""Sentences from figures: what an indicator came to, how it changed, where publishers differ."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lionrock.answer.observatory import Document, Observatory
from lionrock.answer.report.article import Proposal, Remark, Sentence, Source, label_of
from lionrock.answer.report.phrases import bare, lowered, phrase, value_in, when

_SILENT = 3
"""Years without a newer value after which it is said."""
_TIERS = {"primary": 1.0, "professional": 0.8, "data": 0.8, "press": 0.7, "aggregator": 0.4}
_MOST_SOURCES = 3
_EVERYWHERE = frozenset(("world",))


class Writer:
    """Writes about the figures of one build in one language."""

    def __init__(self, observatory: Observatory, lang: str) -> None:
        self._observatory, self._lang = observatory, lang
        self._places = {
            row[0] for row in observatory.query("SELECT id FROM entities WHERE kind = 'place'")
        }

    def latest(self, light: Document) -> Proposal | None:
        """What an indicator came to last."""
        value = light["value"]
        about = light["about"]
        time = when(light["period"], self._lang)
        if time is None or value["publisher"] is None or value["value"] is None:
            return None
        document = self._observatory.indicator_document(light["id"]) or {}
        sentence = self._sentence(
            "figure", light, about, (value,),
            phrase(
                "figure", self._lang, label=self._label(light, light["about_label"]), when=time,
                value=self._value(value), source=self._by(value, about),
                verb="stood at" if value["unit"].startswith("percent") else "came to",
            ),
            document,
        )  # fmt: skip
        weight = (
            2.0 * light["lead"] + _TIERS.get(value["tier"], 0.2) + int(light["period"][:4]) / 10
        )
        return Proposal(sentence, weight + 0.1 * min(light["points"], 20))

    def change(self, light: Document) -> Proposal | None:
        """From the first to the last measured year of the series told by one publisher."""
        document = self._observatory.indicator_document(light["id"])
        for series in (document or {}).get("series", ()):
            if document is None or series["about"] != light["about"]:
                continue
            points = [
                point for point in series["points"]
                if point["nature"] == "measured" and point["kind"] == "year"
                and point["lead"]["value"] is not None
            ]  # fmt: skip
            said = [one for one in points if _told_by(one) == _told_by(points[-1])]
            if len(said) < 3:
                return None
            first, last = said[0], said[-1]
            then, now = when(first["period"], self._lang), when(last["period"], self._lang)
            if first["conflict"] or last["conflict"]:
                return None  # publishers differ on it: that stands beside the article
            if then is None or now is None or first["lead"]["value"] == last["lead"]["value"]:
                return None
            text = phrase(
                "change", self._lang, label=self._label(light, series["label"]), then=then,
                before=self._value(first["lead"]), value=self._value(last["lead"]), when=now,
            )  # fmt: skip
            both = (first["lead"], last["lead"])
            sentence = self._sentence("change", light, light["about"], both, text, document)
            return Proposal(sentence, len(said) + 5.0 * light["lead"])
        return None

    def trends(self, light: Document, year: int) -> Iterator[Proposal]:
        """What may be said of the course of an indicator, by the tests of `derive/trend.py`."""
        document = self._observatory.indicator_document(light["id"]) or {}
        for series in document.get("series", ()):
            told = series["course"]
            if series["about"] != light["about"] or light["value"]["unit"] == "rank":
                continue
            if not told["until"] or _year_of(told["until"]) <= year - _SILENT:
                continue  # what rose until some years ago is not called rising
            line = {
                point["period"]: point["lead"]
                for point in map(series["points"].__getitem__, series["line"])
            }
            label = self._label(light, series["label"])
            if told["says"] in ("rising", "falling", "level"):
                text = phrase(
                    told["says"], self._lang, label=label, period=bare(told["since"], self._lang)
                )
                ends = (line[told["since"]], line[told["until"]])
                sentence = self._sentence("trend", light, light["about"], ends, text, document)
                yield Proposal(sentence, told["n"] + 5.0 * light["lead"])
            at = when(told["until"] or "", self._lang)
            if told["jump"] and at is not None:
                text = phrase(told["jump"], self._lang, label=label, when=at)
                ends = tuple(line.values())[-2:]
                sentence = self._sentence("trend", light, light["about"], ends, text, document)
                yield Proposal(sentence, told["n"] + 6.0 * light["lead"])

    def remarks(self, light: Document, year: int) -> Iterator[tuple[str, Remark]]:
        """("differ" | "unknown", remark) on an indicator: periods on which publishers differ, the
        newest first; a series that nobody has gone on with."""
        document = self._observatory.indicator_document(light["id"]) or {}
        for series in document.get("series", ()):
            for point in reversed(series["points"]):
                if point["conflict"]:
                    yield "differ", self._differing(light, series, point, document)
        if 0 < _year(light) <= year - _SILENT:
            about = light["about_label"][self._lang]
            yield "unknown", Remark(
                phrase("stale", self._lang, label=light["label"][self._lang], about=about,
                       period=light["period"]), light["id"],
            )  # fmt: skip

    def _differing(
        self, light: Document, series: Document, point: Document, document: Document
    ) -> Remark:
        values = [one for one in (point["lead"], *point["others"]) if one["value"] is not None]
        comma = "; " if self._lang == "en" else "；"
        told = comma.join(f"{self._publisher(one)} {self._value(one)}" for one in values[:4])
        text = phrase(
            "differ", self._lang, label=light["label"][self._lang],
            about=series["label"][self._lang], period=point["period"], values=told,
        )  # fmt: skip
        sources = tuple(dict.fromkeys(s for one in values[:4] for s in cited(one, document)[:1]))
        return Remark(text, light["id"], sources)

    def _sentence(
        self, kind: Any, light: Document, about: str, values: tuple[Document, ...], text: str,
        document: Document,
    ) -> Sentence:  # fmt: skip
        sources = dict.fromkeys(s for value in values for s in cited(value, document))
        ids = tuple(value["id"] for value in values)
        return Sentence(text, kind, tuple(sources)[:_MOST_SOURCES], ids, light["id"])

    def _label(self, light: Document, about: Document) -> str:
        """An indicator's name, with whom it is about unless the name says so itself."""
        label = label_of(light["label"]).in_(self._lang)
        whom = about[self._lang]
        if light["about"] in _EVERYWHERE or _short(whom) in label or whom in label:
            return label[:1].upper() + label[1:]
        side = "in_place" if light["about"] in self._places else "of_body"
        return phrase(
            side, self._lang, about=whom, label=lowered(label) if self._lang == "en" else label
        )

    def _by(self, value: Document, about: str) -> str:
        """Who says so, unless it is the one spoken of."""
        publisher = value["publisher"]
        if publisher["id"] == about:
            return ""
        return phrase("source", self._lang, publisher=publisher[self._lang])

    def _value(self, value: Document) -> str:
        return value_in(value["value"], value["unit"], value["qualifier"], self._lang)

    def _publisher(self, value: Document) -> str:
        return value["publisher"][self._lang] if value["publisher"] else "–"


def cited(value: Document, document: Mapping[str, Any]) -> tuple[Source, ...]:
    """The pages behind a value of an indicator's document."""
    found = []
    for record in document.get("evidence", ()):
        if record["n"] in value["evidence"]:
            for one in record["sources"]:
                found.append(Source(one["url"], one["publisher"] or "", one["tier"]))
    return tuple(dict.fromkeys(found))


def _short(name: str) -> str:
    """A name without what follows in brackets or after "Special Administrative Region"."""
    return re.split(r"\s*[(（]|特别行政区|特別行政區| Special", name)[0]


def _told_by(point: Document) -> str:
    publisher = point["lead"]["publisher"]
    return str(publisher["id"]) if publisher else ""


def _year(light: Document) -> int:
    """The year of an indicator's newest value."""
    return _year_of(light["period"])


def _year_of(period: str) -> int:
    """The year of a period; 0 when it has none ("first cohort")."""
    found = re.match(r"\d{4}", period)
    return int(found.group()) if found else 0
