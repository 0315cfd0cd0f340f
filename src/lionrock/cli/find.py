"""`lionrock find`: what to apply for, which rules apply to a use of AI, whom to work with."""

from collections.abc import Iterable
from typing import Annotated

from cyclopts import App, Parameter
from rich.markup import escape

from lionrock.answer.finding.applicant import Applicant, Condition
from lionrock.answer.finding.asking import applicant
from lionrock.answer.finding.partners import Partner, partners, wish
from lionrock.answer.finding.programmes import Programme, programmes
from lionrock.answer.finding.reasons import told, traced
from lionrock.answer.finding.rules import Rule, rules
from lionrock.answer.finding.uses import use
from lionrock.answer.observatory import Observatory
from lionrock.cli import output
from lionrock.cli.commands import Door, Given
from lionrock.model.schema import schema

find = App(name="find", help="Find programmes, rules that apply, or partners; with reasons.")

Question = Annotated[str, Parameter(name="QUESTION")]
_MARKS = {"holds": "[green]✓[/]", "fails": "[red]✗[/]", "unknown": "[yellow]?[/]"}
_SHOWN = 12


@find.command(name="programmes")
def find_programmes(
    *question: Question,
    years: float | None = None,
    staff: int | None = None,
    every: Annotated[bool, Parameter(name="--all")] = False,
    door: Given,
) -> int:
    """What somebody may apply for, up to how much, and which condition fails or is unknown.

    Say who asks, in English or Chinese: "a two-year-old Hong Kong company in health AI with 8
    staff, needs compute". Exit 1 when nothing fits for certain.

    Parameters
    ----------
    question
        Who asks, and what for.
    years
        Age of the company in years, where the question does not say.
    staff
        Number of people, where the question does not say.
    every
        Also those that do not fit, and all of the others.
    """
    observatory = door.observatory()
    who = applicant(" ".join(question), int(str(observatory.manifest.gathered)[:4]))
    who = who.given(years, staff)
    offer = programmes(observatory, who)
    fitting = any(one.verdict == "fits" for one in offer.programmes)
    if door.output.as_json:
        door.output.dump(offer)
        return 0 if fitting else 1
    door.output.line(door.output.say("find_read", read=_read(door, who)))
    for verdict in ("fits", "unsure", "no"):
        found = [one for one in offer.programmes if one.verdict == verdict]
        if found and (verdict != "no" or every):
            door.output.line(f"[bold]{door.output.say(f'find_{verdict}', number=len(found))}[/]")
            _tell(door, observatory, found if every else found[:_SHOWN], offer.as_of)
            if not every and len(found) > _SHOWN:
                door.output.line(door.output.say("find_more", number=len(found) - _SHOWN))
    door.output.line(f"[dim]{door.output.say('find_note', as_of=offer.as_of)}[/]")
    return 0 if fitting else 1


@find.command(name="rules")
def find_rules(*question: Question, door: Given) -> int:
    """Which documents apply to a use of AI, binding ones first, and what they ask.

    Say what is done, by whom and where, in English or Chinese: "a bank uses generative AI on
    customers' personal data, processed in Shenzhen". This is no legal advice. Exit 1 when no
    document on record applies.

    Parameters
    ----------
    question
        What is done with AI.
    """
    observatory = door.observatory()
    answer = rules(observatory, use(" ".join(question)))
    if door.output.as_json:
        door.output.dump(answer)
    else:
        door.output.line(f"[bold]{door.output.say('find_no_advice')}[/]")
        for bearing in ("applies", "may_apply", "coming", "background"):
            found = [one for one in answer.rules if one.bearing == bearing]
            if found:
                said = door.output.say(f"find_{bearing}", number=len(found))
                door.output.line(f"[bold]{said}[/]")
                for rule in found:
                    _rule(door, observatory, rule, answer.as_of)
        for missing in answer.asks:
            door.output.line(door.output.say(f"find_asks_{missing}"))
    return 0 if any(one.bearing == "applies" for one in answer.rules) else 1


@find.command(name="partners")
def find_partners(*question: Question, of: str | None = None, door: Given) -> int:
    """Whom to work with on a topic, what speaks for each, and which ties lead there.

    Say the topic and what is lacking, in English or Chinese: "robotics in Shenzhen, needs a
    company". Those marked ~ have evidence on what is near the topic only. Exit 1 when there is
    nobody.

    Parameters
    ----------
    question
        The topic, and what is lacking.
    of
        On whose behalf: an id or a name. Then ties and ways start there.
    """
    observatory = door.observatory()
    sought = wish(observatory, " ".join(question), of)
    if of and sought.of is None:
        output.complain(f"nothing on record is called {of!r}; try: lionrock search {of}")
        return 2
    found = partners(observatory, sought)
    if door.output.as_json:
        door.output.dump(found)
    elif not found.partners:
        door.output.tell("nothing")
    for one in () if door.output.as_json else found.partners:
        _partner(door, observatory, one)
    return 0 if found.partners else 1


def _partner(door: Door, observatory: Observatory, one: Partner) -> None:
    lang = door.settings.lang
    class_ = schema().vocabularies["organisation_class"][one.class_].in_(lang)
    mark = "~ " if one.near else "  "
    door.output.line(f"{mark}[bold]{escape(one.label[lang])}[/] {one.id} · {class_}")
    for trace in one.evidence[:_SHOWN]:
        door.output.line(f"    {escape(traced(observatory, trace, lang))}")
    for tie in one.ties or one.way:
        door.output.line(f"    → {escape(f'{tie.source} {tie.type} {tie.target}')}")
    door.output.line(f"    [dim]{escape(one.sources[0])}[/]")


def _read(door: Door, who: Applicant) -> str:
    """What was understood of the question, in words of the vocabularies."""
    lang, words = door.settings.lang, schema().vocabularies
    parts = [words["audience"][one].in_(lang) for one in who.are]
    parts += [words["sector"][one].in_(lang) for one in who.sectors]
    if who.years is not None:
        parts.append(door.output.say("find_years", number=f"{who.years:g}"))
    if who.staff is not None:
        parts.append(door.output.say("find_staff", number=who.staff))
    if who.hong_kong is not None:
        parts.append(door.output.say("find_hk" if who.hong_kong else "find_not_hk"))
    parts += [door.output.say(f"find_need_{one}") for one in who.needs]
    return escape(" · ".join(parts)) or "–"


def _tell(door: Door, observatory: Observatory, found: Iterable[Programme], as_of: str) -> None:
    lang = door.settings.lang
    for one in found:
        by = f" · {one.operator[lang]}" if one.operator else ""
        class_ = schema().vocabularies["programme_class"][one.class_].in_(lang)
        most = f" · ≤ {one.amount}" if one.amount else ""
        serves = "".join(f" · ★ {door.output.say(f'find_need_{need}')}" for need in one.serves)
        door.output.line(
            f"  [bold]{escape(one.label[lang])}[/] {one.id} · {class_}{most}{escape(by)}{serves}"
            + _stood(door, "programme_status", (one.status, one.as_of), as_of)
        )
        _conditions(door, observatory, one.conditions, as_of)
        for text in one.text:
            door.output.line(f"    [dim]“{escape(text)}”[/]")
        door.output.line(f"    [dim]{escape(one.sources[0])}[/]")


def _stood(door: Door, vocabulary: str, told: tuple[str | None, str | None], today: str) -> str:
    """A status with the day it was last so: never as today's."""
    status, as_of = told
    if not status:
        return ""
    word = schema().vocabularies[vocabulary][status].in_(door.settings.lang)
    if not as_of:
        return " · " + door.output.say("status_undated", status=word)
    said = door.output.say("status_as_of", status=word, date=as_of)
    year_ago = f"{int(today[:4]) - 1}{today[4:]}"
    late = door.output.say("status_silent") if f"{as_of}-12-31"[:10] < year_ago else ""
    return f" · {said}{late}"


def _rule(door: Door, observatory: Observatory, one: Rule, as_of: str) -> None:
    lang, words = door.settings.lang, schema().vocabularies
    parts = [
        one.id, words["instrument_class"][one.class_].in_(lang),
        door.output.say("find_binding" if one.binding else "find_not_binding"),
        _stood(door, "instrument_status", (one.status, one.as_of), as_of).removeprefix(" · "),
        one.date or "", one.issuer[lang] if one.issuer else "",
    ]  # fmt: skip
    shown = escape(" · ".join(filter(None, parts)))
    door.output.line(f"  [bold]{escape(one.label[lang])}[/] {shown}")
    _conditions(door, observatory, one.why, as_of)
    for duty in one.duties:
        door.output.line(f"    – {escape(duty)}")
    door.output.line(f"    [dim]{escape(one.sources[0])}[/]")


def _conditions(
    door: Door, observatory: Observatory, some: Iterable[Condition], as_of: str
) -> None:
    lang = door.settings.lang
    shown = [f"{_MARKS[one.state]} {escape(told(observatory, one, lang, as_of))}" for one in some]
    door.output.line(f"    {'  '.join(shown)}")
