"""Memory: what `diff` and as-of cost as builds, and the memory of them, grow.

The peer of `diff` is the least that could be called one: DuckDB's own EXCEPT, both ways, over the
keys and values of the two builds' statements, without labels, reasons, observations or evidence.
The peer of as-of is reading the entity as it is now. Both run in this process, in turn; what is
counted is processor time, which a busy machine changes less. Run `python bench/changes.py` for a
Markdown section: about a minute of processor time.
"""

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))
import lionrock
from bench.replica import replicate
from lionrock.answer.as_of import as_of, indicator_as_of, today
from lionrock.answer.changes import between, changes
from lionrock.build import build
from lionrock.model.change import Change
from lionrock.settings import Keep, Settings
from lionrock.store import builds, history

SIZES = (1, 2, 4)
PAGES = (2, 20, 200)
RUNS = 3
SHARE = 100  # one organisation in so many has another founding year in the second build
WHO, WHAT = "hkust", "unicorns"
_PEER = """
SELECT count(*) FROM (
    (SELECT key, value FROM a.statements EXCEPT SELECT key, value FROM b.statements) UNION ALL
    (SELECT key, value FROM b.statements EXCEPT SELECT key, value FROM a.statements)
)
"""


class Diff(NamedTuple):
    """Of one size: statements of a build, changes found, seconds of ours and of the peer."""

    statements: int
    changes: int
    ours: float
    peer: float


class AsOf(NamedTuple):
    """Of one memory: its pages and changes, milliseconds of each question."""

    pages: int
    changes: int
    known: float
    valid: float
    indicator: float
    listed: float
    now: float


def run() -> str:
    """Measure and return a section of docs/benchmarks.md."""
    with TemporaryDirectory() as scratch:
        diffs, homes = [], []
        for times in SIZES:
            settings = _built_twice(Path(scratch) / str(times), times)
            homes.append(settings)
            diffs.append(_diff(settings))
        _, _, found = between(homes[0], None, None)
        memories = [_as_of(homes[0], pages, found) for pages in PAGES]
    return _told(diffs, memories)


def _built_twice(folder: Path, times: int) -> Settings:
    folder.mkdir()
    replicate(folder / "registry", times)
    settings = Settings(folder / "home", folder / "registry", keep=Keep(2, 0))
    build(settings)
    path = folder / "registry" / "organisations.jsonl"
    lines = path.read_text("utf-8").splitlines()
    for number in range(0, len(lines), SHARE):
        row = json.loads(lines[number])
        row["founded"] = "1901"
        lines[number] = json.dumps(row, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    build(settings)
    return settings


def _diff(settings: Settings) -> Diff:
    one, other, found = between(settings, None, None)
    database = duckdb.connect()
    for name, id_ in (("a", one), ("b", other)):
        path = settings.builds / id_ / "observatory.duckdb"
        database.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
    size = database.execute("SELECT count(*) FROM b.statements").fetchone()
    pairs = [
        (_seconds(lambda: between(settings, one, other)),
         _seconds(lambda: database.execute(_PEER).fetchall()))
        for _ in range(RUNS)
    ]  # fmt: skip
    database.close()
    ours, peer = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Diff(size[0] if size else 0, len(found), ours, peer)


def _as_of(settings: Settings, pages: int, found: list[Change]) -> AsOf:
    """The memory is filled with the home's own changes, over and over."""
    now = builds.served(settings)
    assert now is not None
    while len(list(history.pages(settings))) < pages:
        history.append(settings, now, now, found)
    observatory = lionrock.open(settings.home)
    day = today()
    asked: dict[str, Callable[[], Any]] = {
        "known": lambda: as_of(observatory, WHO, day, "known"),
        "valid": lambda: as_of(observatory, WHO, dt.date(2024, 6, 30), "valid"),
        "indicator": lambda: indicator_as_of(observatory, WHAT, day, "known"),
        "listed": lambda: changes(settings, []),
        "now": lambda: observatory.entity_document(WHO),
    }
    for ask in asked.values():
        ask()  # the memory is read once
    taken = {
        name: statistics.median(1_000 * _seconds(ask) for _ in range(9))
        for name, ask in asked.items()
    }
    total = changes(settings, []).total
    return AsOf(pages, total, **taken)


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _told(diffs: list[Diff], memories: list[AsOf]) -> str:
    first, last = diffs[0], diffs[-1]
    growth = (last.ours / first.ours) / (last.statements / first.statements)
    lines = [
        "## Memory: diff and as of", "",
        f"Of two builds every {SHARE}th organisation has another year. Medians of {RUNS}, in turn,",
        "of processor time; the peer is DuckDB's EXCEPT over keys and values alone.", "",
        "| statements | changes | `lionrock diff` | EXCEPT | times the peer |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(f"| {d.statements:,} | {d.changes:,} | {d.ours:.2f} s | {d.peer:.2f} s | "
          f"{d.ours / d.peer:.1f} |" for d in diffs), "",
        f"From first to last, time grew {growth:.2f} times as fast as statements.", "",
        f"As of a day, of `{WHO}`, as the memory grows (read once and kept):", "",
        "| pages | changes | known on a day | valid for it | indicator, known | the list | now |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(f"| {m.pages:,} | {m.changes:,} | {m.known:.2f} ms | {m.valid:.2f} ms | "
          f"{m.indicator:.2f} ms | {m.listed:.2f} ms | {m.now:.2f} ms |" for m in memories),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(run())
