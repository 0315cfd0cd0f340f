"""Linked data: JSON-LD, in the words of schema.org and PROV, with shapes (SHACL) beside it.

Ids are `urn:lionrock:entity:ID`: names, not addresses, since a copy may be served anywhere.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from lionrock.answer.exporting.content import LICENCE, Content, Figure, Thing, Tie

CONTEXT: dict[str, Any] = {
    "schema": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "dcterms": "http://purl.org/dc/terms/",
    "lr": "urn:lionrock:", "id": "@id", "type": "@type", "name": "schema:name",
    "alternateName": "schema:alternateName", "description": "schema:description",
    "url": {"@id": "schema:url", "@type": "@id"},
    "sameAs": {"@id": "schema:sameAs", "@type": "@id"},
    "kind": "lr:kind", "class": "lr:class", "founded": "schema:foundingDate",
    "leiCode": "schema:leiCode", "startDate": "schema:startDate", "endDate": "schema:endDate",
    "source": {"@id": "lr:source", "@type": "@id"}, "target": {"@id": "lr:target", "@type": "@id"},
    "relation": "lr:relation", "amount": "lr:amount", "strength": "lr:strength",
    "about": {"@id": "schema:observationAbout", "@type": "@id"},
    "indicator": "schema:measuredProperty", "period": "lr:period", "unit": "schema:unitCode",
    "value": {"@id": "schema:value", "@type": "xsd:double"}, "nature": "lr:nature",
    "leads": "lr:leads", "publisher": "lr:publisher",
    "seenOn": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "licence": {"@id": "schema:license", "@type": "@id"}, "credit": "schema:creditText",
    "identifier": "schema:identifier",
}  # fmt: skip
_PAGES = 20
_TYPES = {
    "university": "schema:CollegeOrUniversity", "hospital": "schema:Hospital",
    "government": "schema:GovernmentOrganization", "regulator": "schema:GovernmentOrganization",
    "corporate": "schema:Corporation",
}  # fmt: skip
_KINDS = {
    "organisation": "schema:Organization", "place": "schema:Place", "initiative": "schema:Project",
    "programme": "schema:Project", "instrument": "schema:CreativeWork",
    "artefact": "schema:CreativeWork",
}  # fmt: skip
_SAME = {
    "wikidata": "http://www.wikidata.org/entity/{}", "ror": "https://ror.org/{}",
    "lei": "https://search.gleif.org/#/record/{}",
}  # fmt: skip


def write(content: Content, path: Path) -> int:
    """Write the graph, a node a line; return how many."""
    number = 0
    with path.open("wb") as file:
        file.write(b'{"@context":' + msgspec.json.encode(CONTEXT) + b',"@graph":[\n')
        for node in nodes(content):
            file.write((b",\n" if number else b"") + msgspec.json.encode(node))
            number += 1
        file.write(b"\n]}\n")
    return number


def write_shapes(path: Path) -> None:
    """Write the shapes that the graph has."""
    path.write_bytes(files("lionrock.answer.exporting").joinpath("shapes.ttl").read_bytes())


def nodes(content: Content) -> Iterator[dict[str, Any]]:
    """The data set itself, then things, ties and figures."""
    yield {
        "id": "lr:dataset", "type": "schema:Dataset", "name": "Lionrock", "licence": LICENCE,
        "credit": content.attribution, "identifier": content.build,
    }  # fmt: skip
    for thing in content.things:
        yield _thing(thing)
    for tie in content.ties:
        yield _tie(tie)
    for figure in content.figures:
        yield _figure(figure)


def _thing(thing: Thing) -> dict[str, Any]:
    types = [_KINDS.get(thing.kind, "schema:Thing")]
    if thing.kind == "organisation" and thing.class_ in _TYPES:
        types.append(_TYPES[thing.class_])
    names = [{"@value": text, "@language": lang} for lang, text in thing.labels.items()]
    shown = set(thing.labels.values())
    others = (*thing.all("name"), *thing.all("abbreviation"), *thing.all("former_name"))
    return _told(
        id=_entity(thing.id), type=["lr:Entity", *types], kind=thing.kind, name=names,
        alternateName=[one for one in dict.fromkeys(others) if one not in shown],
        founded=thing.all("founded"), leiCode=thing.all("lei"),
        url=[iri for one in thing.all("website") if (iri := address(one))],
        sameAs=[form.format(quote(v, safe="")) for p, form in _SAME.items() for v in thing.all(p)],
        seenOn=_seen(thing.pages[:_PAGES]), **{"class": thing.class_},
    )  # fmt: skip


def _tie(tie: Tie) -> dict[str, Any]:
    return _told(
        id=f"lr:tie:{quote(tie.id, safe='')}", type="lr:Tie", relation=tie.type,
        source=_entity(tie.source), target=_entity(tie.target), startDate=tie.date,
        endDate=tie.until, amount=tie.amount, description=tie.note, strength=tie.strength,
        seenOn=_seen(tie.pages),
    )  # fmt: skip


def _figure(one: Figure) -> dict[str, Any]:
    return _told(
        id=f"lr:observation:{quote(one.id, safe='')}", type=["lr:Figure", "schema:Observation"],
        indicator=one.indicator, about=_entity(one.about), period=one.period,
        startDate=one.first_day, endDate=one.last_day, value=repr(one.value), unit=one.unit,
        nature=one.nature, publisher=one.publisher, leads=one.leads, seenOn=_seen(one.pages),
    )  # fmt: skip


def _told(**told: Any) -> dict[str, Any]:
    """What is known: null would say that it is nothing."""
    return {name: one for name, one in told.items() if one is not None and one != []}


def _entity(id_: str) -> str:
    return f"lr:entity:{quote(id_, safe='')}"


def _seen(pages: tuple[str, ...]) -> list[str]:
    return [iri for one in pages if (iri := address(one))]


def address(url: str) -> str | None:
    """A web address as an IRI that may stand in RDF; None for what is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(url, safe="%:/?#[]@!$&'()*+,;=~-._")
