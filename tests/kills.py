"""What must hold after a kill, whichever command it met, and the moments of the kills."""

import os
import random
import sys
import time
from collections.abc import Iterator

from lionrock.answer.observatory import Observatory
from lionrock.settings import Settings
from lionrock.store import history
from lionrock.store.judgements import NAME, add
from lionrock.store.verify import verify
from tests.doubled import judged
from tests.nursery import TICKS, Child, Ended

JUDGED = (("lumen", "heron-capital", "different"), ("lumen", "guild", "unsure"))


def judge_some(settings: Settings) -> bytes:
    """Write judgements of the user's own; the bytes of the file, which no kill may change."""
    for second, (left, right, verdict) in enumerate(JUDGED):
        add(settings, judged(left, right, verdict, second))
    return (settings.home / NAME).read_bytes()


def seed() -> int:
    """Where the moments come from: another each time, printed for who wants them again; CI takes
    the same, as it does for examples."""
    found = 20261130 if "CI" in os.environ else time.time_ns() % 1_000_000
    sys.stdout.write(f"seed of the kills: {found}\n")
    return found


def moments(number: int, whole: float, chance: random.Random) -> Iterator[float]:
    """One moment at random in every stretch of a command that takes `whole` seconds of processor
    time, and every third in its last tenth, where it is published."""
    for count in range(number):
        if count % 3 == 2:
            yield whole * (0.9 + 0.15 * chance.random())
        else:
            yield whole * (count + chance.random()) / number


def killed_after(child: Child, cpu: float, chance: random.Random) -> Ended:
    """Kill a child once it took so many seconds of processor time, unless it has ended by then:
    a busy machine, or one that stops it, moves no moment."""
    while (taken := child.cpu()) is not None and taken < cpu:
        time.sleep(0.002)
    time.sleep(chance.random() / TICKS)
    return child.kill()


def is_whole(settings: Settings, entity: str = "lumen") -> str:
    """No file is damaged, the observatory opens and answers; the id of its build."""
    assert [fault for fault in verify(settings) if fault.grave] == []
    observatory = Observatory.open(settings)
    document = observatory.entity_document(entity)
    assert document is not None and document["facts"]
    assert observatory.search(entity).hits
    assert observatory.home()["totals"]["entities"] == observatory.manifest.entities
    pages = [int(path.name.partition("-")[0]) for path in history.pages(settings)]
    assert pages == list(range(pages[0], pages[0] + len(pages)))
    return observatory.build_id


def went_well(ended: Ended) -> None:
    """A run after a kill needs no help and says nothing that frightens."""
    assert ended.code == 0, ended.said
    assert "Traceback" not in ended.said
