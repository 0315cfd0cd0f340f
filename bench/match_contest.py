"""Runs contenders on a task, each in a process of its own, and says what came of it.

The peers live in `.venv-bench` (`make bench` makes it); Lionrock runs where this runs.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-bench"


class Outcome(msgspec.Struct, frozen=True):
    """What a contender told: seconds, MiB, and for each query (position or -1, score)."""

    build: float
    seconds: float
    answers: list[tuple[int, float]]
    memory: float
    using: dict[str, str]
    sure: list[bool] = []
    found: list[list[str]] = []
    open: float = 0.0
    first: float = 0.0
    size: float = 0.0
    pairs: int = 0


class Task(msgspec.Struct, frozen=True):
    """A task: candidates, and queries with the position of the candidate meant, or -1."""

    candidates: list[str]
    queries: list[tuple[str, int]]


def read_task(path: str) -> Task:
    """Read a task that bench/match_task.py wrote."""
    return msgspec.json.decode(Path(path).read_bytes(), type=Task)


class Absent(Exception):
    """A peer cannot run here; the message says why."""


def python(folder: str) -> str:
    """The interpreter of a folder of peers; Absent when they are not installed."""
    why = PEERS / f"{folder}.txt"
    if why.exists():
        told = [line.strip() for line in why.read_text("utf-8").splitlines() if line.strip()]
        raise Absent(f"could not be installed: {' '.join(told[:2])[:300] or 'no reason given'}")
    path = PEERS / folder / "bin" / "python"
    if not path.exists():
        raise Absent("is not installed: `make bench` does that")
    return str(path)


def run_program(interpreter: str, script: str, *arguments: object) -> bytes:
    """What a program of this folder prints; RuntimeError with its last words when it fails."""
    command = [interpreter, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{script} failed: {done.stderr.decode(errors='replace')[-800:]}")
    return done.stdout


def lionrock(*arguments: object) -> Outcome:
    """Run Lionrock: a command of bench/match_lionrock.py with what it wants."""
    told = run_program(sys.executable, "match_lionrock.py", *arguments)
    return msgspec.json.decode(told, type=Outcome)


def peer(script: str, *arguments: object, folder: str = "peers") -> Outcome:
    """Run a peer of bench/peers; Absent when it is not installed."""
    told = run_program(python(folder), f"peers/{script}", *arguments)
    return msgspec.json.decode(told, type=Outcome)


def median(outcomes: Sequence[Outcome]) -> Outcome:
    """The last of several runs, with the median times and the highest memory of all."""
    return msgspec.structs.replace(
        outcomes[-1],
        build=statistics.median(one.build for one in outcomes),
        seconds=statistics.median(one.seconds for one in outcomes),
        memory=max(one.memory for one in outcomes),
    )


@contextmanager
def one_core() -> Iterator[None]:
    """What is started within runs on one core, where the system can see to that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def goals(rows: Iterable[tuple[str, float, str, float, str]]) -> str:
    """A table of goals: (what, value, "≥" or "≤", goal, format)."""
    lines = ["| goal | | measured | |", "|---|---|---:|---|"]
    for what, value, sign, goal, form in rows:
        met = value >= goal if sign == "≥" else value <= goal
        wanted, measured = format(goal, form), format(value, form)
        lines.append(
            f"| {what} | {sign} {wanted} | {measured} | {'met' if met else '**missed**'} |"
        )
    return "\n".join(lines)


def load() -> str:
    """How busy the machine was when this was asked: others use it too."""
    return (
        f"The machine is shared ({os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} "
        "when this began): read ratios, not seconds."
    )
