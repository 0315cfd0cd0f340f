"""What the page of an entity shows, arranged from its document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from lionrock.model.schema import schema
from lionrock.serve.labels import Labels

Document = Mapping[str, Any]
_NAMES = ("name", "abbreviation", "former_name")
_IDS = frozenset(("id", "url"))
_APART = frozenset((*_NAMES, "milestone", "title", "class", "scope"))
_SCOPED = frozenset(("amount", "amount_max"))
SHOWN_LINKS, SHOWN_EVENTS, SHOWN_FIGURES = 8, 14, 12
"""How many of each a page opens with; the rest is on a page of its own."""


class Notes:
    """Footnotes of a page: records get their numbers in the order in which they are cited."""

    def __init__(self, records: Iterable[Document]) -> None:
        self._records = {record["n"]: record for record in records}
        self._numbers: dict[int, int] = {}

    def __call__(self, cited: Iterable[int]) -> list[int]:
        """The footnote numbers of some records; those the document does not hold have none."""
        known = dict.fromkeys(n for n in cited if n in self._records)
        return [self._numbers.setdefault(n, len(self._numbers) + 1) for n in known]

    @property
    def used(self) -> list[tuple[int, Document]]:
        """The footnotes so far: (number, record)."""
        return [(number, self._records[n]) for n, number in self._numbers.items()]


def names(document: Document) -> dict[str, list[Document]]:
    """Names, abbreviations and former names, in the order they were given."""
    return {prop: [f for f in document["facts"] if f["prop"] == prop] for prop in _NAMES}


def fact_groups(document: Document) -> list[Document]:
    """Facts by property, identifiers apart: {prop, type, facts, conflict, scope}.

    What an amount covers stands beside it and is no group of its own.
    """
    properties = schema().properties
    groups: list[Document] = []
    shown = [f for f in document["facts"] if f["prop"] not in _APART]
    scope = [f["value"] for f in document["facts"] if f["prop"] == "scope"]
    for prop, facts in groupby(shown, key=lambda fact: str(fact["prop"])):
        listed = list(facts)
        type_ = properties[prop].type if prop in properties else "text"
        conflict = any(fact["conflict"] for fact in listed)
        covers = scope if prop in _SCOPED else []
        groups.append(
            {"prop": prop, "type": type_, "facts": listed, "conflict": conflict, "scope": covers}
        )
    return groups


def is_identifier(group: Document) -> bool:
    """Whether a group of facts is addresses or codes elsewhere."""
    return group["type"] in _IDS


def plans(document: Document) -> list[Document]:
    """Milestones that have no date, so the timeline cannot show them: {what, done, evidence}."""
    found: list[Document] = []
    for fact in document["facts"]:
        if fact["prop"] == "milestone":
            milestone = json.loads(fact["value"])
            if not milestone.get("date"):
                found.append({**milestone, "evidence": fact["evidence"]})
    return found


def link_groups(document: Document) -> list[Document]:
    """Links by what they mean: {key, type, direction, via, kind, links, number}; most first."""
    groups: dict[str, dict[str, Any]] = {}
    for link in document["links"]:
        known = schema().relations.get(link["type"])
        symmetric = link["via"] == "relation" and known is not None and known.symmetric
        key = "-".join(("both" if symmetric else link["direction"], link["type"]))
        if link["via"] == "property":
            key += f"-{link['kind']}"
        group = groups.setdefault(key, {
            "key": key, "type": link["type"], "direction": link["direction"], "via": link["via"],
            "kind": link["kind"], "links": [], "number": 0, "parts": set(),
        })  # fmt: skip
        group["links"].append(link)
        part = (link["direction"], link["kind"])  # what the document counts a number for
        if part not in group["parts"]:
            group["parts"].add(part)
            group["number"] += link["number"]
    return sorted(groups.values(), key=lambda group: (group["via"] == "property", -group["number"]))


def heading(group: Document, labels: Labels) -> tuple[str, str | None]:
    """What a group of links is called, and in which role the entity stands there."""
    if group["via"] == "relation":
        return labels.relation(group["type"], group["direction"]), None
    return labels.kinds(group["kind"]), labels.prop(group["type"])


def figures(document: Document, catalogue: Mapping[str, Document]) -> list[Document]:
    """Its latest figures with what the catalogue says of each; leading indicators first."""
    found: list[Document] = [
        {**figure, "about_indicator": catalogue[figure["indicator"]]}
        for figure in document["figures"]
        if figure["indicator"] in catalogue
    ]
    found.sort(key=lambda f: (not f["about_indicator"]["lead"], -f["periods"], f["indicator"]))
    return found


def timeline(events: list[Document]) -> Iterator[tuple[str, list[Document]]]:
    """Events by year, the latest first."""
    for year, found in groupby(events, key=lambda event: str(event["date"])[:4]):
        yield year, list(found)
