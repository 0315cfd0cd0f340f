"""A small invented city that holds every shape the registry knows, for tests to build.

Every file, key, relation type, kind of period, qualifier, tier and reason for a conflict occurs
at least once (tests/sources/test_world.py holds it to that); names are in one, two or three
scripts; values are missing; a mirror repeats what others said.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.world_facts import FACTS
from tests.world_figures import FIGURES, INDICATORS

Line = dict[str, Any]
Lines = Mapping[str, list[Line]]

ABOUT = """\
gathered = "2026-06-30"
licence = "CC-BY-4.0"

[expects]
organisation = [10, 60]
place = [3, 9]
observation = [20, 90]
"""

RATES = """\
source = "https://stats.vantry.example/rates"

[per_usd.HKD]
2022 = 8.0
2023 = 8.0
2024 = 8.0
2025 = 8.0

[per_usd.CNY]
2022 = 7.0
2023 = 7.0
2025 = 7.0
"""

PUBLISHERS = """\
[vantry-stats]
name = { en = "Vantry Statistics Office", zh-Hant = "雲翠統計處", zh-Hans = "云翠统计处" }
tier = "primary"
class = "statistics_office"
hosts = ["stats.vantry.example"]
aliases = ["Statistics Office"]

[vantry-government]
name = { en = "Government of Vantry", zh-Hant = "雲翠政府", zh-Hans = "云翠政府" }
tier = "primary"
class = "government"
organisation = "bureau"
hosts = ["vantry.example"]

[lumen]
name = { en = "Lumen Robotics" }
tier = "primary"
class = "company"
organisation = "lumen"
hosts = ["lumen.example"]

[gazette]
name = { en = "Vantry Gazette", zh-Hant = "雲翠日報" }
tier = "press"
class = "newspaper"
organisation = "gazette"
hosts = ["gazette.example"]
aliases = ["The Gazette"]

[ledger]
name = { en = "Eastmere Ledger" }
tier = "press"
class = "newspaper"
hosts = ["ledger.example"]

[abacus]
name = { en = "Abacus Partners" }
tier = "professional"
class = "consultancy"
hosts = ["abacus.example", "pages.example/abacus"]

[roll]
name = { en = "The Open Roll" }
tier = "data"
class = "register"
hosts = ["roll.example"]

[echo]
name = { en = "Echo" }
tier = "aggregator"
class = "portal"
hosts = ["echo.example", "pages.example"]
"""


def facts() -> dict[str, list[Line]]:
    """Every line of the world by file: a copy that a test may change."""
    copied: dict[str, list[Line]] = json.loads(json.dumps({**FACTS, "observations.jsonl": FIGURES}))
    return copied


def make_world(path: Path, lines: Lines | None = None) -> Path:
    """Write the world's registry (or other `lines` of it) into `path`; return `path`."""
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in (facts() if lines is None else lines).items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (path / name).write_text(text, "utf-8")
    tables = {"registry": ABOUT, "rates": RATES, "publishers": PUBLISHERS}
    for name, text in {**tables, "indicators": INDICATORS}.items():
        (path / f"{name}.toml").write_text(text, "utf-8")
    return path
