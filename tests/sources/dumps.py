"""Small ROR dumps for tests, of invented organisations."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lionrock.model.match import Organisation
from lionrock.model.statement import Problem
from lionrock.sources import _ror_release, ror
from lionrock.sources.ror import read_dump
from tests.sources.misbehaving import Server, http

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


def serve_dumps(
    server: Server, monkeypatch: pytest.MonkeyPatch, dumps: dict[str, list[Row]]
) -> None:
    """Answer as Zenodo does, with a list at /ror/list and a zip a release: its name, its rows."""
    monkeypatch.setattr(ror, "LISTING", server.url("/ror/list"))
    monkeypatch.setattr(_ror_release, "FILES", server.url("/ror/"))
    files = []
    for release, rows in dumps.items():
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            member = zipfile.ZipInfo(f"{release}-ror-data.json", (2026, 9, 1, 0, 0, 0))
            archive.writestr(member, json.dumps(rows))
        body, name = data.getvalue(), f"{release}-ror-data.zip"
        server.answers[f"/ror/{name}"] = lambda _, body=body: http(
            body, Content_Type="application/zip"
        )
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        files.append({
            "key": name, "size": len(body), "checksum": f"md5:{digest}",
            "links": {"self": server.url(f"/ror/{name}")},
        })  # fmt: skip
    told = json.dumps({"hits": {"hits": [{"files": files}], "total": 1}}).encode()
    server.answers["/ror/list"] = lambda _: http(told, Content_Type="application/json")
