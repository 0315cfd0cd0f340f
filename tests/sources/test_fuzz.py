"""Broken files of every source, sheets, sentences and requests: read, reported or refused, in
bounded time."""

import pytest

from tests.sources.fuzzing import main

LONGEST, MOST = 2.0, 1024  # seconds of processor time for one file, MiB


@pytest.mark.parametrize(
    "number",
    [20, pytest.param(300, marks=[pytest.mark.slow, pytest.mark.timeout(1_200)])],
)
def test_broken_files_of_every_source_do_no_harm(number: int) -> None:
    told = main(number, 20261130)
    assert len(told) >= 18
    for name, counts in told.items():
        assert counts.pop("memory") <= MOST, name
        assert counts.pop("slowest") <= LONGEST, name
        assert sum(counts.values()) == number, name
    assert sum(counts.get("read", 0) for counts in told.values())
    assert sum(counts.get("reported", 0) + counts.get("refused", 0) for counts in told.values())
