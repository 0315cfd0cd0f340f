"""What is outside broken at random: `python -m tests.sources.fuzzing [NUMBER [SEED [NAME…]]]`.

Every source's fixture, small sheets to match, sentences with amounts and dates, and requests of the
API are mutated NUMBER times each; parsers that are named are the only ones. Prints a line of JSON a
parser: how many were read, reported wrong or refused, the most processor time one took (seconds)
and the growth of peak memory since the first (MiB). Anything else raised ends it; what did it is in
the message.
"""

import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lionrock.model.reference import Reference, read_reference
from lionrock.model.source import Fetched
from lionrock.model.statement import Problem, Snapshot
from lionrock.read.document import Unreadable, read_bytes
from lionrock.settings import BUNDLED_REGISTRY
from lionrock.sources import registry
from lionrock.sources._feed import entries
from lionrock.sources._gather import sources
from lionrock.sources._update import _WRONG
from lionrock.sources.ror import BadDump
from lionrock.store.sheets.sheet import SheetFault
from tests.read.fuzzing import memory, mutated
from tests.sources.fuzzing_asked import questions, texts
from tests.sources.fuzzing_rows import Parse, sheets

GOLDEN = Path(__file__).parents[1] / "golden"
AGAIN = 1.0


class Refused(Exception):
    """A clear refusal; anything else that is raised is harm."""


def parsers(reference: Reference) -> Iterator[tuple[str, Parse, list[Path]]]:
    """(source, how it reads a file, its fixture)."""
    for module in sources():
        name = module.SOURCE.id
        files = sorted(path for path in (GOLDEN / name).iterdir() if path.is_file())
        yield name, _of(module, reference), files


def _of(module: Any, reference: Reference) -> Parse:
    role = module.SOURCE.role

    def parse(path: Path) -> int:
        problems: list[Problem] = []
        snapshot = Snapshot("0" * 64, module.SOURCE.id, path.name, None, "", module.SOURCE.licence)
        fetched = Fetched(snapshot, path, path.name)
        try:
            if role == "statements":
                list(module.parse(fetched, reference, problems.append))
            elif role == "names":
                list(module.read_dump(path, problems.append))
            else:
                module.count(fetched, problems.append)
        except (*_WRONG, BadDump) as error:  # what an update takes for drift
            raise Refused from error
        return len(problems)

    return document if role == "documents" else parse


def document(path: Path) -> int:
    """Read a document as a build does, or a feed as an update does."""
    data = path.read_bytes()
    try:
        if path.name.startswith("feed-"):
            entries(data, "https://x.example/")
        else:
            read_bytes(data, path.name)
    except Unreadable as error:
        raise Refused from error
    except ValueError as error:
        if str(error).startswith("not a feed: "):
            raise Refused from error
        raise
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
            try:
                came, taken = _tried(parse, path)
                if taken > AGAIN:  # a machine may stall; a slow path is slow each time
                    taken = min(taken, _tried(parse, path)[1])
            except Exception as error:
                kept = Path(tempfile.gettempdir()) / f"harmful-{name}-{file}"
                kept.write_bytes(path.read_bytes())
                raise AssertionError(f"{name}: turn {turn} of seed {seed}: {kept}") from error
            told[came] += 1
            slowest = max(slowest, taken)
    return dict(told) | {"slowest": round(slowest, 2)}


def _tried(parse: Parse, path: Path) -> tuple[str, float]:
    """What came of a file, and the processor time it took in seconds."""
    begun = time.process_time()
    try:
        came = "reported" if parse(path) else "read"
    except (Refused, SheetFault):
        came = "refused"
    return came, time.process_time() - begun


def main(number: int, seed: int, *only: str, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Fuzz every parser, or those named, but some; what came of it, by parser."""
    reference = read_reference(BUNDLED_REGISTRY, BUNDLED_REGISTRY)
    assert registry in sources()
    found = {}
    with tempfile.TemporaryDirectory() as name, questions(Path(name)) as asked:
        folder = Path(name)
        every = [*parsers(reference), *sheets(folder), *texts(folder), *asked]
        for name, parse, files in every:
            if (not only or name in only) and name not in without:
                before = memory()
                found[name] = fuzz(name, parse, files, number, seed)
                found[name]["memory"] = round(memory() - before)
                sys.stdout.write(json.dumps({name: found[name]}) + "\n")
                sys.stdout.flush()
    return found


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:3]]
    main(*(given + [300, 1][len(given) :]), *sys.argv[3:])
