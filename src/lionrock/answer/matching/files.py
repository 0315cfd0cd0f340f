"""A file of rows in, the same rows with what they mean out: streaming, and resumable."""

import difflib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from lionrock import __version__
from lionrock.answer.matching.asking import Asker
from lionrock.answer.matching.cells import COLUMNS, typed
from lionrock.model.match import Matcher
from lionrock.store.sheets.journal import Journal, Start
from lionrock.store.sheets.opening import fingerprint, input_form, open_sheet
from lionrock.store.sheets.output import FileOutput, Output, StreamOutput
from lionrock.store.sheets.rows import unique
from lionrock.store.sheets.sheet import Form, Reading, Sheet, SheetFault, form_of

BATCH = 8_192
OnBatch = Callable[[int, float | None], None]
"""Told after every batch: rows done, and the share of the file that is done, if known."""


class Job(msgspec.Struct, frozen=True):
    """What to match and how. `source` None is standard input, `target` None standard output.

    `form` is that of the output where no target's name tells it. `start`: "auto" goes on with an
    interrupted run of the same job where there is one, "resume" insists on it, "fresh" ignores
    it.
    """

    source: Path | None
    column: str
    target: Path | None = None
    affiliation: bool = False
    lang: str = "en"
    reading: Reading = Reading()
    form: Form = "csv"
    start: Start = "auto"


class Summary(msgspec.Struct, frozen=True):
    """What was done. `rows` and `verdicts` are of the whole output, `asked` rows and `seconds` of
    this run. `resumed` says how many rows an earlier run had done, `restarted` what had changed
    since it. `oddities`: what was out of order, with how often and the first line; `renamed`:
    added columns that got another name, since the input has one such; `cut`: cells that were
    longer than XLSX holds; `encoding`: in which the input was read.
    """

    rows: int
    verdicts: dict[str, int]
    asked: int
    seconds: float
    resumed: int
    restarted: str
    oddities: dict[str, tuple[int, int]]
    renamed: dict[str, str]
    cut: int
    encoding: str


def match_file(
    job: Job,
    matcher: Callable[[], tuple[Matcher, str]],
    streams: tuple[BinaryIO, BinaryIO],
    on_batch: OnBatch = lambda rows, share: None,
) -> Summary:
    """Match a column of a file.

    `matcher` gives the matcher and its identity (a changed one starts an interrupted run anew);
    it is asked for once the file has been found to be readable. `streams` are standard input and
    output. Raises SheetFault when the input or the job is at fault, OSError when a file cannot be
    read or written; what was written by then stays for the next run.
    """
    form = form_of(job.target, "an output") if job.target else job.form
    _not_onto_itself(job)
    sheet = open_sheet(job.source, _reading(job, form), streams[0])
    try:
        column = _column(sheet, job)
        names = _added(sheet.columns)
        output = Output(form, job.target, typed(names, job.affiliation), job.reading.limit)
        asked, identity = matcher()
        if job.target is None:
            done: StreamOutput | FileOutput = StreamOutput(output, sheet, streams[1])
            restarted = ""
        else:
            question = _question(job, form, column, identity)
            journal = Journal(job.target, question, "fresh" if job.source is None else job.start)
            done, restarted = FileOutput(output, sheet, journal), journal.restarted
        try:
            run = _Run(Asker(asked, job.affiliation, job.lang), done, on_batch)
            run.over(sheet, column)
            done.finish()
        finally:
            done.close()
    finally:
        sheet.close()
    renamed = {one: name for one, name in zip(COLUMNS, names, strict=True) if one != name}
    return run.summary(sheet, restarted, renamed)


class _Run:
    """One pass over a file: rows that an earlier run did are read and left."""

    def __init__(self, asker: Asker, output: StreamOutput | FileOutput, on_batch: OnBatch) -> None:
        self._asker, self._output, self._on_batch = asker, output, on_batch
        self._skip = output.note.rows
        self._counts = Counter(output.note.counts)
        self._rows, self._begun = 0, time.monotonic()

    def over(self, sheet: Sheet, column: int) -> None:
        for batch in sheet.batches(column, BATCH):
            self._rows += len(batch.texts)
            if self._rows > self._skip:
                added = self._asker.cells(batch.texts)
                self._counts.update(str(cells[COLUMNS.index("verdict")]) for cells in added)
                self._output.add(batch, added, self._rows, dict(self._counts))
            self._on_batch(self._rows, sheet.share())

    def summary(self, sheet: Sheet, restarted: str, renamed: dict[str, str]) -> Summary:
        verdicts = {one: self._counts[one] for one in ("match", "review", "none")}
        return Summary(
            self._rows, verdicts, self._rows - self._skip, time.monotonic() - self._begun,
            self._skip, restarted, sheet.oddities.seen, renamed, self._output.cut, sheet.encoding,
        )  # fmt: skip


def column_of(columns: Sequence[str], asked: str) -> int:
    """The place of a column given by name, or by its number from 1; SheetFault when unclear."""
    exact = [n for n, name in enumerate(columns) if name == asked]
    loose = [n for n, name in enumerate(columns) if name.strip().casefold() == asked.casefold()]
    found = exact or loose
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(str(n + 1) for n in found)
        raise SheetFault(f"--column {asked!r}: columns {places} are named so; give the number")
    if asked.isdecimal() and 1 <= int(asked) <= len(columns):
        return int(asked) - 1
    near = difflib.get_close_matches(asked, columns, 1, 0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    listed = ", ".join(columns[:40]) + (" …" if len(columns) > 40 else "")
    raise SheetFault(f"--column {asked!r}: no such column{hint} There are: {listed[:2_000]}")


def _column(sheet: Sheet, job: Job) -> int:
    """The place of the column asked for; a guessed encoding may be why it is not found."""
    try:
        return column_of(sheet.columns, job.column)
    except SheetFault as fault:
        if job.reading.encoding or sheet.encoding in ("", "utf-8"):
            raise
        hint = f"Read as {sheet.encoding}; if that is wrong, name another with --encoding"
        raise SheetFault(f"{fault} ({hint})") from None


def _added(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(unique([*columns, *COLUMNS])[len(columns) :])


def _reading(job: Job, form: Form) -> Reading:
    """The input's rows in the shape that the output needs."""
    source = input_form(job.source)
    if form == "jsonl" and source in ("jsonl", "parquet"):
        return msgspec.structs.replace(job.reading, shape="objects")
    if form == "parquet" and source == "parquet":
        return msgspec.structs.replace(job.reading, shape="nothing")
    return job.reading


def _question(job: Job, form: Form, column: int, identity: str) -> dict[str, str]:
    """All that decides what the output holds."""
    reading = job.reading
    return {
        "input": fingerprint(job.source) if job.source else "",
        "column": f"{column} {job.column}",
        "as": "affiliation" if job.affiliation else "organisation",
        "lang": job.lang,
        "options": " ".join(
            (
                reading.encoding,
                reading.delimiter,
                reading.sheet,
                f"{reading.header} {reading.limit}",
            )
        ),
        "form": form,
        "matcher": identity,
        "version": __version__,
    }


def _not_onto_itself(job: Job) -> None:
    if job.target is None:
        return
    if job.source is None and job.start == "resume":
        raise SheetFault("--resume: standard input cannot be read again from the start")
    if not job.target.parent.is_dir():
        raise SheetFault(f"{job.target.parent}: no such folder; make it first")
    if job.source and job.target.exists() and job.target.samefile(job.source):
        raise SheetFault(f"{job.target}: the output would replace the input; name another file")
