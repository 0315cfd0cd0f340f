"""Files of works as they come: JSON lines, pages of the API, Parquet, damaged ones."""

import gzip
import json
from pathlib import Path

import pytest

from lionrock.derive.works import load_works
from lionrock.model.source import Fetched
from lionrock.settings import Settings
from lionrock.store import builds
from lionrock.store.works import BadFile
from tests.works import WORKS, written
from tests.works_city import without_works


def test_a_damaged_file_is_refused_by_name(home: Path, tmp_path: Path) -> None:
    database = without_works(builds.current(Settings(home=home)), tmp_path)
    file = written(tmp_path, WORKS)
    file.path.write_bytes(file.path.read_bytes()[:-200])
    with pytest.raises(BadFile, match=r"^part_000\.gz: .*GZIP"):
        load_works(database, [file], tmp_path / "loading")
    database.close()
    assert not (tmp_path / "loading").exists()


@pytest.mark.parametrize(
    "name", ["part_000", "part_000.jsonl", "part_000.parquet", "page.json", "page"]
)
def test_a_file_is_known_by_its_bytes_and_not_by_its_name(
    home: Path, tmp_path: Path, name: str
) -> None:
    database = without_works(builds.current(Settings(home=home)), tmp_path)
    file = written(tmp_path, WORKS, "lines.gz")
    if name.endswith("parquet"):
        database.run([(name, f"COPY (FROM read_json('{file.path}')) TO '{tmp_path / name}'")])
    elif name.startswith("page"):  # as the API answers
        page = json.dumps({"meta": {"count": 29, "next_cursor": None}, "results": WORKS}).encode()
        (tmp_path / name).write_bytes(page if name.endswith("json") else gzip.compress(page))
    else:
        plain = gzip.decompress(file.path.read_bytes())
        packed = file.path.read_bytes() if name == "part_000" else plain
        (tmp_path / name).write_bytes(packed)
    again = Fetched(file.snapshot, tmp_path / name, name)
    load_works(database, [again], tmp_path / "loading")
    works = database.rows(
        "SELECT count(*), count(venue), count(percentile), max(row_number) FROM works"
    )
    strings = database.rows("SELECT count(*), count(DISTINCT raw) FROM authorships")
    aside = database.rows("FROM quarantine")
    database.close()
    assert works == [(27, 26, 27, len(WORKS))]
    kept = {one["id"]: one for one in WORKS if not one["is_paratext"]}.values()
    authors = [author for one in kept for author in one["authorships"]]
    assert strings == [(sum(max(1, len(a["affiliations"])) for a in authors), 10)]
    assert aside == []
