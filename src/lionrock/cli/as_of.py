"""`--as-of DAY`: what was true for a day, or what was known on it."""

import datetime as dt
from itertools import groupby
from typing import Any

from rich.markup import escape

from lionrock.answer.as_of import (
    AsOf,
    Item,
    RowAsOf,
    SearchAsOf,
    TableAsOf,
    Which,
    Words,
    as_of,
    indicator_as_of,
    read_day,
    search_as_of,
    table_as_of,
)
from lionrock.answer.observatory import Observatory
from lionrock.cli import figures
from lionrock.cli.output import Output, complain, unturned
from lionrock.model.change import Meaning
from lionrock.model.schema import schema

_LONGEST = 200


def show_as_of(
    output: Output, observatory: Observatory, id_: str, asked: tuple[str, Meaning]
) -> int:
    """Print an entity or an indicator as of a day; exit 1 when it was never heard of, 2 when the
    day is wrong."""
    day = _day(asked[0])
    if day is None:
        return 2
    found = as_of(observatory, id_, day, asked[1]) or indicator_as_of(
        observatory, id_, day, asked[1]
    )
    if found is None:
        complain(f"nothing has the id {id_!r}; try: lionrock search {id_}")
        return 1
    if output.as_json:
        return output.dump(found)
    _head(output, found)
    for part, items in groupby(found.items, key=lambda item: item.part):
        output.line(f"[bold]{output.say(f'as_of_{part}')}[/]")
        for item in items:
            output.line(_line(output, item, found.meaning))
    return 0


def show_table_as_of(
    output: Output, observatory: Observatory, which: Which, asked: tuple[str, Meaning]
) -> int:
    """Print a facet's table as of a day; exit 2 when the day or the table is wrong."""
    day = _day(asked[0])
    if day is None:
        return 2
    found = table_as_of(observatory, which, day, asked[1])
    if found is None:
        document = observatory.facet_document(which.facet) or {"tables": ()}
        complain(f"no table {which.table!r}; known: {_list(document['tables'])}")
        return 2
    if output.as_json:
        return output.dump(found)
    _heading(output, found, found.table["title"][output.lang])
    for row in found.rows:
        output.line(_row(output, row, found.table["columns"]))
    if found.state != "unknown":
        states = (f"{output.say(f'as_of_state_{one}')}: {n}" for one, n in found.states.items())
        told = " · ".join((output.say("results", number=found.total), *states))
        output.line(f"[dim]{escape(told)}[/]")
        output.line(f"[dim]{escape(output.say(f'as_of_cells_{found.meaning}'))}[/]")
    return 0


def show_search_as_of(
    output: Output, observatory: Observatory, words: Words, asked: tuple[str, Meaning]
) -> int:
    """Print what words find as of a day; exit 1 when that is nothing, 2 when the day is wrong."""
    day = _day(asked[0])
    if day is None:
        return 2
    found = search_as_of(observatory, words, day, asked[1])
    if output.as_json:
        output.dump(found)
        return 0 if found.hits else 1
    _heading(output, found, words.query)
    at = ("en", "zh-Hant", "zh-Hans").index(output.lang)
    for hit in found.hits:
        told = " · ".join(filter(None, (
            figures.kind_label(hit.kind, output.lang), _dates(hit.since, hit.until),
            output.say(f"as_of_state_{hit.state}"),
        )))  # fmt: skip
        name = escape(unturned(hit.title[at]))
        output.line(f"  [bold]{name}[/]  {escape(told)}  [dim]{escape(hit.id)}[/]")
    if not found.hits:
        complain(output.say("nothing"))
        return 1
    output.line(f"[dim]{escape(output.say('results', number=found.total))}[/]")
    return 0


def _day(text: str) -> dt.date | None:
    try:
        return read_day(text)
    except ValueError as error:
        complain(f"--as-of: {error}")
        return None


def _list(tables: Any) -> str:
    return ", ".join(one["id"] for one in tables)


def _heading(output: Output, found: TableAsOf | SearchAsOf, title: str) -> None:
    output.line(f"[bold]{escape(unturned(title))}[/]")
    output.line(escape(output.say(f"as_of_{found.meaning}", day=found.day)))
    if found.state == "unknown":
        output.line(escape(output.say("as_of_known_unknown", begins=found.begins or "–")))
    elif not found.exact:
        output.line(f"[yellow]{escape(output.say('as_of_inexact'))}[/]")
    if not found.whole:
        output.line(f"[yellow]{escape(output.say('as_of_not_whole'))}[/]")


def _row(output: Output, row: RowAsOf, columns: list[dict[str, Any]]) -> str:
    cells, lang = row.cells, output.lang
    said = [
        f"{column['label'][lang]}: {_cell(cells[column['id']], column, lang)}"
        for column in columns
        if column["shown"] and cells.get(column["id"]) not in (None, "", [])
    ]
    state = output.say(f"as_of_state_{row.state}")
    told = " · ".join(filter(None, (_dates(row.since, row.until), state)))
    name = escape(unturned(cells["label"][lang]))
    more = escape(unturned(", ".join(said)))
    return f"  [bold]{name}[/] {escape(cells['entity'])}  {escape(told)}  [dim]{more}[/]"


def _cell(value: Any, column: dict[str, Any], lang: str) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(one, column, lang) for one in value)
    if isinstance(value, dict):
        return str(value[lang]) if lang in value else f"{value.get('value')} {value.get('unit')}"
    label = schema().vocabularies.get(column["vocabulary"] or "", {}).get(str(value))
    return label.in_(lang) if label else str(value)


def _dates(since: str | None, until: str | None) -> str:
    return " – ".join((since or "?", until or "")) if since or until else ""


def _head(output: Output, found: AsOf) -> None:
    output.line(f"[bold]{escape(unturned(found.label[output.lang]))}[/] [dim]{escape(found.id)}[/]")
    output.line(escape(output.say(f"as_of_{found.meaning}", day=found.day, id=found.id)))
    if found.state != "holds" or found.meaning == "valid":
        key = f"as_of_{found.meaning}_{found.state}"
        if found.kind == "indicator" and found.meaning == "valid":
            key = f"as_of_indicator_{found.state}"
        output.line(escape(output.say(key, begins=found.begins or "–", day=found.day)))
    if not found.whole:
        output.line(f"[yellow]{escape(output.say('as_of_not_whole'))}[/]")


def _line(output: Output, item: Item, meaning: Meaning) -> str:
    named = item.label[output.lang] if item.label else None
    value = unturned(item.value if item.about or named is None else named)
    name = (named or item.about) if item.about else _name(item, output.lang)
    shown = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
    state = "" if meaning == "known" else output.say(f"as_of_state_{item.state}")
    told = " · ".join(filter(None, (item.period, _dates(item.since, item.until), state)))
    pages = f"  [dim]{escape(unturned(item.sources[0]))}[/]" if item.sources else ""
    return f"  {escape(unturned(name))}: {escape(shown)}  [dim]{escape(told)}[/]{pages}"


def _name(item: Item, lang: str) -> str:
    known = schema()
    relation = known.relations.get(item.name)
    if relation is not None:
        return (relation.inverse if item.direction == "in" else relation.label).in_(lang)
    prop = known.properties.get(item.name)
    return prop.label.in_(lang) if prop is not None else item.name
