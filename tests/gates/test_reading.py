"""How well documents are read, on sentences labelled by hand: names linked to entities, amounts,
dates, and events with their roles. F1 over all sentences of a half; nobody tunes on the held."""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.reading import read_plain
from lionrock.model.reading import Event, Reading

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))
DAY = "2026-11-24"
Row = dict[str, Any]


def rows(half: str) -> Iterator[Row]:
    for line in (HERE / f"reading.{half}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def event_key(event: Event) -> Hashable:
    """An event as it counts: its kind, who is in which role, and whether it did not happen.
    Roles that no entity fills do not count; whether it is still to come does, but for targets."""
    roles = frozenset((role.name, role.id) for role in event.roles if role.id is not None)
    planned = event.planned and event.kind != "target"
    return event.kind, roles, event.negated, planned


def labelled_key(told: Row) -> Hashable:
    roles = frozenset((name, id_) for name, ids in told["roles"].items() for id_ in ids)
    return told["kind"], roles, told.get("negated", False), told.get("planned", False)


def found(reading: Reading) -> dict[str, list[Hashable]]:
    return {
        "mentions": [one.id for one in reading.mentions if one.id is not None],
        "amounts": [(one.value, one.currency or one.unit) for one in reading.amounts],
        "dates": [one.iso for one in reading.dates],
        "events": [event_key(one) for one in reading.events],
    }


def labelled(row: Row) -> dict[str, list[Hashable]]:
    return {
        "mentions": row["mentions"],
        "amounts": [tuple(one) for one in row["amounts"]],
        "dates": row["dates"],
        "events": [labelled_key(one) for one in row["events"]],
    }


def score(pairs: Iterable[tuple[list[Hashable], list[Hashable]]]) -> float:
    """F1 over all rows: (found, labelled) each."""
    right = told = wanted = 0
    for one, other in pairs:
        right += sum((Counter(one) & Counter(other)).values())
        told, wanted = told + len(one), wanted + len(other)
    return 2 * right / (told + wanted)


@pytest.mark.parametrize("half", ["tune", "held"])
def test_reading_keeps_its_floor(observatory, half, record_property) -> None:
    read = [(found(read_plain(observatory, row["text"], DAY)), labelled(row)) for row in rows(half)]
    for part, floor in FLOORS[f"reading {half}"].items():
        f1 = score((one[part], other[part]) for one, other in read)
        record_property(f"{half} {part} F1", round(f1, 3))
        assert f1 >= floor, f"{half} {part}: F1 {f1:.3f} is below {floor}"


def test_halves_share_no_sentence_and_speak_both_languages() -> None:
    tune, held = ([row["text"] for row in rows(half)] for half in ("tune", "held"))
    assert not set(tune) & set(held)
    for texts in (tune, held):
        assert len(texts) >= 60
        assert sum(not text.isascii() for text in texts) >= 20


def test_every_label_is_an_entity_of_the_registry(observatory) -> None:
    known = {id_ for (id_,) in observatory.query("SELECT id FROM entities")}
    for half in ("tune", "held"):
        for row in rows(half):
            told = {
                id_ for event in row["events"] for ids in event["roles"].values() for id_ in ids
            }
            assert set(row["mentions"]) | told <= known, row["text"]
