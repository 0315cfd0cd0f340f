"""Workers answer as one process does, whatever the names, and whatever happens to a worker."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve.index import build_index
from lionrock.resolve.matcher import open_matcher
from lionrock.resolve.parallel import LEAST, Parallel

NAMES = ("Harbour View Robotics Limited", "海景機械人有限公司", "Peak Road Institute of Optics")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    organisations = [
        Organisation(str(n), "organisation", T(name, name, name), (OrganisationName(name),))
        for n, name in enumerate(NAMES)
    ]
    build_index(organisations, tmp_path / "match")
    return tmp_path / "match"


@pytest.fixture
def parallel(folder: Path) -> Iterator[Parallel]:
    matcher = Parallel(folder, processes=2, after=0)
    yield matcher
    matcher.close()


def texts() -> list[str | None]:
    odd = [None, "", "\ud800 Robotics", "x" * 5_000, "海景机械人", "Harbor View Robotics Ltd"]
    return [*odd, *(f"{NAMES[n % 3]} {n % 7 or ''}".strip() for n in range(LEAST))]


def test_workers_answer_as_one_process(parallel: Parallel, folder: Path) -> None:
    asked = texts()
    alone = open_matcher(folder)
    assert parallel.names(asked, limit=2) == alone.names(asked, limit=2)
    lines = [f"{text}, Hong Kong" if text else text for text in asked]
    assert parallel.affiliations(lines) == alone.affiliations(lines)


def test_a_killed_worker_costs_no_answer(parallel: Parallel, folder: Path) -> None:
    asked = texts()
    expected = parallel.names(asked, limit=1)
    pool = parallel._pool
    assert pool is not None
    for worker in list(pool._processes.values()):
        os.kill(worker.pid or 0, signal.SIGKILL)
    assert parallel.names(asked, limit=1) == expected


def test_short_lists_start_no_worker(folder: Path) -> None:
    matcher = Parallel(folder, processes=2)
    assert matcher.names([NAMES[0]])[0].verdict == "match"
    assert matcher._pool is None
