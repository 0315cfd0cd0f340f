"""`lionrock unknown`: bodies that affiliations name and the registry does not."""

from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.markup import escape

from lionrock.answer.unknown import MAX_BODIES, UnknownDetail, unknown_bodies, unknown_body
from lionrock.cli import output
from lionrock.cli.commands import Door, Given


def unknown(
    id: Annotated[str | None, Parameter(name="ID", show_default=False)] = None,
    /,
    *,
    place: str = "",
    name: str = "",
    limit: int = 25,
    draft: bool = False,
    door: Given,
) -> int:
    """List the bodies that AI works name and the registry lacks, those in most works first.

    They are put together by machine from affiliations in which nothing known was found. With an
    ID, one of them with its names, strings and works.

    Parameters
    ----------
    id
        A body of the list, or one of its names.
    place
        Only of this place, by id: hong-kong, shenzhen …
    name
        Only with this text in one of its names.
    limit
        At most this many, up to 100.
    draft
        With an ID: print the line that would add it to organisations.jsonl. Its kind is empty,
        so `lionrock validate` refuses it until a person has looked and written it in.
    """
    if not 1 <= limit <= MAX_BODIES:
        output.complain(f"--limit {limit}: expected 1 to {MAX_BODIES}")
        return 2
    if id is None and draft:
        output.complain("--draft belongs to an ID: lionrock unknown ID --draft")
        return 2
    return _list(door, place, name, limit) if id is None else _one(door, id, draft)


def _list(door: Door, place: str, name: str, limit: int) -> int:
    found = unknown_bodies(door.observatory(), name, place, limit)
    if door.output.as_json:
        return door.output.dump(found)
    if not found.loaded:
        door.output.line(door.output.say("unknown_none"))
        return 0
    for one in found.bodies:
        where = f" ({one.place})" if one.place else ""
        door.output.line(f"[bold]{escape(one.text)}[/]{escape(where)}  {one.id}")
        told = door.output.say(
            "unknown_sums", works=one.works, strings=one.strings, names=one.names
        )
        door.output.line(f"  [dim]{escape(told)}[/]")
    told = door.output.say(
        "unknown_counts", total=found.total, unresolved=found.unresolved, unread=found.unread
    )
    door.output.line(f"[dim]{escape(told)}[/]")
    return 0


def _one(door: Door, id_: str, draft: bool) -> int:
    found = unknown_body(door.observatory(), id_)
    if found is None:
        output.complain(f"no unknown body has the id {id_!r}; lionrock unknown lists them")
        return 1
    if draft:
        output.say_line(msgspec.json.encode(found.draft).decode())
        return 0
    if door.output.as_json:
        return door.output.dump(found)
    _tell(door, found)
    return 0


def _tell(door: Door, found: UnknownDetail) -> None:
    one = found.body
    told = door.output.say("unknown_sums", works=one.works, strings=one.strings, names=one.names)
    door.output.line(f"[bold]{escape(one.text)}[/]  {one.id}")
    door.output.line(f"  [dim]{escape(told)}[/]")
    for spelling in found.spellings:
        where = f" ({spelling.place})" if spelling.place else ""
        door.output.line(f"  {escape(spelling.text + where)}  {spelling.works}  {spelling.name}")
    for string in found.strings:
        door.output.line(f"  “{escape(string.raw)}”  {string.works}")
    for work in found.works:
        door.output.line(f"  https://openalex.org/{work.work}  {work.year}")
    for pair in found.compared:
        said = door.output.say("unknown_joined" if pair.joined else "unknown_apart")
        both = f"{pair.text} / {pair.other_text}"
        door.output.line(f"  {escape(both)}  [dim]{said} {pair.score:.2f}  {pair.other}[/]")
    door.output.line(f"[dim]{door.output.say('unknown_do', id=one.id)}[/]")
