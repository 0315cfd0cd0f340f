"""Entities of FollowTheMoney (https://followthemoney.tech), a line each.

Organisations become Company, PublicBody or Organization, initiatives and programmes Project;
ties between these become Membership, ProjectParticipant or UnknownLink with the relation as its
role. A tie is never called an Ownership: our `parent` and `part_of` say less than that. Figures,
places, deals, documents and what else FollowTheMoney has no word for stay out, and it is said.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from lionrock.answer.exporting.content import Content, Thing, Tie

_COMPANIES = frozenset(("corporate", "startup", "investor", "provider"))
_BODIES = frozenset(("government", "regulator"))
_PROJECTS = frozenset(("initiative", "programme"))
_PAGES = 20  # of a thing: the strongest; all are in statements.jsonl
_TEXTS = {
    "former_name": "previousName", "abbreviation": "alias", "website": "website", "note": "notes",
    "wikidata": "wikidataId", "sector": "keywords", "ai_focus": "keywords", "status": "status",
}  # fmt: skip
_DATES = {"Project": {"start": "startDate", "announced": "startDate", "end": "endDate"}}
_HONG_KONG = "hong-kong"


def write(content: Content, path: Path) -> int:
    """Write the entities; return how many."""
    number = 0
    with path.open("wb") as file:
        for entity in entities(content):
            file.write(msgspec.json.encode(entity) + b"\n")
            number += 1
    return number


def entities(content: Content) -> Iterator[dict[str, Any]]:
    """Things that FollowTheMoney has a schema for, then the ties between them."""
    known: dict[str, str] = {}
    for thing in content.things:
        schema = schema_of(thing)
        if schema is not None:
            known[thing.id] = schema
            yield _entity(thing.id, schema, _thing(thing, schema))
    for tie in content.ties:
        if tie.source in known and tie.target in known and tie.source != tie.target:
            yield _link(tie, known)


def schema_of(thing: Thing) -> str | None:
    """The schema of a thing; None when there is none that says no more than we know."""
    if thing.kind in _PROJECTS:
        return "Project"
    if thing.kind != "organisation":
        return None
    if thing.class_ in _COMPANIES:
        return "Company"
    return "PublicBody" if thing.class_ in _BODIES else "Organization"


def _thing(thing: Thing, schema: str) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {"name": list(dict.fromkeys(thing.labels.values()))}
    told["alias"] = [name for name in thing.all("name") if name not in told["name"]]
    for prop, name in _TEXTS.items():
        if schema != "Project" or name != "website":
            told.setdefault(name, []).extend(thing.all(prop))
    for prop, name in _DATES.get(schema, {"founded": "incorporationDate"}).items():
        told.setdefault(name, []).extend(thing.all(prop))
    if schema != "Project":
        told["leiCode"] = thing.all("lei")
    if _HONG_KONG in thing.all("place"):
        told["country"] = ["hk"]
    told["sourceUrl"] = list(thing.pages[:_PAGES])
    return told


def _link(tie: Tie, known: Mapping[str, str]) -> dict[str, Any]:
    ends = {"subject": [tie.source], "object": [tie.target]}
    schema = "UnknownLink"
    projects = [known[one] == "Project" for one in (tie.source, tie.target)]
    if projects == [False, True]:
        schema, ends = "ProjectParticipant", {"participant": [tie.source], "project": [tie.target]}
    elif projects == [True, False]:
        schema, ends = "ProjectParticipant", {"participant": [tie.target], "project": [tie.source]}
    elif tie.type == "member_of":
        schema, ends = "Membership", {"member": [tie.source], "organization": [tie.target]}
    told = {
        **ends, "role": [tie.type], "startDate": [tie.date] if tie.date else [],
        "endDate": [tie.until] if tie.until else [], "summary": [tie.note] if tie.note else [],
        "sourceUrl": list(tie.pages),
    }  # fmt: skip
    return _entity(f"tie-{tie.id}", schema, told)


def _entity(id_: str, schema: str, told: Mapping[str, list[str]]) -> dict[str, Any]:
    properties = {name: list(dict.fromkeys(values)) for name, values in told.items() if values}
    return {"id": id_, "schema": schema, "properties": properties}
