"""Prebuilt documents: point reads from any thread, and the rows of a facet's tables."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lionrock.store.documents import DocumentReader, DocumentWriter
from lionrock.store.files import WriteFailed

TABLE = ("startups", "companies")
CELLS: dict[str, dict[str, Any]] = {
    "a": {"label": {"en": "beta"}, "sector": ["ai", "food"], "amount": "USD 5", "amount_sort": 5,
          "place": {"id": "x", "en": "Ex"}, "number": 3},
    "b": {"label": {"en": "Alpha"}, "sector": [], "amount": "HKD 8", "amount_sort": 1,
          "place": {"id": "y", "en": "Why"}, "number": 20},
    "c": {"label": {"en": "gamma"}, "sector": ["ai"], "amount": None, "amount_sort": None,
          "place": None, "number": None},
}  # fmt: skip


@pytest.fixture
def reader(tmp_path: Path) -> DocumentReader:
    writer = DocumentWriter(tmp_path / "documents.sqlite")
    writer.add("entity", [("b", b"{}"), ("a", '{"name":"甲"}'.encode())])
    writer.add("facet", [("a", b"[]")])
    writer.add_rows(TABLE, [(key, key, json.dumps(cells)) for key, cells in CELLS.items()])
    writer.add_rows(("startups", "other"), [("z", "z", "{}")])
    writer.close()
    return DocumentReader(tmp_path / "documents.sqlite")


def rows(reader: DocumentReader, where: Any, order: Any, window: Any = (50, 0)) -> Any:
    total, found = reader.rows(TABLE, where, order, window)
    return total, [entity for entity, _ in found]


def test_a_document_is_found_by_kind_and_id(reader: DocumentReader) -> None:
    assert reader.get("entity", "a") == '{"name":"甲"}'.encode()
    assert reader.get("facet", "a") == b"[]"
    assert reader.get("facet", "b") is None
    assert reader.get("entity", "' OR 1=1 --") is None
    assert reader.ids("entity") == ["a", "b"]
    assert reader.ids("nothing") == []


def test_a_second_document_of_one_id_is_an_error(tmp_path: Path) -> None:
    writer = DocumentWriter(tmp_path / "documents.sqlite")
    writer.add("entity", [("a", b"{}")])
    with pytest.raises(sqlite3.IntegrityError):
        writer.add("entity", [("a", b"{}")])
    writer.close()


def test_threads_read_at_once(reader: DocumentReader) -> None:
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda n: reader.get("entity", "ab"[n % 2]), range(400)))
    assert bodies[1] == b"{}"
    assert len(set(bodies)) == 2


@pytest.mark.parametrize(
    ("column", "type_", "up", "down"),
    [
        ("label", "label", "bac", "cab"),
        ("amount", "money", "bac", "abc"),
        ("number", "number", "abc", "bac"),
        ("place", "entity", "abc", "bac"),
        ("sector", "list", "acb", "acb"),
    ],
)
def test_rows_are_sorted_with_the_unknown_last(
    reader: DocumentReader, column: str, type_: str, up: str, down: str
) -> None:
    assert rows(reader, {}, (column, type_, False)) == (3, list(up))
    assert rows(reader, {}, (column, type_, True)) == (3, list(down))


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"sector": ("list", "ai")}, "ac"),
        ({"sector": ("list", "a")}, ""),
        ({"place": ("entity", "y")}, "b"),
        ({"number": ("number", "20")}, "b"),
        ({"amount": ("money", "USD 5"), "sector": ("list", "food")}, "a"),
        ({"amount": ("money", "' OR '1'='1")}, ""),
    ],
)
def test_rows_are_filtered_by_every_condition(
    reader: DocumentReader, where: Any, found: str
) -> None:
    assert rows(reader, where, ("label", "label", False))[0] == len(found)
    assert sorted(rows(reader, where, ("label", "label", False))[1]) == list(found)


def test_a_window_leaves_the_total(reader: DocumentReader) -> None:
    assert rows(reader, {}, ("label", "label", False), (1, 1)) == (3, ["a"])
    assert rows(reader, {}, ("label", "label", False), (5, 9)) == (3, [])


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match="could not write the documents"):
        DocumentWriter(tmp_path / "no such folder" / "documents.sqlite")
