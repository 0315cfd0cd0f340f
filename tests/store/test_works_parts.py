"""Files of works read piece by piece: what comes of it does not depend on where they are cut."""

from pathlib import Path
from typing import Any

import pytest

from lionrock.derive.works import load_works
from lionrock.model.source import Fetched
from lionrock.store import _pieces
from lionrock.store import works as reading
from lionrock.store.duck import Duck
from lionrock.store.works import BadFile
from tests.works import CUHK, HKUST, MALFORMED, WORKS, work, written

TABLES = (
    "works", "authorships", "work_topics", "topics", "institutions", "quarantine", "work_files",
)  # fmt: skip


def tables(folder: Path, files: list[Fetched]) -> dict[str, list[Any]]:
    """What a load makes of files; no other table is left, nor a file."""
    folder.mkdir()
    database = Duck(folder / "a.duckdb")
    try:
        load_works(database, files, folder / "loading")
        left = {name for (name,) in database.rows("SELECT table_name FROM duckdb_tables()")}
        assert left == set(TABLES)
        return {name: sorted(database.rows(f"FROM {name}"), key=repr) for name in TABLES}
    finally:
        database.close()
        assert [path.name for path in folder.iterdir()] == ["a.duckdb"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files every few lines, and work on every few pieces."""
    monkeypatch.setattr(_pieces, "PIECE", 6_000)
    monkeypatch.setattr(_pieces, "_BLOCK", 777)
    monkeypatch.setattr(reading, "PART", 15_000)


@pytest.mark.parametrize("name", ["lines.gz", "lines.jsonl"])
def test_where_a_file_is_cut_changes_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, name: str
) -> None:
    lines = [*WORKS[:9], b"", b"   ", *MALFORMED, *WORKS[9:], *[work(70, 2024, "T10320", [CUHK])]]
    files = [written(tmp_path, lines, name), written(tmp_path, WORKS[3:7], f"more-{name}")]
    whole = tables(tmp_path / "whole", files)
    request.getfixturevalue("small")
    assert len(list(_pieces.pieces(files[0].path, tmp_path / "room"))) > 3
    assert tables(tmp_path / "cut", files) == whole
    assert len(whole["quarantine"]) == len(MALFORMED)
    assert sum(row[1] for row in whole["work_files"]) == len(lines) - 2 + 4


def test_a_work_far_longer_than_a_block_is_read_and_one_after_it_too(tmp_path: Path) -> None:
    long = work(70, 2024, "T10320", [CUHK], title="long " * (5 * _pieces._BLOCK // 5))
    file = written(tmp_path, [WORKS[0], long, WORKS[1]], "lines.gz")
    (piece,) = _pieces.pieces(file.path, tmp_path / "room")
    assert 5 * _pieces._BLOCK < piece.longest <= 7 * _pieces._BLOCK
    made = tables(tmp_path / "made", [file])
    assert {len(row[1]) > 5 * _pieces._BLOCK - 9 for row in made["works"]} == {True, False}
    assert sorted(row[-1] for row in made["works"]) == [1, 2, 3]
    assert made["quarantine"] == []


@pytest.mark.usefixtures("small")
def test_pieces_hold_every_line_once_and_end_where_a_line_ends(tmp_path: Path) -> None:
    file = written(tmp_path, [*WORKS, b'{"id": "no line break at the end"}'], "lines.jsonl")
    file.path.write_bytes(file.path.read_bytes().rstrip(b"\n"))
    found = []
    for piece in _pieces.pieces(file.path, tmp_path / "room"):
        found.append(piece.path.read_bytes())
        assert piece.size == len(found[-1]) <= 6_000 + 777 + 4_000  # a block and a line more
    assert b"".join(found) == file.path.read_bytes()
    assert all(piece.endswith(b"\n") for piece in found[:-1])


@pytest.mark.parametrize("older_first", [True, False])
@pytest.mark.usefixtures("small")
def test_the_newest_version_counts_whichever_file_it_is_in(
    tmp_path: Path, older_first: bool
) -> None:
    older = work(1, 2024, "T10320", [HKUST], [CUHK], updated_date="2026-01-01", cited_by_count=1)
    newer = work(1, 2024, "T10028", [CUHK], updated_date="2026-02-01", cited_by_count=2)
    lines = [[older, work(2, 2024, "T10036", [HKUST])], [newer]]
    files = [written(tmp_path, one, f"{number}.gz") for number, one in enumerate(lines)]
    made = tables(tmp_path / "made", files if older_first else files[::-1])
    assert {row[0]: row[15] for row in made["works"]} == {"W4300000001": 2, "W4300000002": 2}
    assert [row[3] for row in made["authorships"] if row[0] == "W4300000001"] == [CUHK[0]]
    assert {row[2] for row in made["work_topics"]} == {"T10028", "T10036", "T10020"}


def test_every_affiliation_and_topic_leads_to_its_file_and_line(tmp_path: Path) -> None:
    file = written(tmp_path, WORKS)
    made = tables(tmp_path / "made", [file])
    lines = {(row[0], row[-2], row[-1]) for row in made["works"]}
    for name in ("authorships", "work_topics"):
        assert {(row[0], row[-2], row[-1]) for row in made[name]} <= lines
        assert {row[-2] for row in made[name]} == {file.snapshot.digest}


def test_a_file_that_is_kept_twice_is_read_once(tmp_path: Path) -> None:
    file = written(tmp_path, WORKS)
    made = tables(tmp_path / "made", [file, Fetched(file.snapshot, file.path, "again")])
    assert [row[1:] for row in made["work_files"]] == [
        (len(WORKS), 0, "2026-10-20T04:11:12.530021")
    ]
    assert len({row[0] for row in made["works"]}) == len(made["works"]) == 27


def test_a_line_without_end_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_pieces, "LINE", 1 << 20)
    file = written(tmp_path, [WORKS[0], b"[" * (3 << 20)])
    with pytest.raises(BadFile, match=r"^part_000\.gz: .*a line of more than 1 MiB"):
        tables(tmp_path / "made", [file])


def test_a_damaged_file_among_others_is_refused_by_name(tmp_path: Path) -> None:
    damaged = written(tmp_path, WORKS, "a.gz")
    damaged.path.write_bytes(damaged.path.read_bytes()[:-100])
    files = [*(written(tmp_path, WORKS[n:], f"{n}.gz") for n in range(1, 5)), damaged]
    with pytest.raises(BadFile, match=r"^a\.gz: a\.gz is no whole GZIP file"):
        tables(tmp_path / "made", files)


@pytest.mark.parametrize("cut", [0, 100])
def test_the_engine_has_its_threads_back_after_a_load(tmp_path: Path, cut: int) -> None:
    files = [written(tmp_path, WORKS[n:], f"{n}.gz") for n in range(3)]
    kept = files[1].path.read_bytes()
    files[1].path.write_bytes(kept[: len(kept) - cut])
    database = Duck(tmp_path / "a.duckdb")
    database.run([("threads", "SET GLOBAL threads = 5")])
    try:
        load_works(database, files, tmp_path / "loading")
    except BadFile:
        assert cut
    ((now,),) = database.rows("SELECT current_setting('threads')")
    ((usual,),) = Duck().rows("SELECT current_setting('threads')")
    database.close()
    assert now == usual
