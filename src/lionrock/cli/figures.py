"""Entities and indicators as lines of text for a terminal."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from rich.markup import escape

from lionrock.model.schema import schema

Document = dict[str, Any]
Say = Callable[..., str]


def kind_label(kind: str, lang: str) -> str:
    """What a kind of entity, relation or document is called."""
    known = schema()
    if kind in known.kinds:
        return known.kinds[kind].label.in_(lang)
    if kind in known.relations:
        return known.relations[kind].label.in_(lang)
    if kind in known.properties:
        return known.properties[kind].label.in_(lang)
    return kind


def value_text(value: Document, lang: str) -> str:
    """A figure with its unit and qualifier, as it was measured."""
    unit = schema().units[value["measured_unit"]].label.in_(lang)
    number = f"{value['measured']:,.6f}".rstrip("0").rstrip(".")
    qualifier = value.get("qualifier")
    said = schema().vocabularies["qualifier"][qualifier].in_(lang) + " " if qualifier else ""
    of = f" ({value['base']})" if value.get("base") else ""
    return f"{said}{number} {unit}{of}"


def _fact_text(kind: str, fact: Document, lang: str) -> str:
    if fact["label"]:
        return f"{fact['label'][lang]} [dim]{escape(fact['value'])}[/]"
    if fact["prop"] == "milestone":
        step = msgspec.json.decode(fact["value"])
        mark = {True: "✓", False: "·", None: "?"}[step["done"]]
        return escape(f"{mark} {step['date'] or '–'} {step['what']}")
    label = schema().labels(fact["prop"], kind).get(fact["value"])
    return escape(label.in_(lang) if label else fact["value"])


def link_label(link: Document, lang: str) -> str:
    """The relation as it reads from here: its inverse when the other side states it."""
    if link["via"] == "relation" and link["direction"] == "in":
        return schema().relations[link["type"]].inverse.in_(lang)
    return kind_label(link["type"], lang)


def entity_lines(document: Document, lang: str, evidence: bool, say: Say) -> Iterator[str]:
    """An entity: its facts by property, figures, relations; with `evidence` every address."""
    kind = kind_label(document["kind"], lang)
    yield f"[bold]{escape(document['label'][lang])}[/]  {kind}  [dim]{document['id']}[/]"
    records = {record["n"]: record for record in document["evidence"]}
    strengths = schema().vocabularies["strength"]
    for fact in document["facts"]:
        strength = strengths[fact["strength"]].in_(lang)
        mark = f" [yellow]{say('conflict')}[/]" if fact["conflict"] else ""
        tag = f" ({fact['lang']})" if fact["lang"] else ""
        text = _fact_text(document["kind"], fact, lang)
        yield f"  {kind_label(fact['prop'], lang)}{tag}: {text}  [dim]{strength}[/]{mark}"
        if evidence:
            yield from _addresses(records, fact["evidence"], lang)
    if document["figures"]:
        yield f"[bold]{say('figures')}[/]"
    for figure in document["figures"]:
        mark = f" [yellow]{say('conflict')}[/]" if figure["conflict"] else ""
        yield f"  {figure['indicator']}: {value_text(figure, lang)} ({figure['period']}){mark}"
        if evidence:
            yield from _addresses(records, figure["evidence"], lang)
    if document["links"]:
        yield f"[bold]{say('links')}[/]"
    for link in document["links"]:
        arrow = "→" if link["direction"] == "out" else "←"
        date = f" {link['date']}" if link["date"] else ""
        name = escape(link["label"][lang])
        yield f"  {arrow} {link_label(link, lang)}: {name} [dim]{link['other']}[/]{date}"
        if evidence:
            yield from _addresses(records, link["evidence"], lang)


def indicator_lines(document: Document, lang: str, evidence: bool, say: Say) -> Iterator[str]:
    """An indicator: its definition, then every value by whom it is about and period."""
    yield f"[bold]{escape(document['label'][lang])}[/]  [dim]{document['id']}[/]"
    yield f"  {escape(document['definition'][lang])}"
    records = {record["n"]: record for record in document["evidence"]}
    for series in document["series"]:
        yield f"[bold]{escape(series['label'][lang])}[/] [dim]{series['about']}[/]"
        for point in series["points"]:
            values = [point["lead"], *point["others"]]
            for place, value in enumerate(values):
                yield _value_line(point, value, place, lang, say)
                if evidence:
                    yield from _addresses(records, value["evidence"], lang)


def _value_line(point: Document, value: Document, place: int, lang: str, say: Say) -> str:
    tier = schema().vocabularies["tier"][value["tier"]].in_(lang)
    nature = schema().vocabularies["nature"][point["nature"]].in_(lang)
    measured = "" if point["nature"] == "measured" else f" [{nature}]"
    conflict = point["conflict"]
    mark = ""
    if conflict:
        mark = f"  [yellow]{say('leads') if place == 0 else say('conflict')}[/]"
    period = point["period"] if place == 0 else " " * len(point["period"])
    publisher = escape(value["publisher"][lang])
    figure = f"{value_text(value, lang)}{escape(measured)}"
    return f"  {period}  [bold]{figure}[/]  {publisher} [dim]{tier}[/]{mark}"


def _addresses(records: dict[int, Document], numbers: list[int], lang: str) -> Iterator[str]:
    tiers = schema().vocabularies["tier"]
    for number in numbers:
        for source in records[number]["sources"]:
            name, tier = escape(source["name"][lang]), tiers[source["tier"]].in_(lang)
            yield f"      [dim]{name} ({tier}): {escape(source['url'])}[/]"
