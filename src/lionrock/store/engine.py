"""What the steps ask of an engine, so that they run on the embedded one or on a cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

Row = tuple[Any, ...]
RowsToRows = Callable[[list[Row]], list[Row]]


class StepFailed(Exception):
    """A named SQL step that the engine refused, and why."""


class Engine(Protocol):
    """A place where named steps make tables: `duck.Duck`, or `spark.Spark`."""

    def run(self, named: Iterable[tuple[str, str]]) -> None:
        """Execute steps (name, SQL) in order; StepFailed names the one that fails."""

    def rows(self, sql: str) -> list[Row]:
        """All rows of a query; StepFailed says why the engine refuses it."""

    def stream(self, sql: str) -> Iterator[list[Row]]:
        """The rows of a query, in chunks."""

    def insert(self, table: str, rows: Sequence[Row], scratch: Path) -> None:
        """Append rows of plain values; `scratch` is a path for a file that is gone afterwards."""

    def apply(
        self, table: str, query: str, opened: Callable[[], RowsToRows], columns: str, scratch: Path
    ) -> None:
        """Make `table` of what a function makes of the rows of a query, a batch at a time.

        `opened` opens the function, in every worker where there are workers: it has to be
        picklable, and what it opens in reach. `columns` are those of the table, as in CREATE
        TABLE; `scratch` as for `insert`. How rows fall into batches must not matter.
        """

    def forget(self, tables: Iterable[str]) -> None:
        """Drop tables that only served to make others."""
