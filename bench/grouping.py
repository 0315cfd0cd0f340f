"""Names that nobody knows, put together: how long it takes on each engine, and how well it is done.

The bodies are made up (SEED), each written in several ways: with a department before it, shortened,
without its city, with one letter wrong. The same strings go through the same steps (reading,
blocking, scoring, clusters) on DuckDB and on Sail; what comes out is held against the bodies they
were made of, pair by pair, and the engines' groups must be equal.
`python bench/grouping.py [NUMBER…]` prints Markdown.
"""

import random
import sys
import time
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
from lionrock.build import build
from lionrock.derive.grouping import Grouping, group_names
from lionrock.resolve.pairing import open_pairing
from lionrock.resolve.unknown import open_reading
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.duck import Duck
from lionrock.store.engine import Engine, Row

NUMBERS = (2_000, 8_000)
SEED, WAYS = 2026, 4
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo")
_KINDS = (
    ("University", "Univ."), ("Institute of Technology", "Inst. Technol."),
    ("Hospital", "Hosp."), ("Technology Co., Ltd.", "Technology Limited"),
)  # fmt: skip
_CITIES = ("Leeds, UK", "Paris, France", "Shenzhen, China", "Beijing, China", "Boston, USA")
_TABLES = {
    "authorships": "work VARCHAR, raw VARCHAR, institutions VARCHAR[]",
    "outputs": "work VARCHAR",
    "affiliation_strings": "raw VARCHAR",
}


def strings(number: int, seed: int = SEED) -> dict[str, int]:
    """About `number` affiliation strings, each with the number of the body that it is of."""
    chance = random.Random(seed)
    found: dict[str, int] = {}
    for body in range(number // WAYS):
        word = "".join(chance.choices(_SYLLABLES, k=4)).title()
        kind, short = chance.choice(_KINDS)
        city = chance.choice(_CITIES)
        at = chance.randrange(2, len(word))
        wrong = word[:at] + chance.choice("aeiou") + word[at + 1 :]
        for text in (
            f"{word} {kind}, {city}", f"School of Looms, {word} {short}, {city}",
            f"{word} {kind}", f"{wrong} {kind}, {city}",
        ):  # fmt: skip
            found.setdefault(text, body)
    return found


def grouped(engine: Engine, grouping: Grouping, room: Path) -> tuple[float, dict[str, str]]:
    """Seconds that an engine took, and the group of each string."""
    begun = time.perf_counter()
    group_names(engine, grouping, room)
    seconds = time.perf_counter() - begun
    rows = engine.rows(
        "SELECT s.raw, n.proposed FROM proposed_strings s JOIN proposed_names n ON n.name = s.name"
    )
    return seconds, dict(rows)


def quality(made: dict[str, str], truth: dict[str, int]) -> tuple[float, float]:
    """Precision and recall over pairs of strings."""

    def pairs(labels: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in labels.values())

    both = pairs(Counter((made.get(raw, raw), body) for raw, body in truth.items()))
    ours = pairs(Counter(made.get(raw, raw) for raw in truth))
    return both / max(ours, 1), both / max(pairs(Counter(truth.values())), 1)


def run(numbers: tuple[int, ...] = NUMBERS) -> str:
    """Measure and return a section of Markdown."""
    from lionrock.store.spark import Spark

    told = (
        f"Seconds for made-up affiliation strings (seed {SEED}, {WAYS} ways to write a body), from "
        "reading to clusters, in one process; then how many pairs of strings that were put "
        "together are one body (precision), and how many that are one were put together (recall). "
        "The engines' groups are equal.\n"
    )
    lines = [
        f"## Names that nobody knows, put together\n\n{told}",
        "| strings | DuckDB | Sail | compared | precision | recall |",
        "|---|---|---|---|---|---|",
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder / "home")
        build(settings)
        index = builds.current(settings) / builds.MATCH
        grouping = Grouping(open_reading, partial(open_pairing, index))
        for number in numbers:
            truth = strings(number)
            with closing(Duck()) as duck, closing(Spark()) as spark:
                _fill(duck, truth, folder / "scratch")
                for table in _TABLES:
                    spark.take(duck, table)
                took, made = grouped(duck, grouping, folder / "scratch")
                ((compared,),) = duck.rows("SELECT count(*) FROM proposed_pairs")
                others, theirs = grouped(spark, grouping, folder / "scratch")
            assert made == theirs, "the engines disagree"
            precision, recall = quality(made, truth)
            lines.append(
                f"| {len(truth):,} | {took:.1f} | {others:.1f} | {compared:,} | {precision:.3f} | "
                f"{recall:.3f} |"
            )
            sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines) + "\n"


def _fill(duck: Duck, truth: dict[str, int], scratch: Path) -> None:
    duck.run((name, f"CREATE TABLE {name} ({columns})") for name, columns in _TABLES.items())
    rows: list[Row] = [(f"W{n}", raw, []) for n, raw in enumerate(truth)]
    duck.insert("authorships", rows, scratch)
    duck.insert("outputs", [(row[0],) for row in rows], scratch)


if __name__ == "__main__":
    print(run(tuple(map(int, sys.argv[1:])) or NUMBERS))
