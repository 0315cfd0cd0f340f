"""The bundled registry written many times over, every id, reference and address its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Line = dict[str, Any]

REGISTRY = Path(__file__).parent.parent / "src" / "lionrock" / "registry"
_REFERENCES = {
    "id", "place", "parent", "owner", "operator", "issuer", "company", "adopter", "provider", "by",
    "subject", "object", "about",
}  # fmt: skip
_LISTS = {"orgs", "investors", "members"}
ABOUT = """\
gathered = "2026-11-22"
licence = "CC-BY-4.0"

[expects]
organisation = [{organisation}, {organisation}]
observation = [{observation}, {observation}]
"""


def _renamed(row: Line, mark: str) -> Line:
    made = {}
    for key, value in row.items():
        if key in _REFERENCES and isinstance(value, str):
            value = value + mark
        elif key in _LISTS:
            value = [item + mark for item in value]
        elif key == "sources":
            value = [f"{url}#{mark}" for url in value]
        made[key] = value
    return made


def replicate(folder: Path, times: int) -> int:
    """Write the registry `times` over into `folder`; return the number of lines."""
    folder.mkdir(parents=True)
    counts = {}
    for path in sorted(REGISTRY.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        counts[path.stem.removesuffix("s")] = len(rows) * times
        with (folder / path.name).open("w", encoding="utf-8") as file:
            file.writelines(_lines(rows, times))
    (folder / "registry.toml").write_text(ABOUT.format(**counts), "utf-8")
    return sum(counts.values())


def _lines(rows: list[Line], times: int) -> Iterator[str]:
    for number in range(times):
        for row in rows:
            copy = _renamed(row, f"-r{number}") if number else row
            yield json.dumps(copy, ensure_ascii=False) + "\n"
