"""Broken files of every source, sheets, sentences and requests: read, reported or refused, in
bounded time."""

import contextlib
import json
import subprocess
import sys
from typing import Any

import pytest

from tests.sources import guided
from tests.sources.fuzzing import main

NUMBER = 10_000
LONGEST, MOST = 2.0, 1024  # seconds of processor time for one file, MiB
DEAR = ("rows of parquet", "queries of the API", "bodies of the API")
"""What opens an engine or asks a whole application for each file: most of the time is theirs."""


def test_broken_files_of_every_source_do_no_harm() -> None:
    harmless(main(20, 20261130), 20)


@pytest.mark.slow
@pytest.mark.timeout(3_000)
def test_ten_thousand_broken_files_of_each_do_no_harm() -> None:
    """Those that take most of the time have processes of their own."""
    with contextlib.ExitStack() as ended:
        running = [ended.enter_context(_started(some)) for some in (DEAR[:1], DEAR[1:])]
        told = main(NUMBER, 11, without=DEAR)
        for one in running:
            out, error = one.communicate()
            assert one.returncode == 0, error[-3_000:]
            for line in out.splitlines():
                told |= json.loads(line)
    assert set(DEAR) <= set(told)
    harmless(told, NUMBER)


def _started(names: tuple[str, ...]) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "tests.sources.fuzzing", str(NUMBER), "11", *names)
    return subprocess.Popen(
        command, cwd=guided.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def harmless(told: dict[str, dict[str, Any]], number: int) -> None:
    assert len(told) >= 18
    for name, counts in told.items():
        assert counts.pop("memory") <= MOST, name
        assert counts.pop("slowest") <= LONGEST, name
        assert sum(counts.values()) == number, name
    assert sum(counts.get("read", 0) for counts in told.values())
    assert sum(counts.get("reported", 0) + counts.get("refused", 0) for counts in told.values())
