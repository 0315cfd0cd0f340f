"""Lionrock as a contender: `names TASK`, `build DUMP FOLDER`, `affiliations STRINGS FOLDER`.

Each is run in a process of its own and prints one JSON object, as bench/peers/protocol.py says.
A name of the task is an organisation with nothing but that name.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.match_contest import Task, read_task
from bench.peers.protocol import tell
from lionrock.model.match import Answer, Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve.index import build_index
from lionrock.resolve.matcher import open_matcher
from lionrock.resolve.parallel import Parallel
from lionrock.sources.ror import read_dump

CORES, WARM = 2, 4_000
USING = ("numpy", "scipy", "rapidfuzz", "sparse-dot-topn")


def organisations(task: Task) -> Iterator[Organisation]:
    """The candidates; the id of each is its position."""
    for number, name in enumerate(task.candidates):
        label = T(name, name, name)
        yield Organisation(str(number), "organisation", label, (OrganisationName(name),))


def best(answers: Sequence[Answer]) -> list[tuple[int, float]]:
    """The first candidate of each answer and its score, whatever the verdict."""
    return [
        (int(one.candidates[0].id), one.candidates[0].score) if one.candidates else (-1, 0.0)
        for one in answers
    ]


def names(path: str) -> None:
    """Build an index of the task's candidates and answer its queries."""
    task = read_task(path)
    queries = [query for query, _ in task.queries]
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        build_index(organisations(task), Path(folder))
        built = time.perf_counter()
        matcher = Parallel(Path(folder), CORES, after=0)
        matcher.names(queries[:1])
        opened = time.perf_counter()
        matcher.names(task.candidates[:WARM], limit=1)  # its workers start
        started = time.perf_counter()
        answers = matcher.names(queries, limit=1)
        done = time.perf_counter()
        matcher.close()
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        sure = [one.verdict == "match" for one in answers]
        more: dict[str, Any] = {"open": opened - built, "size": size / 2**20, "sure": sure}
        tell(built - begun, done - started, best(answers), USING, **more)


def build(dump: str, folder: str) -> None:
    """Read a dump of organisations (the time of that is `open`), then index it into a folder."""
    problems: list[object] = []
    begun = time.perf_counter()
    number = sum(1 for _ in read_dump(Path(dump), problems.append))
    read = time.perf_counter()
    build_index(read_dump(Path(dump), problems.append), Path(folder))
    seconds = time.perf_counter() - read
    size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    tell(seconds, 0.0, [], USING, open=read - begun, size=size / 2**20, pairs=number)


def affiliations(path: str, folder: str) -> None:
    """Open an index and name the organisations in each string of a JSON list."""
    strings = msgspec.json.decode(Path(path).read_bytes(), type=list[str])
    begun = time.perf_counter()
    matcher = open_matcher(Path(folder))
    opened = time.perf_counter()
    matcher.affiliations(strings[:1])
    first = time.perf_counter()
    answers = matcher.affiliations(strings)
    seconds = time.perf_counter() - first
    found = [[one.id for one in answer.found] for answer in answers]
    tell(0.0, seconds, [], USING, open=opened - begun, first=first - begun, found=found)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"names": names, "build": build, "affiliations": affiliations}[command](*arguments)
