"""`lionrock review-events`: a person decides on what was read without certainty in documents."""

from collections.abc import Sequence
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.markup import escape

from lionrock.answer.extraction.desk import EventDesk, Read
from lionrock.answer.extraction.naming import names_in_documents
from lionrock.cli import output
from lionrock.cli.commands import Door, Given
from lionrock.cli.keys import Keys
from lionrock.model.decision import Ruling
from lionrock.model.schema import schema

_RULINGS: dict[str, Ruling] = {"a": "accept", "r": "reject"}


def review_events(
    *,
    list: bool = False,
    names: bool = False,
    decide: Annotated[
        tuple[str, Literal["accept", "correct", "reject"]] | None, Parameter(negative=())
    ] = None,
    set_: Annotated[tuple[str, ...], Parameter(name="--set", negative=())] = (),
    undo: str | None = None,
    door: Given,
) -> int:
    """Decide on events that were read in documents and are not sure enough to stand unasked.

    One key a reading: a accept, r reject, c how to correct it, k skip, z undo, q quit. Decisions
    are kept in decisions.jsonl in the home by the digest of the sentence, so that the same text
    never asks twice, and take effect with the next build.

    Parameters
    ----------
    list
        List what waits, the surest first, and decide nothing.
    names
        List the organisations that documents name and the record lacks, the most frequent first.
    decide
        Decide on one reading at once: its handle, and accept, correct or reject.
    set_
        With correct, what is right: agent=hkust,hsbc, affected=, provider=, date=2026-11-03,
        amount=HKD 3000000, kind=launched, status=planned. Nothing after = takes a value away.
    undo
        Take back what was decided on this handle.
    """
    desk = EventDesk(door.observatory(), door.settings)
    try:
        if set_ and (decide is None or decide[1] != "correct"):
            raise ValueError("--set belongs to --decide HANDLE correct")
        if undo is not None:
            return _told(door, desk.undo(undo).handle, "undone")
        if decide is not None:
            desk.decide(decide[0], decide[1], _said(set_))
            return _told(door, *decide)
        if names:
            return _names(door)
        return _waiting(door, desk, list)
    except ValueError as error:
        output.complain(str(error))
        return 2


def _waiting(door: Door, desk: EventDesk, only_list: bool) -> int:
    waiting = desk.waiting()
    if door.output.as_json:
        return door.output.dump(waiting)
    if only_list or not waiting:
        return _list(door, waiting)
    return _sitting(door, desk, waiting)


def _said(pairs: Sequence[str]) -> dict[str, str]:
    """KEY=VALUE as a correction; ValueError for anything else."""
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"--set {pair!r}: expected KEY=VALUE")
        found[key.strip()] = value.strip()
    return found


def _told(door: Door, handle: str, ruling: str) -> int:
    if door.output.as_json:
        return door.output.dump({"handle": handle, "ruling": ruling})
    key = "events_correct_done" if ruling == "correct" else f"events_{ruling}"
    door.output.tell("events_decided", handle=handle, ruling=door.output.say(key))
    door.output.tell("review_apply")
    return 0


def _list(door: Door, waiting: Sequence[Read]) -> int:
    for one in waiting:
        _show(door, one)
    if not waiting:
        door.output.tell("events_none")
    return 0


def _names(door: Door) -> int:
    found = names_in_documents(door.observatory())
    if door.output.as_json:
        return door.output.dump(found)
    for one in found:
        door.output.line(f"[bold]{escape(one.name)}[/]  {one.documents}")
        door.output.line(f"  “{escape(one.quote)}”")
        door.output.line(f"  [dim]{escape(one.published or '')} {escape(one.url or '')}[/]")
    door.output.tell("names_listed" if found else "names_none", number=len(found))
    return 0


def _show(door: Door, one: Read) -> None:
    """A reading: what was read, in which words, where."""
    lang = door.settings.lang
    kinds = schema().vocabularies
    what = kinds["event_class"][one.kind].in_(lang)
    status = kinds["event_status"][one.status].in_(lang)
    parts = [one.agents, one.affected or one.what, one.providers, one.date, one.amount]
    told = " · ".join(part for part in parts if part)
    door.output.line(
        f"[bold]{one.handle}[/]  {escape(what)} ({escape(status)})  {one.confidence:g}"
    )
    door.output.line(f"  {escape(told)}")
    door.output.line(f"  “{escape(one.quote)}”")
    door.output.line(f"  [dim]{escape(one.published or '')} {escape(one.url)}[/]")
    if one.reader is not None:
        door.output.line(f"  [dim]{escape(door.output.say('events_reader', model=one.reader))}[/]")


def _sitting(door: Door, desk: EventDesk, waiting: Sequence[Read]) -> int:
    """One sitting at the keyboard."""
    place, decided = 0, dict[int, str]()
    with Keys() as keys:
        while place < len(waiting):
            one = waiting[place]
            door.output.tell("events_reading", number=place + 1, total=len(waiting))
            _show(door, one)
            door.output.tell("events_keys")
            key = keys.next()
            if key is None or key == "q":
                break
            if key in _RULINGS:
                desk.decide(one.handle, _RULINGS[key], {})
                decided[place] = one.handle
                place += 1
            elif key == "k":
                place += 1
            elif key == "c":
                door.output.tell("events_correct", handle=one.handle)
            elif key == "z" and decided:
                place, handle = decided.popitem()
                desk.undo(handle)
            else:
                door.output.tell("review_unknown_key")
    door.output.tell("events_done", number=len(decided))
    if decided:
        door.output.tell("review_apply")
    return 0
