"""A reviewer may be killed at any moment: what was said to be kept is kept, what was there before
is there still, and the next sitting goes on."""

import random
import re
from collections.abc import Iterator

import pytest

from lionrock.build import build
from lionrock.model.judgement import UNDONE
from lionrock.settings import Settings
from lionrock.store.judgements import NAME, Line, read
from tests.doubled import NEW, OLD, lines
from tests.kills import is_whole, killed_after, seed, went_well
from tests.nursery import Nursery, nursery
from tests.world import make_world

MOMENTS, ROUNDS = 50, 8
KEYS = "u\nz\nd\nz\n"  # judge the first pair, take it back, judge it otherwise, take it back
TOLD = re.compile(r"^Judgement \d+", re.MULTILINE)

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def forking() -> Iterator[Nursery]:
    with nursery() as made:
        yield made


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder, world = tmp_path_factory.mktemp("judged"), lines()
    world["relations.jsonl"] = [
        one for one in world["relations.jsonl"] if {one["subject"], one["object"]} != {OLD, NEW}
    ]
    world["organisations.jsonl"].append(
        {"id": "cloudworks-hk", "kind": "provider", "names": {"en": ["Cloudworks Services Ltd"]},
         "place": "vantry", "sources": ["https://gazette.example/1"]}
    )  # fmt: skip
    made = Settings(folder / "home", make_world(folder / "registry", world))
    build(made)
    return made


def kept(settings: Settings) -> tuple[Line, ...]:
    """Every judgement of the file, none of which is torn or wrong."""
    table = read(settings.home / NAME)
    assert not table.problems and table.torn is None
    return table.lines


def test_sittings_killed_at_fifty_moments_keep_what_they_said(
    settings: Settings, forking: Nursery
) -> None:
    chance, path, killed, judging = random.Random(seed()), settings.home / NAME, 0, 0
    review = ("--home", settings.home, "review")
    forking.learn("--home", settings.home, "review", "--list")
    ended = forking.command(*review, keys=KEYS * ROUNDS).wait()
    went_well(ended)
    assert len(kept(settings)) == 4 * ROUNDS
    for count in range(MOMENTS):
        before = path.read_bytes()
        moment = ended.cpu * (count + chance.random()) / MOMENTS
        stopped = killed_after(forking.command(*review, keys=KEYS * ROUNDS), moment, chance)
        killed += stopped.killed
        assert path.read_bytes().startswith(before), "a line that stood was changed"
        told, new = len(TOLD.findall(stopped.said)), len(kept(settings)) - before.count(b"\n")
        assert told <= new, "what was said to be kept is not"
        judging += new > 0
        _next_run(settings, forking)
    assert killed > MOMENTS // 4 and judging > MOMENTS // 10
    is_whole(settings)


def _next_run(settings: Settings, forking: Nursery) -> None:
    """Take back what the killed sitting left in force, or judge and take that back."""
    place = ("--home", settings.home)
    last = kept(settings)[-1]
    if last.judgement.verdict == UNDONE:
        went_well(forking.command("review", "--judge", OLD, NEW, "unsure", *place).wait())
        last = kept(settings)[-1]
        assert last.judgement.verdict == "unsure"
    went_well(forking.command("review", "--undo", last.number, *place).wait())
    assert kept(settings)[-1].judgement.undoes == last.judgement.handle
