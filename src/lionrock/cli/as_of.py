"""`--as-of DAY`: what was true for a day, or what was known on it."""

from itertools import groupby

from rich.markup import escape

from lionrock.answer.as_of import AsOf, Item, as_of, indicator_as_of, read_day
from lionrock.answer.observatory import Observatory
from lionrock.cli.output import Output, complain, unturned
from lionrock.model.change import Meaning
from lionrock.model.schema import schema

_LONGEST = 200


def show_as_of(
    output: Output, observatory: Observatory, id_: str, asked: tuple[str, Meaning]
) -> int:
    """Print an entity or an indicator as of a day; exit 1 when it was never heard of, 2 when the
    day is wrong."""
    try:
        day = read_day(asked[0])
    except ValueError as error:
        complain(f"--as-of: {error}")
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
    dates = " – ".join((item.since or "?", item.until or "")) if item.since or item.until else ""
    state = "" if meaning == "known" else output.say(f"as_of_state_{item.state}")
    told = " · ".join(filter(None, (item.period, dates, state)))
    pages = f"  [dim]{escape(unturned(item.sources[0]))}[/]" if item.sources else ""
    return f"  {escape(unturned(name))}: {escape(shown)}  [dim]{escape(told)}[/]{pages}"


def _name(item: Item, lang: str) -> str:
    known = schema()
    relation = known.relations.get(item.name)
    if relation is not None:
        return (relation.inverse if item.direction == "in" else relation.label).in_(lang)
    prop = known.properties.get(item.name)
    return prop.label.in_(lang) if prop is not None else item.name
