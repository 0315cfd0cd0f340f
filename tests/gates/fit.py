"""Fits resolve/weights.toml anew: `python -m tests.gates.fit [TASK.json]`.

Learns from the tune halves of the labelled names; from names of the bundled registry, spoiled by
noise.py, while two fifths of the organisations are left out so that "none" is learnt too; and,
when the file of a task of bench/match_task.py is given, from that. The held halves are not read.
The same inputs give the same weights.
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from bench.match_contest import Task, read_task
from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.segments import Asked, asked_name
from lionrock.model.names.translate import english_readings
from lionrock.model.text import T
from lionrock.resolve import score
from lionrock.resolve.asked import asked
from lionrock.resolve.blocking import candidates
from lionrock.resolve.compare import compare
from lionrock.resolve.features import FEATURES, table
from lionrock.resolve.fitting import Choices, fit
from lionrock.resolve.index import Index, index_of
from lionrock.resolve.ranking import TOP
from lionrock.resolve.spelling import Speller
from lionrock.settings import Settings
from tests.gates.measuring import cases
from tests.gates.noise import noisy

FOR = frozenset((
    "same_name", "same_short", "initials", "look_alike", "sound_alike", "campus_named",
    "reordered", "agreed", "whole_asked", "whole_row", "close", "same_legal", "same_place",
    "in_place",
))  # fmt: skip
"""Features that may only speak for a pair; "lost_unit" may do either, the others only against."""

EITHER = frozenset(("lost_unit",))
LABELLED, SPOILED, TASK = 3.0, 0.25, 0.3
"""What a question of each origin weighs."""

BATCH, ROUNDS, LEFT_OUT, SEED = 4_096, 3, 0.4, 7
LIMITS = (0.72, 0.4)
Lesson = tuple[Index, list[str], list[int], float]
"""An index, names, the organisation each means (-1 for none), and what a question weighs."""


def main(task: Path | None) -> None:
    """Fit the weights and write them."""
    known = registry()
    lessons = [labelled(known), *spoiled(known)]
    if task is not None:
        lessons.append(of_task(read_task(str(task))))
    choices = joined([of_lesson(lesson) for lesson in lessons])
    signs = [0 if f.id in EITHER else 1 if f.id in FOR else -1 for f in FEATURES]
    base, values = fit(choices, signs)
    path = Path(score.__file__).with_name("weights.toml")
    path.write_text(score.written(base, values.tolist(), LIMITS), "utf-8")
    sys.stdout.write(f"{len(choices.right):,} questions; {path} written\n")


def registry() -> list[Organisation]:
    """The organisations of the bundled registry, as a build knows them."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        build(settings)
        return list(Observatory.open(settings).organisations())


def labelled(known: list[Organisation]) -> Lesson:
    """The tune halves of the labelled names."""
    number = {one.id: n for n, one in enumerate(known)}
    rows = cases("names", "tune") + cases("names-second", "tune")
    meant = [number[row["id"]] if row["id"] else -1 for row in rows]
    return index_of(known), [row["left"] for row in rows], meant, LABELLED


def spoiled(known: list[Organisation]) -> list[Lesson]:
    """Spoiled names of all organisations, against indexes that lack some of them."""
    draw = random.Random(SEED)
    lessons = []
    for _ in range(ROUNDS):
        kept = [one for one in known if draw.random() >= LEFT_OUT]
        number = {one.id: n for n, one in enumerate(kept)}
        names: list[str] = []
        meant: list[int] = []
        for one in known:
            for name in draw.sample(one.names, min(2, len(one.names))):
                if one.id in number or name.type != "abbreviation":
                    names.append(noisy(name.text, draw))
                    meant.append(number.get(one.id, -1))
        lessons.append((index_of(kept), names, meant, SPOILED))
    return lessons


def of_task(task: Task) -> Lesson:
    """The queries of a task against its candidates."""
    organisations = (
        Organisation(str(n), "organisation", T(name, name, name), (OrganisationName(name),))
        for n, name in enumerate(task.candidates)
    )
    return (
        index_of(organisations),
        [query for query, _ in task.queries],
        [meant for _, meant in task.queries],
        TASK,
    )


def of_lesson(lesson: Lesson) -> Choices:
    """The pairs of a lesson. A question whose answer blocking did not bring teaches nothing."""
    index, names, meant, weight = lesson
    parts = [pairs(index, names[at : at + BATCH], at) for at in range(0, len(names), BATCH)]
    features, questions, organisations = map(np.concatenate, zip(*parts, strict=True))
    right = np.array(meant)
    brought = np.zeros(len(names), bool)
    brought[questions[organisations == right[questions]]] = True
    weights = np.where((right < 0) | brought, weight, 0.0)
    return Choices(features, questions, organisations, right, weights)


def pairs(index: Index, names: Sequence[str], first: int) -> tuple[np.ndarray, ...]:
    """(features, question, organisation) of what blocking brings for names as they are asked."""
    variants = [asked_name(name) for name in names]
    owners = list(range(len(names)))
    for number, name in enumerate(names):
        for reading in english_readings(name) if not name.isascii() else ():
            variants.append(Asked(list(reading), list(reading), [], 0, 0, True))
            owners.append(number)
    batch = asked(index, Speller(index.arrays, index.ids, index.vocabulary), variants)
    which, rows = candidates(index, batch, TOP, 1)
    features = table(compare(index, batch, which, rows))
    return features, np.array(owners)[which] + first, index.arrays["row_org"][rows].astype(np.int64)


def joined(all_choices: Sequence[Choices]) -> Choices:
    """Several lessons as one, questions numbered on."""
    starts = np.cumsum([0, *(len(one.right) for one in all_choices)])
    numbered = [
        msgspec.structs.replace(one, questions=one.questions + start)
        for one, start in zip(all_choices, starts, strict=False)
    ]
    names = Choices.__struct_fields__
    return Choices(*(np.concatenate([getattr(one, name) for one in numbered]) for name in names))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
