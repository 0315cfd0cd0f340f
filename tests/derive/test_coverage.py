"""A snapshot is the whole of OpenAlex only when its manifest is met, file by file."""

import json
from pathlib import Path
from typing import Any

import pytest

from lionrock.derive.coverage import is_whole
from lionrock.model.source import Fetched
from lionrock.model.statement import Snapshot


def fetched(folder: Path, name: str, body: bytes = b"") -> Fetched:
    path = folder / name.replace("/", "_")
    path.write_bytes(body)
    return Fetched(Snapshot(name, "openalex", name, None, "", "CC0-1.0"), path, name)


def manifest(*counts: int) -> Any:
    """A manifest as the snapshot has it, with a file a day."""
    return {
        "entries": [
            {
                "url": f"s3://openalex/data/works/updated_date=2026-06-0{day}/part_000.gz",
                "meta": {"content_length": 1000, "record_count": count},
            }
            for day, count in enumerate(counts, 1)
        ],
        "meta": {"content_length": 2000, "record_count": sum(counts)},
    }


@pytest.fixture
def files(tmp_path: Path) -> list[Fetched]:
    return [
        fetched(tmp_path, "works/updated_date=2026-06-01/part_000.gz"),
        fetched(tmp_path, "works/updated_date=2026-06-02/part_000.gz"),
    ]


LINES = {
    "works/updated_date=2026-06-01/part_000.gz": 10,
    "works/updated_date=2026-06-02/part_000.gz": 7,
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (manifest(10, 7), True),
        ({"format": "jsonl", "entities": {"works": manifest(10, 7)}}, True),  # all in one
        (manifest(10, 8), False),  # a record is missing
        (manifest(10, 7, 3), False),  # a file is missing
        ({"entries": []}, False),
        ([], False),
        ({"entries": [{"url": "s3://openalex/data/works/updated_date=2026-06-01/part_000.gz"}]},
         False),  # how many is not said
        ({"entries": [{"url": 5, "meta": None}]}, False),
    ],
)  # fmt: skip
def test_all_that_the_manifest_lists_must_be_here(
    tmp_path: Path, files: list[Fetched], body: Any, expected: bool
) -> None:
    told = fetched(tmp_path, "works/manifest", json.dumps(body).encode())
    assert is_whole([*files, told], LINES) is expected


def test_without_a_manifest_it_is_not_known_to_be_whole(files: list[Fetched]) -> None:
    assert not is_whole(files, LINES)
    assert not is_whole([], {})


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"null"])
def test_a_manifest_that_is_none_says_nothing(
    tmp_path: Path, files: list[Fetched], body: bytes
) -> None:
    assert not is_whole([*files, fetched(tmp_path, "works/manifest", body)], LINES)
