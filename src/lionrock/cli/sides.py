"""Two entities beside one another: what is known of each, and where they agree or differ."""

from collections.abc import Callable, Iterator
from typing import Any

from rich.markup import escape
from rich.table import Column, Table

from lionrock.answer.review import Mark, Row, cited, compare
from lionrock.cli.figures import kind_label, link_label
from lionrock.model.schema import schema
from lionrock.resolve.duplicates import Pair

Document = dict[str, Any]
Say = Callable[..., str]

LINKS, SOURCES, VALUES = 6, 5, 6
"""How many links, sources and values of one kind each side shows."""

_SIGNS: dict[Mark, str] = {"agree": "[green]✓[/]", "differ": "[red]✗[/]", "open": ""}


def side_by_side(sides: tuple[Document, Document], lang: str, say: Say) -> Table:
    """A table of three columns: what it is, and the two sides; ✓ agrees, ✗ differs."""
    left, right = sides
    table = Table(
        Column(""),
        Column(""),
        *(Column(escape(side["id"]), overflow="fold", ratio=1) for side in sides),
        expand=True,
    )
    for row in compare(left, right):
        name = kind_label(row.prop, lang) + (f" ({row.lang})" if row.lang else "")
        values = (_values(left, row, row.left, lang), _values(right, row, row.right, lang))
        table.add_row(_SIGNS[row.mark], f"[dim]{escape(name)}[/]", *values)
    table.add_section()
    parts = (say("links"), _links), (say("sources"), _sources)
    for name, part in parts:
        table.add_row(
            "", f"[dim]{name}[/]", *("\n".join(part(side, lang)) or "–" for side in sides)
        )
    return table


def _values(side: Document, row: Row, facts: tuple[Document, ...], lang: str) -> str:
    if not facts:
        return "–"
    labels = schema().labels(row.prop, str(side["kind"]))
    texts = []
    for fact in facts[:VALUES]:
        label = labels.get(fact["value"])
        named = fact["label"][lang] if fact["label"] else label.in_(lang) if label else None
        texts.append(escape(named or fact["value"]))
    more = [f"… +{len(facts) - VALUES}"] if len(facts) > VALUES else []
    return "\n".join(texts + more)


def _links(side: Document, lang: str) -> Iterator[str]:
    links = side["links"]
    for link in links[:LINKS]:
        date = f" {link['date']}" if link["date"] else ""
        yield escape(f"{link_label(link, lang)}: {link['label'][lang]}{date}")
    if len(links) > LINKS:
        yield f"… +{len(links) - LINKS}"


def _sources(side: Document, lang: str) -> Iterator[str]:
    tiers = schema().vocabularies["tier"]
    found = {
        f"{source['name'][lang]} ({tiers[source['tier']].in_(lang)})": None
        for source in cited(side)
    }
    yield from (escape(text) for text in list(found)[:SOURCES])
    if len(found) > SOURCES:
        yield f"… +{len(found) - SOURCES}"


def addresses(side: Document, lang: str) -> Iterator[str]:
    """A line an address behind an entity's facts, with its publisher and tier."""
    tiers = schema().vocabularies["tier"]
    yield f"[bold]{escape(side['id'])}[/]"
    for source in cited(side):
        name, tier = source["name"][lang], tiers[source["tier"]].in_(lang)
        yield f"  {escape(name)} ({tier}): {escape(source['url'])}"


def reasons(pair: Pair, lang: str) -> str:
    """Why a pair was proposed, and how likely it is."""
    said = " · ".join(
        f"{'+' if one.weight >= 0 else '−'} {one.text.in_(lang)}" for one in pair.reasons
    )
    return f"{pair.score:.2f}  {escape(said)}"
