"""Building: the whole command at the registry's size and many times it, beside merely loading it.

The peer does the least that could be called loading: it parses every line with msgspec and has
DuckDB insert the rows with its own JSON reader, a table a file. A build also checks every value
and reference, makes statements with evidence, documents and the search index. Both run in the
same session, in turn, each in a process of its own. Run `python bench/build.py` for Markdown.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.replica import REGISTRY, replicate

SIZES = (1, 5, 20, 50)
RUNS = 5
_COMMAND = str(Path(sys.executable).with_name("lionrock"))
_LOADING = """
import sys
from pathlib import Path
import duckdb, msgspec
decode = msgspec.json.Decoder().decode
database = duckdb.connect(sys.argv[2])
for path in sorted(Path(sys.argv[1]).glob("*.jsonl")):
    with path.open("rb") as lines:
        for line in lines:
            decode(line)
    database.execute(
        f"CREATE TABLE {path.stem} AS SELECT * FROM read_json(?, format='newline_delimited')",
        [str(path)],
    )
database.close()
"""


class Run(NamedTuple):
    """One process: wall seconds, peak memory in MiB, and what it printed."""

    seconds: float
    memory: float
    said: str


def measured(*command: str) -> Run:
    """Run a command to its end; RuntimeError when it fails."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {said[-400:]}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(time.perf_counter() - begun, usage.ru_maxrss / unit, said)


def built(home: Path, registry: Path) -> Run:
    """`lionrock build` of a registry into a home."""
    return measured(_COMMAND, "build", "--json", "--home", str(home), "--registry", str(registry))


def loaded(folder: Path, registry: Path) -> Run:
    """The peer: parse and insert."""
    path = folder / "loaded.duckdb"
    path.unlink(missing_ok=True)
    return measured(sys.executable, "-c", _LOADING, str(registry), str(path))


def run() -> str:
    """Measure everything and return a section of Markdown."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        return "\n".join((_small(folder), _large(folder)))


def _small(folder: Path) -> str:
    homes = [folder / f"home{number}" for number in range(RUNS)]
    cold = [built(home, REGISTRY) for home in homes]
    idle = [built(homes[0], REGISTRY) for _ in range(RUNS)]
    stages = json.loads(cold[-1].said)["seconds"]
    told = ", ".join(f"{name} {seconds:.2f}" for name, seconds in stages.items())
    lines = [
        "## Build\n",
        f"Whole commands, {RUNS} runs, {os.cpu_count()} cores. The bundled registry:\n",
        "| command | median s | min-max s | goal |",
        "|---|---:|---:|---|",
        _row("cold build", [one.seconds for one in cold], "< 5 s"),
        _row("build when nothing changed", [one.seconds for one in idle], "< 1 s"),
        f"\nStages of the last cold build, in seconds (the index beside documents): {told}.\n",
    ]
    return "\n".join(lines)


def _row(name: str, seconds: list[float], goal: str) -> str:
    spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
    return f"| {name} | {statistics.median(seconds):.2f} | {spread} | {goal} |"


def _large(folder: Path) -> str:
    lines = [
        "The registry written many times over, every id, reference and address its own.",
        "*Loading* is msgspec and DuckDB's `read_json`; two runs each, in turn, the faster.\n",
        "| registry | lines | build s | peak MiB | loading s | peak MiB | build / loading |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    points = []
    for times in SIZES:
        registry = folder / f"registry{times}"
        number = replicate(registry, times)
        pairs = [
            (loaded(folder, registry), built(folder / f"large{times}-{turn}", registry))
            for turn in range(2)
        ]
        peer = min((pair[0] for pair in pairs), key=lambda one: one.seconds)
        ours = min((pair[1] for pair in pairs), key=lambda one: one.seconds)
        points.append((number, ours.seconds))
        lines.append(
            f"| {times}x | {number:,} | {ours.seconds:.1f} | {ours.memory:,.0f} | "
            f"{peer.seconds:.2f} | {peer.memory:,.0f} | {ours.seconds / peer.seconds:.1f} |"
        )
    last = json.loads(pairs[-1][1].said)["seconds"]
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in last.items())
    growth = _exponent(points[1:])
    lines += [
        "\nGoal at 50x: 8 times loading.",
        f"Exponent of growth from 5x to 50x (log-log): {growth:.2f} (goal 1.1).",
        f"Stages of the last build, in seconds: {told}.\n",
    ]
    return "\n".join(lines)


def _exponent(points: list[tuple[int, float]]) -> float:
    """Slope of the least-squares line through the logarithms."""
    xs, ys = zip(*((math.log(size), math.log(seconds)) for size, seconds in points), strict=True)
    return statistics.linear_regression(xs, ys).slope


if __name__ == "__main__":
    print(run())
