"""Small ROR dumps for tests, of invented organisations."""

import json
import zipfile
from pathlib import Path
from typing import Any

from lionrock.model.match import Organisation
from lionrock.model.statement import Problem
from lionrock.sources.ror import read_dump

Row = dict[str, Any]
FIXTURES = Path(__file__).parents[1] / "golden" / "ror"
SECOND = FIXTURES / "v0.2-2026-01-01-ror-data_schema_v2.json"
FIRST = FIXTURES / "v0.1-2022-01-01-ror-data.json"


def row(mark: str, name: str = "Heron Institute", **more: Any) -> Row:
    """The least record of schema 2; `mark` is the six characters that tell its id."""
    names = [{"value": name, "types": ["label", "ror_display"], "lang": "en"}]
    return {"id": f"https://ror.org/0{mark}00", "names": names, "relationships": []} | more


def relation(kind: str, mark: str) -> Row:
    return {"type": kind, "id": f"https://ror.org/0{mark}00", "label": "any"}


def written(path: Path, rows: Any) -> Path:
    """Write rows as a JSON array, or lines where the file's name ends in jsonl."""
    lines = path.suffix == ".jsonl"
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows, ensure_ascii=False)
    path.write_text(text, "utf-8")
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def read(path: Path) -> tuple[list[Organisation], list[Problem]]:
    """Every organisation of a dump, and every problem."""
    problems: list[Problem] = []
    return list(read_dump(path, problems.append)), problems
