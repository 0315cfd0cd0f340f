"""A partial output goes on from its last whole batch, and has one writer at a time."""

from pathlib import Path

import pytest

from lionrock.store.sheets.journal import Journal, Start
from lionrock.store.sheets.sheet import SheetFault

QUESTION = {"input": "a", "column": "name"}


def _partial(target: Path, batches: int = 2) -> None:
    journal = Journal(target, QUESTION)
    for number in range(batches):
        journal.append(b"batch %d\n" % number, number + 1, {"none": number + 1})
    journal.close()


@pytest.mark.parametrize("torn", [b"", b"b", b"batch 2\nbatch 3"])
def test_what_was_not_noted_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    target = tmp_path / "out.csv"
    _partial(target)
    with (tmp_path / "out.csv.partial").open("ab") as file:
        file.write(torn)
    journal = Journal(target, QUESTION)
    assert (journal.resumed, journal.note.rows, journal.note.counts) == (True, 2, {"none": 2})
    journal.append(b"batch 2\n", 3, {})
    journal.finish()
    assert target.read_bytes() == b"batch 0\nbatch 1\nbatch 2\n"
    assert list(tmp_path.iterdir()) == [target]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    journal = Journal(target, QUESTION)
    journal.append(b"x\n", 1, {})
    for start in ("auto", "fresh"):
        with pytest.raises(SheetFault, match="another run is writing it"):
            Journal(target, QUESTION, start)
    journal.finish()
    assert target.read_bytes() == b"x\n"


@pytest.mark.parametrize(
    "damage", ["", "{", "null", '{"question": {}, "rows": -1}', '{"rows": []}']
)
def test_a_note_that_cannot_be_read_means_a_fresh_start(tmp_path: Path, damage: str) -> None:
    target = tmp_path / "out.csv"
    _partial(target)
    (tmp_path / "out.csv.partial.note").write_text(damage)
    journal = Journal(target, QUESTION)
    journal.append(b"new\n", 1, {})
    journal.finish()
    assert target.read_bytes() == b"new\n"


def test_less_on_disk_than_was_noted_means_a_fresh_start(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    _partial(target)
    (tmp_path / "out.csv.partial").write_bytes(b"bat")
    journal = Journal(target, QUESTION)
    assert (journal.resumed, journal.restarted) == (False, "partial")
    journal.close()


@pytest.mark.parametrize(("start", "told"), [("resume", "column changed"), ("fresh", "")])
def test_insisting_touches_nothing_and_starting_over_does(
    tmp_path: Path, start: Start, told: str
) -> None:
    target = tmp_path / "out.csv"
    _partial(target)
    before = (tmp_path / "out.csv.partial").read_bytes()
    changed = QUESTION | {"column": "other"}
    if told:
        with pytest.raises(SheetFault, match=told):
            Journal(target, changed, start)
        assert (tmp_path / "out.csv.partial").read_bytes() == before
        journal = Journal(target, QUESTION, start)
        assert journal.resumed
        journal.close()
    else:
        journal = Journal(target, QUESTION, start)
        assert not journal.resumed
        journal.close()


def test_a_run_that_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    Journal(tmp_path / "out.csv", QUESTION).close()
    with pytest.raises(SheetFault, match="no run to go on with"):
        Journal(tmp_path / "out.csv", QUESTION, "resume")
    assert not list(tmp_path.iterdir())
