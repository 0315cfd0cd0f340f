"""Matching noisy names: Lionrock and its peers on one task, in one run.

Run `python bench/match_names.py` for a section of Markdown; bench/match_task.py makes the task
and bench/match_scoring.py says what the figures mean.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.match_contest import (
    Absent,
    Outcome,
    Task,
    goals,
    lionrock,
    load,
    median,
    peer,
    python,
    read_task,
    run_program,
)
from bench.match_scoring import Quality, at_verdict, quality
from bench.match_task import ABSENT, SIZE

SEEDS = (11, 2026)
TURNS = 3
MEMORY = 512  # MiB
OURS, BEST = "Lionrock", "TF-IDF of 3 characters, with lead"

INTRODUCTION = """\
## Matching names

{size:,} invented organisations, {queries:,} noisy queries, {absent:.0%} of which name none of
them; seed {seed}. Every contender in a process of its own; {turns} turns each, in turn, of
Lionrock and of the peer to beat, their median; one of the others. Peers get names folded
beforehand (that time is not counted); Lionrock's time is from the text to the answer, with
reasons. {load}

| contender | names/s | of TF-IDF's | first answer right (en / zh) | best F1 | recall at P ≥ .95 | \
index s | peak MiB |
|---|---:|---:|---|---:|---:|---:|---:|
"""


def run() -> str:
    """Measure everything and return a section of Markdown."""
    busy = load()
    with TemporaryDirectory() as name:
        folder = Path(name)
        tasks = [_task(folder, seed) for seed in SEEDS]
        outcomes, missing = _contest(tasks[0], folder)
        others = [_again(path) for path in tasks[1:]]
        task = read_task(str(tasks[0]))
    head = INTRODUCTION.format(
        size=len(task.candidates), queries=len(task.queries), absent=ABSENT, seed=SEEDS[0],
        turns=TURNS, load=busy,
    )  # fmt: skip
    pace = outcomes[BEST].seconds
    rows = [_row(name, one, task, pace) for name, one in outcomes.items()]
    ours = outcomes[OURS]
    parts = [head + "\n".join(rows), *(f"\n{line}" for line in missing), ""]
    parts += [_verdicts(ours, task), *others, "", _goals(ours, task, pace), "", _versions(outcomes)]
    return "\n".join(parts) + "\n"


def _task(folder: Path, seed: int) -> Path:
    path = folder / f"task-{seed}.json"
    run_program(python("peers"), "match_task.py", path, SIZE, seed)
    return path


def _contest(task: Path, folder: Path) -> tuple[dict[str, Outcome], list[str]]:
    """The outcome of each contender, and a sentence for each that could not run."""
    blocks = folder / "blocks.json"
    turns = [(lionrock("names", task), peer("tfidf.py", task, blocks)) for _ in range(TURNS)]
    outcomes = {
        OURS: median([ours for ours, _ in turns]), BEST: median([theirs for _, theirs in turns])
    }  # fmt: skip
    others: dict[str, Callable[[], Outcome]] = {
        "rapidfuzz ratio, every pair": lambda: peer("ratio.py", task),
        "nomenklatura logic-v2 on TF-IDF's first ten": lambda: peer(
            "logic.py", task, blocks, folder="nomenklatura"
        ),
        "Splink, one field": lambda: peer("records.py", task),
    }
    missing = []
    for name, contend in others.items():
        try:
            outcomes[name] = contend()
        except (Absent, RuntimeError) as reason:
            missing.append(f"*{name}*: {reason}.")
    return outcomes, missing


def _row(name: str, one: Outcome, task: Task, pace: float) -> str:
    found = quality(task.queries, one.answers)
    return (
        f"| {name} | {len(task.queries) / one.seconds:,.0f} | {pace / one.seconds:.2f}× "
        f"| {found.first_by_script} | {found.f1:.3f} | {found.precise_recall:.3f} "
        f"| {one.build:.1f} | {one.memory:,.0f} |"
    )


def _verdicts(ours: Outcome, task: Task) -> str:
    precision, recall = at_verdict(task.queries, ours.answers, ours.sure)
    return (
        f"At its own line (verdict *match*) Lionrock has precision {precision:.3f} "
        f"and recall {recall:.3f}; its index takes {ours.size:.0f} MiB on disk."
    )


def _again(path: Path) -> str:
    """One sentence about another seed."""
    task = read_task(str(path))
    ours, theirs = (quality(task.queries, one.answers) for one in _pair(path))
    seed = path.stem.rpartition("-")[2]
    return (
        f"Seed {seed}: F1 {ours.f1:.3f} against {theirs.f1:.3f}, recall at P ≥ .95 "
        f"{ours.precise_recall:.3f} against {theirs.precise_recall:.3f}, first answers "
        f"{ours.first_by_script} against {theirs.first_by_script}."
    )


def _pair(path: Path) -> tuple[Outcome, Outcome]:
    return lionrock("names", path), peer("tfidf.py", path)


def _goals(ours: Outcome, task: Task, pace: float) -> str:
    found: Quality = quality(task.queries, ours.answers)
    return goals((
        ("best F1", found.f1, "≥", 0.92, ".3f"),
        ("recall at precision ≥ .95", found.precise_recall, "≥", 0.88, ".3f"),
        ("names/s against TF-IDF's", pace / ours.seconds, "≥", 2.0, ".2f"),
        ("peak memory, MiB", ours.memory, "≤", MEMORY, ".0f"),
    ))  # fmt: skip


def _versions(outcomes: dict[str, Outcome]) -> str:
    used = {name: version for one in outcomes.values() for name, version in one.using.items()}
    return f"With {', '.join(f'{name} {version}' for name, version in sorted(used.items()))}."


if __name__ == "__main__":
    sys.stdout.write(run())
