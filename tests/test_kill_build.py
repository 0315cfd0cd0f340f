"""A build may be killed at any moment: the last good observatory is served, the next build works,
nothing that a person wrote is lost and nothing piles up."""

import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lionrock.settings import Settings
from lionrock.store.judgements import NAME
from tests.kills import is_whole, judge_some, killed_after, moments, seed, went_well
from tests.nursery import Nursery, nursery
from tests.test_kill import tree, vary
from tests.world import make_world

MOMENTS, LANES, WHOLE_EVERY = 50, 2, 5

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture(scope="module")
def forking() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


@pytest.mark.timeout(900)
def test_builds_killed_at_fifty_moments_lose_nothing(
    world: Settings, tmp_path: Path, forking: Nursery
) -> None:
    lanes = [Settings(tmp_path / f"home-{n}", tmp_path / f"registry-{n}") for n in range(LANES)]
    for settings in lanes:
        shutil.copytree(world.home, settings.home, symlinks=True)
        make_world(settings.registry)
    forking.learn("--home", lanes[0].home, "build", "--registry", lanes[0].registry)
    chance = random.Random(seed())
    seeds = [chance.random() for _ in lanes]
    with ThreadPoolExecutor(LANES) as pool:
        killed = pool.map(lambda settings, one: _killed(forking, settings, one), lanes, seeds)
        assert sum(killed) > MOMENTS // 4


def _killed(forking: Nursery, settings: Settings, one: float) -> int:
    """Kill a share of the builds in one home; how many were killed before they had ended."""
    build = ("--home", settings.home, "build", "--registry", settings.registry)
    judged, chance, killed, number = judge_some(settings), random.Random(one), 0, 0
    for number in range(2):  # from here on there is an old build to discard
        vary(settings, number)
        ended = forking.command(*build).wait()
        went_well(ended)
    before, good = tree(settings), is_whole(settings)
    for count, moment in enumerate(moments(MOMENTS // LANES, ended.cpu, chance)):
        number += 1
        vary(settings, number)
        stopped = killed_after(forking.command(*build), moment, chance)
        killed += stopped.killed
        assert "Traceback" not in stopped.said, "the run before left what troubles this one"
        pointed = (settings.home / "current").readlink().name
        assert is_whole(settings) == pointed
        if count % WHOLE_EVERY == 0:
            went_well(forking.command(*build).wait())
        good = is_whole(settings)
        assert (settings.home / NAME).read_bytes() == judged
        assert len([path for path in settings.builds.iterdir() if path.is_dir()]) <= 4
    vary(settings, number + 1)
    went_well(forking.command(*build).wait())
    assert is_whole(settings) != good
    kept, snapshots = tree(settings)
    assert kept == before[0], "a kill left something behind"
    assert snapshots - before[1] <= 2 * (MOMENTS // LANES + 1)  # a changed file each, and its label
    assert not list(settings.home.rglob("*.partial"))
    return killed
