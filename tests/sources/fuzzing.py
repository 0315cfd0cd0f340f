"""Files of sources and of rows broken at random: `python -m tests.sources.fuzzing [NUMBER [SEED]]`.

Every source's fixture and small sheets to match are mutated NUMBER times each. Prints JSON by
parser: how many were read, reported wrong or refused, and the most processor time one took
(seconds); and the growth of peak memory (MiB). Anything else raised ends it; what did it is in the
message.
"""

import csv
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lionrock.model.reference import Reference, read_reference
from lionrock.model.source import Fetched
from lionrock.model.statement import Problem, Snapshot
from lionrock.settings import BUNDLED_REGISTRY
from lionrock.sources import registry
from lionrock.sources._gather import sources
from lionrock.sources._update import _WRONG
from lionrock.sources.ror import BadDump
from lionrock.store.sheets.opening import open_sheet
from lionrock.store.sheets.sheet import Reading, SheetFault
from tests.read.fuzzing import memory, mutated

GOLDEN = Path(__file__).parents[1] / "golden"
Parse = Callable[[Path], int]
"""Reads a file; how many problems it reported."""


def parsers(reference: Reference) -> Iterator[tuple[str, Parse, list[Path]]]:
    """(source, how it reads a file, its fixture)."""
    for module in sources():
        name = module.SOURCE.id
        files = sorted(path for path in (GOLDEN / name).iterdir() if path.is_file())
        yield name, _of(module, reference), files


def _of(module: Any, reference: Reference) -> Parse:
    def parse(path: Path) -> int:
        problems: list[Problem] = []
        snapshot = Snapshot("0" * 64, module.SOURCE.id, path.name, None, "", module.SOURCE.licence)
        fetched = Fetched(snapshot, path, path.name)
        if module.SOURCE.role == "statements":
            list(module.parse(fetched, reference, problems.append))
        elif module.SOURCE.role == "names":
            list(module.read_dump(path, problems.append))
        else:
            module.count(fetched, problems.append)
        return len(problems)

    return parse


def sheets(folder: Path) -> Iterator[tuple[str, Parse, list[Path]]]:
    """(form, how rows are read, a small file of it)."""
    rows = [("name", "n"), ("Lumen Robotics", "1"), ('科大,"x"', "2"), ("=a", "3")]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    lines = "".join(json.dumps(dict(zip(rows[0], row, strict=True))) + "\n" for row in rows[1:])
    made = {"csv": text.getvalue().encode(), "jsonl": lines.encode()}
    made["tsv"] = made["csv"].replace(b",", b"\t")
    for form, data in made.items():
        path = folder / f"whole.{form}"
        path.write_bytes(data)
        yield f"rows of {form}", _rows, [path]


def _rows(path: Path) -> int:
    sheet = open_sheet(path, Reading())
    for _ in sheet.batches(0, 100):
        pass
    sheet.close()
    return 0


def fuzz(name: str, parse: Parse, files: list[Path], number: int, seed: int) -> dict[str, Any]:
    """Break a parser's files `number` times; what came of it."""
    chance, told, slowest = random.Random(f"{seed} {name}"), Counter[str](), 0.0
    whole = [(path.name, path.read_bytes()) for path in files]
    for path in files:
        parse(path)  # what is loaded when first needed
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(number):
            file, data = chance.choice(whole)
            path = Path(folder) / file
            path.write_bytes(mutated(chance, data[:100_000], chance.choice(whole)[1]))
            begun = time.process_time()
            try:
                told["reported" if parse(path) else "read"] += 1
            except (*_WRONG, BadDump, SheetFault):  # what an update takes for drift
                told["refused"] += 1
            except Exception as error:
                kept = Path(tempfile.gettempdir()) / f"harmful-{name}-{file}"
                kept.write_bytes(path.read_bytes())
                raise AssertionError(f"{name}: turn {turn} of seed {seed}: {kept}") from error
            slowest = max(slowest, time.process_time() - begun)
    return dict(told) | {"slowest": round(slowest, 2)}


def main(number: int, seed: int) -> dict[str, Any]:
    """Fuzz every parser; what came of it, by parser."""
    reference = read_reference(BUNDLED_REGISTRY, BUNDLED_REGISTRY)
    assert registry in sources()
    before = memory()
    with tempfile.TemporaryDirectory() as folder:
        every = [*parsers(reference), *sheets(Path(folder))]
        found = {name: fuzz(name, parse, files, number, seed) for name, parse, files in every}
    return found | {"memory": round(memory() - before)}


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:3]]
    sys.stdout.write(json.dumps(main(*(given + [300, 1][len(given) :])), indent=1) + "\n")
