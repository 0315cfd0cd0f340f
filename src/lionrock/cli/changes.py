"""`lionrock diff`: what changed between two builds, or since a day, and why."""

from typing import Annotated

from cyclopts import Parameter
from rich.markup import escape

from lionrock.answer.changes import Unknown, Watch, between, changes, watch_list
from lionrock.cli import output
from lionrock.cli.commands import Door, Given
from lionrock.cli.output import unturned
from lionrock.model.change import Change
from lionrock.model.dates import parse_date

Build = Annotated[str, Parameter(name="BUILD")]
_SHOWN = 200
_MARKS = {"added": "[green]+[/]", "changed": "[yellow]~[/]", "withdrawn": "[red]−[/]"}


def show_changes(
    *builds: Build,
    since: str | None = None,
    entity: tuple[str, ...] = (),
    facet: tuple[str, ...] = (),
    watch: str | None = None,
    door: Given,
) -> int:
    """What was added, changed and withdrawn between two builds, each with its reason.

    Parameters
    ----------
    builds
        Two builds that are kept, by the beginnings of their ids, the older first; or one, to
        compare with the one that is served. Default: that one, and the one before it.
    since
        Instead of two builds: what this home remembers from a day on, YYYY-MM-DD (Hong Kong).
    entity
        Only what is about this entity, by id; may be repeated, and holds beside --facet.
    facet
        Only what is of this facet; may be repeated.
    watch
        Only what a list of watch.toml in the home follows.
    """  # fmt: skip
    try:
        followed = [Watch(frozenset(entity), frozenset(facet))]
        if watch is not None:
            followed.append(watch_list(door.settings, watch))
        if since is not None:
            return _since(door, since, followed)
        before, after, found = between(door.settings, *_two(builds))
    except Unknown as unknown:
        output.complain(str(unknown))
        return 2
    chosen = [change for change in found if all(one.holds(change) for one in followed)]
    if door.output.as_json:
        return door.output.dump({"before": before, "after": after, "changes": chosen})
    door.output.tell("diff_between", before=before, after=after, number=len(chosen))
    return _list(door, chosen)


def _two(builds: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The builds to compare; None for what is to be chosen."""
    if len(builds) > 2:
        raise Unknown(f"{len(builds)} builds named; expected at most 2")
    one, other = (*builds, None, None)[:2]
    return one, other


def _since(door: Door, since: str, followed: list[Watch]) -> int:
    try:
        day = parse_date(since)
    except ValueError as error:
        output.complain(f"--since: {error}")
        return 2
    found = changes(door.settings, followed, day.start.isoformat(), (1_000_000, 0))
    for wrong in found.damaged:
        output.complain(wrong)
    if door.output.as_json:
        return door.output.dump(found)
    if found.begins is None:
        door.output.tell("diff_no_memory")
        return 0
    door.output.tell("diff_since", day=since, number=found.total, begins=found.begins[:10])
    return _list(door, [told.change for told in found.told])


def _list(door: Door, found: list[Change]) -> int:
    subject = None
    for change in found[:_SHOWN]:
        if change.subject != subject:
            subject = change.subject
            label = escape(unturned(change.label.in_(door.settings.lang)))
            door.output.line(f"[bold]{label}[/] [dim]{escape(unturned(subject))}[/]")
        door.output.line(line_of(door, change))
    if len(found) > _SHOWN:
        door.output.tell("diff_more", number=len(found) - _SHOWN)
    return 0


def line_of(door: Door, change: Change) -> str:
    """A change as a line of marked-up text."""
    say = door.output.say
    name = " ".join(filter(None, (change.prop, change.lang, change.period)))
    sides = [f"[strike dim]{_cut(change.before)}[/]" if change.before else None,
             _cut(change.after) if change.after else None]  # fmt: skip
    told = " → ".join(side for side in sides if side)
    why = say("comma").join(say(f"reason_{reason}") for reason in change.reasons)
    causes = f" ({', '.join(change.causes)})" if change.causes else ""
    return (
        f"  {_MARKS[change.how]} {say('what_' + change.what)} {escape(unturned(name))} {told}"
        f" [dim]{escape(unturned(why + causes))}[/]"
    )


def _cut(text: str) -> str:
    shown = unturned(text)
    return escape(shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…")
