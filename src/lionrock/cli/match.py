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
from lionrock.cli.commands import Door, Given
from lionrock.model.match import Matcher
from lionrock.sources.ror import BadDump
from lionrock.store.sheets.sheet import Reading, SheetFault

_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_INDEXES = "match"  # in the home: indexes that know a dump of ROR too


@Parameter(name="*")
@dataclass(frozen=True)
class Options:
    """How to read the input, and how far to go."""

    ror: Path | None = None
    """A dump of ROR (zip or JSON): organisations of the whole world are known too."""

    limit: int = 0
    """Only the first so many rows; 0 for all."""

    resume: bool = False
    """Go on with an interrupted run, and fail where there is none. Without this and --fresh:
    go on where there is one, start where there is none or something changed."""

    fresh: bool = False
    """Start over, whatever an interrupted run has done."""

    encoding: str = ""
    """utf-8, utf-16, big5, gb18030 … Default: what the bytes tell."""

    sheet: str = ""
    """The sheet of an XLSX file. Default: the first."""

    delimiter: str = ""
    """What parts the cells of a CSV file: a character, or tab. Default: what the file tells."""

    no_header: bool = False
    """The first row is data; columns are then named column_1, column_2 …"""


def match(
    file: Annotated[str, Parameter(name="FILE", allow_leading_hyphen=True)],
    /,
    *,
    column: Annotated[str, Parameter(name=("--column", "-c"))],
    as_: Annotated[Literal["organisation", "affiliation"], Parameter("--as")] = "organisation",
    out: Annotated[Path | None, Parameter(name=("--output", "-o"))] = None,
    options: Options = Options(),
    door: Given,
) -> int:
    """Say which organisation each row of a table means.

    Every input column comes out as it was, and after them match_id, match_ror, match_name, score
    (0 to 1), verdict and reason. Verdict "match": sure. "review": a person should look; the
    proposal stands in match_id too, so filter on the verdict. "none": the cells are empty.
    An affiliation may name several organisations, which ";" parts in each of the four.

    Parameters
    ----------
    file
        CSV, TSV, JSON Lines, Parquet or XLSX, by its name; - for CSV on standard input.
    column
        The column of names, or its number from 1.
    as_
        Whether a cell is a name, or an affiliation as authors write them.
    out
        Where to write: .csv .tsv .jsonl .parquet .xlsx. Default: CSV on standard output, JSON
        Lines with --json. An interrupted run goes on where it was when the command is repeated.
    """
    try:
        job = _job(door, file, column, as_ == "affiliation", out, options)
        return _run(door, job, options.ror)
    except (SheetFault, BadDump) as fault:
        output.complain(str(fault))
    except FileNotFoundError as error:
        output.complain(f"{error.filename}: no such file")
    return 2


def _run(door: Door, job: Job, ror: Path | None) -> int:
    streams = (sys.stdin.buffer, sys.stdout.buffer)
    try:
        with _progress(door) as on_batch:
            summary = match_file(job, lambda: _matcher(door, ror), streams, on_batch)
    except KeyboardInterrupt:
        if job.target is None or job.source is None:
            raise
        output.complain(door.output.say("match_interrupted"))
        return 130
    if job.target is not None and door.output.as_json:
        door.output.dump(summary)
    elif not door.output.quiet:
        _tell(door, summary, str(job.source or "-"))
    return 0


def _job(
    door: Door, file: str, column: str, affiliation: bool, out: Path | None, options: Options
) -> Job:
    if options.limit < 0:
        raise SheetFault(f"--limit {options.limit}: expected 0 or more")
    if options.resume and options.fresh:
        raise SheetFault("--resume and --fresh contradict one another")
    if out is None and (options.resume or options.fresh):
        raise SheetFault("--resume and --fresh need an output file: -o OUT")
    delimiter = _DELIMITERS.get(options.delimiter, options.delimiter)
    if len(delimiter) > 1 or delimiter in ("\r", "\n", '"'):
        raise SheetFault(f"--delimiter {options.delimiter!r}: expected one character, or tab")
    reading = Reading(
        options.encoding, delimiter, options.sheet, not options.no_header, limit=options.limit
    )
    if file != "-" and Path(file).is_dir():
        raise SheetFault(f"{file}: is a folder; expected a file of rows")
    return Job(
        source=None if file == "-" else Path(file),
        column=column,
        target=out,
        affiliation=affiliation,
        lang=door.settings.lang,
        reading=reading,
        form="jsonl" if door.output.as_json else "csv",
        start="resume" if options.resume else "fresh" if options.fresh else "auto",
    )


def _matcher(door: Door, ror: Path | None) -> tuple[Matcher, str]:
    observatory = door.observatory()
    matcher = matcher_of(observatory, ror, door.settings.home / _INDEXES)
    return matcher, identity_of(observatory, ror)


@contextmanager
def _progress(door: Door) -> Iterator[OnBatch]:
    """Rows done, rows a second and the share of the file, on standard error where it is watched."""
    hidden = door.output.quiet or not sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=hidden, transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_batch(rows: int, share: float | None) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            said = door.output.say(
                "match_progress", rows=f"{rows:,}", rate=f"{rows / max(elapsed, 0.001):,.0f}"
            )
            bar.update(task, description=said, completed=share or 0, total=share and 1)

        yield on_batch


def _tell(door: Door, summary: Summary, file: str) -> None:
    """The closing summary, on standard error: what was found, and what was out of order."""
    say = door.output.say
    rate = summary.asked / max(summary.seconds, 0.001)
    counts = {verdict: f"{count:,}" for verdict, count in summary.verdicts.items()}
    lines = [say("match_done", rows=f"{summary.rows:,}", rate=f"{rate:,.0f}", **counts)]
    if summary.resumed:
        lines.append(say("match_resumed", rows=f"{summary.resumed:,}"))
    if summary.restarted and summary.restarted != "fresh":
        lines.append(say("match_restarted", what=summary.restarted))
    if summary.encoding not in ("", "utf-8"):
        lines.append(say("match_encoding", encoding=summary.encoding))
    lines += [
        say(f"match_{kind}", number=f"{number:,}", line=line, file=file)
        for kind, (number, line) in summary.oddities.items()
    ]
    if summary.renamed:
        pairs = ", ".join(f"{old} → {new}" for old, new in summary.renamed.items())
        lines.append(say("match_renamed", names=pairs))
    if summary.cut:
        lines.append(say("match_cut", number=summary.cut))
    for line in lines:
        sys.stderr.write(line + "\n")
