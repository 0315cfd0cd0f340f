"""An update may be killed at any moment: a whole set stays, and the next one goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.sources.updating import NEW, OLD, PAGES, Updater, service

pytestmark = pytest.mark.slow

KILLED = """
import sys
from pathlib import Path
from lionrock.build import reference_of
from lionrock.settings import Settings
from lionrock.sources._http import Door, Policy
from lionrock.sources._update import update
from tests.sources import invented
home, port = Path(sys.argv[1]), int(sys.argv[2])
policy = Policy("lionrock/0 (tests)", allow=frozenset({("127.0.0.1", port)}))
settings = Settings(home)
reference = reference_of(settings)
module = invented.module(f"http://127.0.0.1:{port}/bodies")
print("ready", flush=True)
sys.stdin.readline()
with Door(policy, {}, home / "update" / "robots") as door:
    update(settings, reference, (module,), door, lambda *told: None)
"""


def start(updater: Updater) -> subprocess.Popen[str]:
    """An update in a process of its own, held before its first request."""
    command = [sys.executable, "-c", KILLED, str(updater.settings.home)]
    process = subprocess.Popen(
        [*command, str(updater.client.server.port)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def let(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_an_update_killed_at_any_moment_leaves_a_whole_set(updater: Updater) -> None:
    updater.run()
    process = start(updater)
    updater.serve(service("-0"))
    begun = time.monotonic()
    let(process)
    process.communicate(timeout=60)
    assert process.returncode == 0
    whole = time.monotonic() - begun
    good = {OLD[0], f"{OLD[0]}-0"}  # an update goes on with pages of the one before
    chance, killed, moments = random.Random(20261124), 0, 12
    for moment in range(1, moments + 1):
        updater.serve(service(f"-{moment}"))
        good.add(f"{OLD[0]}-{moment}")
        process = start(updater)
        let(process)
        time.sleep(whole * (moment - chance.random()) / moments)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        names = updater.names()
        assert [name.partition("-")[0] for name in names] == OLD
        assert {name.replace(name[5:8], "0.0") for name in names} <= good
        assert all(names[n][8:] == names[n + 1][8:] for n in range(0, len(names), 2))
    assert killed > moments // 2
    updater.serve(service("-end"))
    updater.drawer.forget_pending()
    assert updater.run().failure is None
    assert updater.names() == [f"{name}-end" for name in OLD]
    assert not list((updater.settings.update / "parts").glob("*"))


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
        [sys.executable, "-c", kill + KILLED, str(updater.settings.home),
         str(updater.client.server.port)],
        input="\n", capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    settled = step in ("forget_pending", "tell") or (step == "replace" and not before)
    assert updater.names() == (NEW if settled else OLD)
    assert updater.run().failure is None
    assert updater.names() == NEW
    asked = updater.client.server.asked("/bodies")
    assert asked <= PAGES + (PAGES if step in ("tell", "forget_pending") else 1)
