"""`lionrock read` and `lionrock check`: what stands in a document, and whether it is so."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.markup import escape

from lionrock.answer.asked import read_address
from lionrock.answer.checking.check import checker
from lionrock.answer.checking.claim import Checked
from lionrock.answer.checking.told import check_document, reading_document, summary
from lionrock.answer.reading import read, read_raw
from lionrock.cli import output
from lionrock.cli.commands import Door, Given
from lionrock.model.dates import parse_date
from lionrock.model.reading import Event, Reading
from lionrock.model.source import FetchFailed
from lionrock.read.document import Unreadable, read_path
from lionrock.serve.checking import report
from lionrock.serve.words import Words
from lionrock.sources._page import is_address
from lionrock.store.files import write_whole

_COLOURS = {
    "supported": "green", "contradicted": "red", "outdated": "yellow", "no_evidence": "dim",
    "not_checkable": "dim",
}  # fmt: skip

File = Annotated[str, Parameter(name="FILE", allow_leading_hyphen=True)]


def read_(file: File, /, *, published: str | None = None, door: Given) -> int:
    """Read a document: its main text, the names, amounts, dates and events in it, planted links.

    Parameters
    ----------
    file
        HTML, PDF, e-mail (.eml) or plain text, or the address of a page; - for standard input.
    published
        The day it was published (2026, 2026-11 or 2026-11-24), from which "last Wednesday" is
        counted. Default: what the document says.
    """
    reading = _read(door, file, published)
    if reading is None:
        return 2
    if door.output.as_json:
        return door.output.dump(reading_document(reading))
    for mention in reading.mentions:
        output.say_line(f"{mention.text}  →  {mention.id or '?'}")
    for amount in reading.amounts:
        unit = amount.currency or amount.unit or amount.noun or ""
        output.say_line(f"{amount.text}  =  {amount.value:,.12g} {unit}")
    for date in reading.dates:
        output.say_line(f"{date.text}  =  {date.iso}")
    for event in reading.events:
        output.say_line(_event_line(event, reading.document.text))
    for planted in reading.document.planted:
        output.say_line(f"{planted.raw}  ×  {planted.text} ({planted.why})")
    return 0


def _event_line(event: Event, text: str) -> str:
    """An event on a line: its words, its kind, who has which part, how much, when."""
    parts = [f"{role.name} {role.id or text[role.start : role.end]}" for role in event.roles]
    if event.amount is not None:
        parts.append(f"{event.amount.value:,.12g} {event.amount.currency or ''}".rstrip())
    if event.date is not None:
        parts.append(event.date.iso)
    mark = "not " if event.negated else "planned " if event.planned else ""
    return f"{text[event.start : event.end]}  =  {mark}{event.kind}: {', '.join(parts)}"


def check(
    file: File, /, *, html: Path | None = None, published: str | None = None, door: Given
) -> int:
    """Check an article: every claim of it against the figures and ties on record.

    Verdicts: supported, contradicted, outdated, no_evidence, not_checkable.

    Parameters
    ----------
    file
        HTML, PDF, e-mail (.eml) or plain text, or the address of a page; - for standard input.
    html
        Also write a page with the article and its claims marked.
    published
        The day it was published. Default: what the document says.
    """
    reading = _read(door, file, published)
    if reading is None:
        return 2
    found = checker(door.observatory()).check(reading)
    if html is not None:
        write_whole(html, report(found, door.settings.lang).encode())
    if door.output.as_json:
        return door.output.dump(check_document(found, door.settings.lang))
    for one in found.claims:
        _tell(one, door.settings.lang)
    for planted in found.planted:
        output.say_line(
            door.output.say("check_planted", text=f"…{planted.raw}…", url=planted.url or "–")
        )
    counts = summary(found)
    if not door.output.quiet:
        output.say_line(door.output.say("checked", **counts))
    return 0


def _tell(one: Checked, lang: str) -> None:
    finding = one.finding
    colour = _COLOURS[finding.verdict]
    verdict = finding.verdict if lang == "en" else Words(lang)(f"verdict_{finding.verdict}")
    output.say_line(f"[{colour}]{verdict}[/{colour}] {escape(one.claim.text)}", markup=True)
    output.say_line(f"    {finding.note.in_(lang)}")
    first = (address.url for support in finding.evidence[:2] for address in support.sources[:1])
    for url in dict.fromkeys(first):
        output.say_line(f"    {url}")


def _read(door: Door, file: str, published: str | None) -> Reading | None:
    """The reading of a file or of standard input; None, and why is said, when it cannot be."""
    try:
        if published is not None:
            parse_date(published)
        observatory = door.observatory()
        if file == "-":
            reading = read_raw(observatory, sys.stdin.buffer.read())
        elif is_address(file):
            return read_address(observatory, door.settings, file, published)
        else:
            reading = read(observatory, read_path(Path(file)))
    except (Unreadable, ValueError, FetchFailed) as fault:
        output.complain(str(fault))
        return None
    except FileNotFoundError as error:
        output.complain(f"{error.filename}: no such file")
        return None
    if published is None:
        return reading
    document = msgspec.structs.replace(reading.document, published=published)
    return read(observatory, document)
