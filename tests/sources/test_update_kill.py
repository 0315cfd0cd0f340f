"""An update may be killed at any moment: a whole set stays, and the next one goes on."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from lionrock.build import reference_of
from lionrock.settings import Settings
from lionrock.sources._http import Door, Policy
from lionrock.sources._update import update
from tests.kills import killed_after, seed, went_well
from tests.nursery import Nursery, nursery
from tests.sources import invented
from tests.sources.updating import NEW, OLD, PAGES, Updater, service

pytestmark = [pytest.mark.slow, pytest.mark.alone]

MOMENTS = 50


@pytest.fixture(scope="module")
def forking() -> Iterator[Nursery]:
    with nursery() as made:
        made.load(__name__)
        yield made


def one_update(home: str, port: int) -> int:
    """An update from the invented service in a process of its own."""
    policy = Policy("lionrock/0 (tests)", allow=frozenset({("127.0.0.1", port)}))
    settings = Settings(Path(home))
    module = invented.module(f"http://127.0.0.1:{port}/bodies")
    with Door(policy, {}, settings.update / "robots") as door:
        update(settings, reference_of(settings), (module,), door, lambda *told: None)
    return 0


def test_updates_killed_at_fifty_moments_leave_a_whole_set(
    updater: Updater, forking: Nursery
) -> None:
    home, port = str(updater.settings.home), updater.client.server.port
    start = partial(forking.start, f"{__name__}:one_update", home, port)
    updater.run()
    updater.serve(service("-0"))
    ended = start().wait()
    went_well(ended)
    good = {OLD[0], f"{OLD[0]}-0"}  # an update goes on with pages of the one before
    chance, killed = random.Random(seed()), 0
    for moment in range(1, MOMENTS + 1):
        updater.serve(service(f"-{moment}"))
        good.add(f"{OLD[0]}-{moment}")
        stopped = killed_after(start(), ended.cpu * (moment - chance.random()) / MOMENTS, chance)
        killed += stopped.killed
        assert "Traceback" not in stopped.said
        names = updater.names()
        assert [name.partition("-")[0] for name in names] == OLD
        assert {name.replace(name[5:8], "0.0") for name in names} <= good
        assert all(names[n][8:] == names[n + 1][8:] for n in range(0, len(names), 2))
        if moment % 5 == 0:
            updater.drawer.forget_pending()
            went_well(start().wait())
            assert updater.names() == [f"{name}-{moment}" for name in OLD]
    assert killed > MOMENTS // 4
    updater.serve(service("-end"))
    updater.drawer.forget_pending()
    assert updater.run().failure is None
    assert updater.names() == [f"{name}-end" for name in OLD]
    assert not list((updater.settings.update / "parts").glob("*"))


ONE = f"""
import sys
from {__name__} import one_update
one_update(sys.argv[1], int(sys.argv[2]))
"""
STEPS = ("place", "replace", "add_pending", "forget_pending", "tell")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [True, False])
def test_an_update_killed_at_each_step_is_gone_on_with(
    updater: Updater, step: str, before: bool
) -> None:
    """The kill is before or after the step; the next update makes the new set current."""
    updater.run()
    updater.serve(service("v2"))
    kill = f"""
import os, signal
from lionrock.store.live import Drawer
real = Drawer.{step}
def killing(self, *given):
    if not {before}: real(self, *given)
    os.kill(os.getpid(), signal.SIGKILL)
Drawer.{step} = killing
"""
    done = subprocess.run(
        [sys.executable, "-c", kill + ONE, str(updater.settings.home),
         str(updater.client.server.port)],
        capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    settled = step in ("forget_pending", "tell") or (step == "replace" and not before)
    assert updater.names() == (NEW if settled else OLD)
    assert updater.run().failure is None
    assert updater.names() == NEW
    asked = updater.client.server.asked("/bodies")
    assert asked <= PAGES + (PAGES if step in ("tell", "forget_pending") else 1)
