"""`lionrock audit`: a person reads the sources of a sample of what is published."""

from collections.abc import Sequence
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.markup import escape

from lionrock.answer.audit import AuditDesk, Item, Rate
from lionrock.cli import output
from lionrock.cli.commands import Door, Given
from lionrock.cli.keys import Keys
from lionrock.model.audit import Found
from lionrock.model.schema import schema

_KEYS: dict[str, Found] = {"r": "right", "i": "imprecise", "w": "wrong", "n": "unverifiable"}


Judged = tuple[str, Literal["right", "imprecise", "wrong", "unverifiable", "undone"]]


def audit(
    *,
    n: int = 90,
    seed: int = 1,
    list: bool = False,
    rates: bool = False,
    judge: Annotated[Judged | None, Parameter(negative=())] = None,
    door: Given,
) -> int:
    """Judge a sample of published values against their sources, by facet and tier of evidence.

    One key a value: r right, i imprecise, w wrong, n not verifiable, k skip, z undo, q quit.
    Verdicts are kept in audit.jsonl in the home by the key of the statement; the site shows the
    rates that come of them at once.

    Parameters
    ----------
    n
        How many values to draw.
    seed
        Draws the same values again.
    list
        List the sample with its sources and judge nothing.
    rates
        Show how many values were judged, and the share of right ones with its 95 % interval.
    judge
        Judge one value at once: its key and right, imprecise, wrong, unverifiable; undone takes
        the verdict back.
    """
    desk = _desk(door)
    try:
        if judge is not None:
            return _judged(door, desk, judge)
        if rates:
            return _rates(door, desk)
        return _drawn(door, desk, desk.sample(n, seed), list)
    except ValueError as error:
        output.complain(str(error))
        return 2


def _desk(door: Door) -> AuditDesk:
    """The desk; what is wrong in the files of verdicts is told."""
    desk = AuditDesk(door.observatory(), door.settings)
    for problem in desk.problems():
        output.complain(f"{problem.file}:{problem.line}: {problem.message}")
    return desk


def _judged(door: Door, desk: AuditDesk, judge: tuple[str, str]) -> int:
    desk.judge(*judge)
    door.output.tell("audit_kept", value=judge[0])
    return 0


def _drawn(door: Door, desk: AuditDesk, sample: Sequence[Item], listed: bool) -> int:
    if listed or door.output.as_json:
        return _list(door, desk, sample)
    return _sitting(door, desk, [one for one in sample if one.verdict is None])


def _list(door: Door, desk: AuditDesk, sample: Sequence[Item]) -> int:
    if door.output.as_json:
        return door.output.dump([{"item": one, "sources": desk.sources(one)} for one in sample])
    for one in sample:
        _show(door, desk, one)
    return 0


def _show(door: Door, desk: AuditDesk, one: Item) -> None:
    """A value, and the pages it rests on."""
    lang = door.settings.lang
    period = f" ({one.period})" if one.period else ""
    said = f"{one.label[lang]}: {one.what[lang]}{period}: {one.value[lang]}"
    judged = f"  [{door.output.say(f'audit_{one.verdict}')}]" if one.verdict else ""
    door.output.line(f"[bold]{escape(said)}[/]{escape(judged)}")
    door.output.line(f"  [dim]{one.key}[/]")
    for url, publisher, tier in desk.sources(one):
        word = schema().vocabularies["tier"][tier].in_(lang)
        door.output.line(f"  {escape(url)}  [dim]{escape(publisher)} · {escape(word)}[/]")


def _sitting(door: Door, desk: AuditDesk, sample: Sequence[Item]) -> int:
    """One sitting at the keyboard."""
    place, judged = 0, dict[int, str]()
    with Keys() as keys:
        while place < len(sample):
            one = sample[place]
            door.output.tell("audit_item", number=place + 1, total=len(sample))
            _show(door, desk, one)
            door.output.tell("audit_keys")
            key = keys.next()
            if key is None or key == "q":
                break
            if key in _KEYS:
                desk.judge(one.key, _KEYS[key])
                judged[place] = one.key
                place += 1
            elif key == "k":
                place += 1
            elif key == "z" and judged:
                place, taken = judged.popitem()
                desk.judge(taken, "undone")
            else:
                door.output.tell("review_unknown_key")
    door.output.tell("audit_done", number=len(judged), left=len(sample) - len(judged))
    return 0


def _rates(door: Door, desk: AuditDesk) -> int:
    found = desk.rates()
    if door.output.as_json:
        return door.output.dump(found)
    titles = {one["id"]: one["title"] for one in door.observatory().facets()}
    lang, tiers = door.settings.lang, schema().vocabularies["tier"]
    _rate(door, found.all, door.output.say("audit_all"))
    for one in found.facets:
        _rate(door, one, titles[one.group][lang])
    for one in found.tiers:
        _rate(door, one, tiers[one.group].in_(lang))
    return 0


def _rate(door: Door, one: Rate, name: str) -> None:
    if one.right is None or one.low is None or one.high is None:
        told = door.output.say("audit_none", judged=one.judged, published=one.published)
    else:
        told = door.output.say(
            "audit_rate", right=f"{one.right:.0%}", low=f"{one.low:.0%}", high=f"{one.high:.0%}",
            judged=one.judged, published=one.published,
        )  # fmt: skip
    door.output.line(f"[bold]{escape(name)}[/]  {told}")
