"""`lionrock match`: a file of rows in, the same rows with the organisations they mean out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lionrock.answer.matching.files import Job, OnBatch, Summary, match_file
from lionrock.answer.matching.matchers import identity_of, matcher_of
from lionrock.cli import output
from lionrock.cli.commands import Door, Given, app
from lionrock.model.match import Matcher
from lionrock.sources.ror import BadDump
from lionrock.store.sheets.sheet import Reading, SheetFault

_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@Parameter(name="*")
@dataclass(frozen=True)
class Options:
    """How the input is written, where the file does not tell, and how to run.

    Parameters
    ----------
    ror
        A dump of ROR (zip, JSON or JSON lines): its organisations are known too.
    limit
        At most this many rows; 0 for all.
    encoding
        How the input's characters are written: utf-8, utf-16, big5, gb18030 …
    delimiter
        What parts the cells: a character, or tab, comma, semicolon, pipe.
    sheet
        The sheet of a workbook; the first where none is named.
    no_header
        The first row is data; name the column by its number.
    resume
        Go on with an interrupted run; fail when there is none.
    fresh
        Start over, whatever an earlier run left.
    """

    ror: Path | None = None
    limit: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    no_header: bool = False
    resume: bool = False
    fresh: bool = False


@app.command
def match(
    file: Annotated[str, Parameter(name="FILE", allow_leading_hyphen=True)],
    /,
    *,
    column: Annotated[str, Parameter(name=("--column", "-c"))],
    as_: Annotated[Literal["organisation", "affiliation"], Parameter(name="--as")] = "organisation",
    out: Annotated[Path | None, Parameter(name=("--output", "-o"))] = None,
    options: Options = Options(),
    door: Given,
) -> int:
    """Find the organisation each row of a file means: its id, how sure, and why.

    Reads CSV, TSV, JSON lines, Parquet and XLSX; FILE may be - for standard input. Adds the
    columns match_id, match_ror, match_name, score, verdict (match, review, none) and reason. An
    affiliation may name several organisations: they are parted by semicolons. A run that was
    interrupted goes on where it stopped.

    Parameters
    ----------
    file
        The file of rows.
    column
        The column that holds the names, by its name or its number from 1.
    as_
        What the column holds: names of organisations, or affiliations as papers print them.
    out
        Where to write, in the form its ending names (.csv .tsv .jsonl .parquet .xlsx); without
        it, CSV to standard output (JSON lines with --json).
    """
    try:
        job = _job(door, file, column, as_ == "affiliation", out, options)
        streams = (sys.stdin.buffer, sys.stdout.buffer)
        observatory = door.observatory()

        def matcher() -> tuple[Matcher, str]:
            cache = door.settings.home / "match"
            found = matcher_of(observatory, options.ror, cache)
            return found, identity_of(observatory, options.ror)

        with _progress(door) as on_batch:
            done = match_file(job, matcher, streams, on_batch)
    except (SheetFault, BadDump) as fault:
        output.complain(str(fault))
        return 2
    _tell(door, done)
    return 0


def _job(
    door: Door, file: str, column: str, affiliation: bool, out: Path | None, options: Options
) -> Job:
    if options.resume and options.fresh:
        raise SheetFault("--resume and --fresh: choose one")
    if options.limit < 0:
        raise SheetFault(f"--limit {options.limit}: expected 0 or more")
    source = None if file == "-" else Path(file)
    if source is not None and not source.is_file():
        raise SheetFault(f"{file}: no such file")
    delimiter = _DELIMITERS.get(options.delimiter, options.delimiter)
    if len(delimiter) > 1:
        raise SheetFault(f"--delimiter {delimiter!r}: expected one character, or tab")
    reading = Reading(
        options.encoding, delimiter, options.sheet, not options.no_header, limit=options.limit
    )
    return Job(
        source, column, out, affiliation, door.settings.lang, reading,
        "jsonl" if door.output.as_json else "csv",
        "resume" if options.resume else "fresh" if options.fresh else "auto",
    )  # fmt: skip


@contextmanager
def _progress(door: Door) -> Iterator[OnBatch]:
    """A bar on standard error; silent where nobody watches."""
    hidden = door.output.quiet or not sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=hidden, transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_batch(rows: int, share: float | None) -> None:
            elapsed = bar.tasks[0].elapsed or 1e-9
            told = door.output.say("matching", rows=rows, speed=round(rows / elapsed))
            total = None if share is None else 1.0
            bar.update(task, description=told, completed=share or 0, total=total)

        yield on_batch


def _tell(door: Door, done: Summary) -> None:
    """The closing summary, on standard error: standard output may be the table."""
    if door.output.quiet:
        return
    say = door.output.say
    speed = round(done.asked / max(done.seconds, 1e-9))
    lines = [say("matched", rows=done.rows, speed=speed, **done.verdicts)]
    if done.resumed:
        lines.append(say("match_resumed", rows=done.resumed))
    if done.restarted:
        lines.append(say("match_restarted", what=done.restarted))
    lines += [say("match_renamed", old=old, new=new) for old, new in done.renamed.items()]
    lines += [
        say("match_odd", kind=kind, number=number, line=line)
        for kind, (number, line) in sorted(done.oddities.items())
    ]
    for line in lines:
        output.complain(line)
