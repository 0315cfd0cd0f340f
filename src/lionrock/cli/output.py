"""How the command line speaks: text for people, JSON for programs."""

import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from lionrock.build import Built
from lionrock.cli import figures, standing
from lionrock.model.schema import schema
from lionrock.model.source import Source
from lionrock.model.statement import Problem
from lionrock.store.live import Status

if TYPE_CHECKING:
    from lionrock.derive.search import SearchResult

Document = dict[str, Any]
_SHOWN_PROBLEMS = 10_000


@lru_cache(maxsize=1)
def strings() -> dict[str, dict[str, str]]:
    """The command line's own words by key and language."""
    return tomllib.loads(files("lionrock.cli").joinpath("strings.toml").read_text("utf-8"))


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    sys.stderr.write(f"lionrock: {message}\n")


def say_line(text: str, markup: bool = False) -> None:
    """Print a line for people; control characters of outside text do not reach the terminal."""
    plain = "\t".join(unturned(part) for part in text.split("\t"))
    Console(highlight=False, soft_wrap=True).print(plain, markup=markup)


def unturned(text: str) -> str:
    """A text without what moves a terminal or turns the direction of writing."""
    return "".join(c if c.isprintable() else " " for c in text)


def list_problems(problems: Sequence[Problem]) -> None:
    """Print every problem as file:line: message on standard error."""
    for problem in problems[:_SHOWN_PROBLEMS]:
        sys.stderr.write(f"{problem}\n")
    complain(f"{len(problems)} problem{'s' * (len(problems) != 1)}; nothing was published")


class Output:
    """Prints results in one language, as text or as JSON."""

    def __init__(self, lang: str, as_json: bool, quiet: bool) -> None:
        self._lang, self._json, self._quiet = lang, as_json, quiet
        self._console = Console(highlight=False, soft_wrap=True)

    def say(self, key: str, **values: object) -> str:
        """One of the command line's own sentences."""
        return strings()[key][self._lang].format(**values)

    def _dump(self, value: object) -> int:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
        return 0

    def _line(self, text: str) -> None:
        self._console.print(text)

    @property
    def lang(self) -> str:
        """The language it speaks."""
        return self._lang

    @property
    def quiet(self) -> bool:
        """Whether to say nothing but results."""
        return self._quiet

    @property
    def as_json(self) -> bool:
        """Whether a program reads."""
        return self._json

    def dump(self, value: object) -> int:
        """Print a value as JSON; exit code 0."""
        return self._dump(value)

    def line(self, text: str) -> None:
        """Print a line of marked-up text."""
        self._line(text)

    def table(self, table: Table) -> None:
        """Print a table."""
        self._console.print(table)

    def tell(self, key: str, **values: object) -> None:
        """Print one of the command line's own sentences, unless it is to be quiet."""
        if not self._quiet:
            self._line(escape(self.say(key, **values)))

    @contextmanager
    def progress(self, stages: int) -> Iterator[Callable[[str], None]]:
        """A bar on standard error that moves with every stage; silent where nobody watches."""
        hidden = self._quiet or self._json or not sys.stderr.isatty()
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(
            *columns, console=Console(stderr=True), disable=hidden, transient=True
        ) as bar:
            task = bar.add_task("", total=stages)

            def stage(name: str) -> None:
                bar.update(task, description=self.say(name))
                bar.advance(task)

            yield stage

    def built(self, built: Built) -> None:
        """What a build did, with the seconds of each stage."""
        manifest = built.manifest
        if self._json:
            self._dump(built)
            return
        if self._quiet:
            return
        if not built.fresh:
            self._line(self.say("unchanged", id=manifest.id))
            return
        records = sum(manifest.counts.values())
        total = f"{sum(built.seconds.values()):.1f}"
        self._line(
            self.say(
                "built", id=manifest.id, seconds=total, entities=manifest.entities, records=records
            )
        )
        for name, seconds in built.seconds.items():
            self._line(f"  {seconds:6.2f} s  {self.say(name)}")
        for warning in manifest.warnings:
            self._line(f"  ! {escape(warning)}")

    def validated(self, counts: dict[str, int], problems: Sequence[Problem]) -> int:
        """Every problem, or that there is none; the exit code."""
        if self._json:
            self._dump({"counts": counts, "problems": problems})
        elif problems:
            for problem in problems:
                sys.stdout.write(f"{problem}\n")
            self._line(self.say("problems", number=len(problems)))
        elif not self._quiet:
            self._line(self.say("valid", records=sum(counts.values())))
        return 2 if problems else 0

    def found(self, result: "SearchResult") -> int:
        """Search results; exit code 1 when there is none."""
        if self._json:
            self._dump(result)
            return 0 if result.hits else 1
        if not result.hits:
            complain(self.say("nothing"))
            return 1
        language = ("en", "zh-Hant", "zh-Hans").index(self._lang)
        relaxed = f" ({self.say('relaxed')})" if result.relaxed else ""
        self._line(self.say("results", number=result.total) + relaxed)
        table = Table.grid(padding=(0, 2))
        for hit in result.hits:
            kind = figures.kind_label(hit.kind, self._lang)
            table.add_row(
                f"[bold]{escape(hit.title[language])}[/]", kind, f"[dim]{escape(hit.id)}[/]"
            )
        self._console.print(table)
        return 0

    def entity(self, document: Document, evidence: bool, asked: str | None = None) -> int:
        """An entity's names, values, figures and relations, each with its strength.

        `asked` is the id that was asked for, where that was merged into this one.
        """
        if self._json:
            return self._dump(document | ({"redirected_from": asked} if asked else {}))
        if asked:
            self._line(self.say("merged", old=asked, id=document["id"]))
        for line in figures.entity_lines(document, self._lang, evidence, self.say):
            self._line(line)
        return 0

    def indicator(self, document: Document, evidence: bool) -> int:
        """Every value of an indicator, the leading one first."""
        if self._json:
            return self._dump(document)
        for line in figures.indicator_lines(document, self._lang, evidence, self.say):
            self._line(line)
        return 0

    def indicators(self, documents: list[Document]) -> int:
        """A line an indicator: label, latest figure, whom it is about."""
        if self._json:
            return self._dump(documents)
        table = Table.grid(*(Column(overflow="fold") for _ in range(5)), padding=(0, 2))
        for one in documents:
            latest = figures.value_text(one["value"], self._lang) if one["value"] else "–"
            table.add_row(
                f"[dim]{one['facet']}[/]", f"[bold]{escape(one['label'][self._lang])}[/]", latest,
                one["period"] or "", f"[dim]{one['id']}[/]",
            )  # fmt: skip
        self._console.print(table)
        return 0

    def facets(self, listed: list[Document]) -> int:
        """A line a facet: title and question."""
        if self._json:
            return self._dump(listed)
        for facet in listed:
            title, question = facet["title"][self._lang], facet["question"][self._lang]
            self._line(f"[bold]{title}[/] [dim]{facet['id']}[/]\n  {question}")
        return 0

    def facet(self, document: Document) -> int:
        """A facet's question and its lead indicators."""
        if self._json:
            return self._dump(document)
        self.facets([document])
        for lead in document["leads"]:
            latest = figures.value_text(lead["value"], self._lang) if lead["value"] else "–"
            mark = f"  [yellow]{self.say('conflict')}[/]" if lead["conflict"] else ""
            label = escape(lead["label"][self._lang])
            self._line(f"  {label}: [bold]{latest}[/] ({lead['period']}){mark}")
        return 0

    def sources(self, declared: list[tuple[Source, Status | None]]) -> int:
        """What every source declares, and how the live ones stand."""
        if self._json:
            return self._dump([_plain(source, status) for source, status in declared])
        for source, status in declared:
            for line in standing.source_lines(source, status, self._lang, self.say):
                self._line(line)
        return 0

    def exported(self, paths: list[Path]) -> None:
        """Which files were written."""
        if self._json:
            self._dump([str(path) for path in paths])
        elif not self._quiet:
            directory = paths[0].parent if paths else ""
            self._line(self.say("exported", number=len(paths), directory=directory))


def _plain(source: Source, status: Status | None) -> Document:
    plain: Document = msgspec.to_builtins(source)
    stale = status.stale(source, datetime.now(UTC)) if status else None
    return plain | {"status": status, "stale": stale}


def known_kinds() -> tuple[str, ...]:
    """Kinds that a search can be limited to."""
    return (*schema().kinds, "indicator")
