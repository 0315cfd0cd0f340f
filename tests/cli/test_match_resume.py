"""A run of `lionrock match` that was killed at a known step goes on to the same bytes.

The child kills itself where it is told to, so that no clock decides what was done by then;
test_match.py kills at any moment.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

BATCHES, ROWS = 5, 40
CHILD = """
import os, signal, sys
from lionrock.answer.matching import files
from lionrock.store.sheets import journal

files.BATCH = int(sys.argv[1])
where, when = sys.argv[2], int(sys.argv[3])


def dying(real):
    calls = iter(range(1, 1_000_000))

    def call(*given, **more):
        if next(calls) == when:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **more)

    return call


if where == "noting":
    journal.write_whole = dying(journal.write_whole)
elif where == "finishing":
    journal.Journal.finish = dying(journal.Journal.finish)
from lionrock.cli import run

sys.exit(run(sys.argv[4:]))
"""


@pytest.mark.parametrize(
    ("target", "where", "when", "kept"),
    [
        (".csv", "noting", 4, 3),  # its rows are there, the note of them is not
        (".jsonl", "finishing", 1, BATCHES),
        (".xlsx", "noting", 4, 3),
    ],
)
def test_what_a_kill_left_is_gone_on_with(
    home: Path, tmp_path: Path, target: str, where: str, when: int, kept: int
) -> None:
    names = ["HKUST", "香港大學", '"Nothing, At All"', "City Univ. of Hong Kong", "鵬城實驗室"]
    path = tmp_path / "in.csv"
    rows = [f"{n},{names[n % 5]}\n" for n in range(BATCHES * ROWS - 7)]
    path.write_text("id,who\n" + "".join(rows), "utf-8")
    whole, out = tmp_path / f"whole{target}", tmp_path / f"out{target}"

    def matched(place: str, call: int, made: Path, *more: str) -> subprocess.CompletedProcess[str]:
        given = ["--home", str(home), "match", str(path), "-c", "who", "-o", str(made), *more]
        return subprocess.run(
            [sys.executable, "-c", CHILD, str(ROWS), place, str(call), *given],
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    assert matched("nowhere", 0, whole).returncode == 0
    assert matched(where, when, out).returncode == -signal.SIGKILL
    assert not out.exists()
    went_on = matched("nowhere", 0, out, "--resume", "--json")
    assert went_on.returncode == 0, went_on.stderr
    assert out.read_bytes() == whole.read_bytes()
    assert len(list(tmp_path.iterdir())) == 3
    assert json.loads(went_on.stdout)["resumed"] == min(kept * ROWS, len(rows))
