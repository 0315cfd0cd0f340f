"""A city with what facets treat specially: past-due milestones, ties between cities, targets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.settings import Settings
from lionrock.store.view import TableQuery
from tests.world import facts, make_world

Line = dict[str, Any]
Rows = Callable[[str, str], list[Line]]

SOURCE = "https://gazette.example/facets"

UNICORNS = """
[unicorns]
unit = "companies"
direction = "up"
facet = "startups"
nature = "stock"
label = { en = "Unicorns", zh-Hant = "獨角獸", zh-Hans = "独角兽" }
definition = { en = "Unicorns", zh-Hant = "獨角獸", zh-Hans = "独角兽" }
"""


def initiative(id_: str, status: str = "under_way", **more: Any) -> Line:
    return {
        "id": id_, "kind": "strategy", "owner": "bureau", "status": status,
        "names": {"en": [id_.title()]}, "sources": [SOURCE],
    } | more  # fmt: skip


def link(subject: str, type_: str, object_: str, **more: Any) -> Line:
    return {"subject": subject, "type": type_, "object": object_, "sources": [SOURCE]} | more


def unicorns(period: str, value: float, **more: Any) -> Line:
    return {
        "indicator": "unicorns", "about": "hong-kong", "period": period, "value": value,
        "unit": "companies", "publisher": "gazette", "sources": [SOURCE],
    } | more  # fmt: skip


def body(id_: str, kind: str, **more: Any) -> Line:
    return {"id": id_, "kind": kind, "names": {"en": [id_.title()]}, "sources": [SOURCE]} | more


def target(id_: str, **more: Any) -> Line:
    return {"id": id_, "by": "bureau", "target": id_.title(), "sources": [SOURCE]} | more


def lines() -> dict[str, list[Line]]:
    """The invented city's lines and some more."""
    world = facts()
    world["initiatives.jsonl"] += [
        initiative("late", announced="2024-02", milestones=[
            {"date": "2025-03", "what": "Was to open", "done": False},
            {"date": "2026-06", "what": "In progress", "done": False},
            {"date": "2025-01", "what": "Ground broken", "done": True},
        ]),
        initiative("coming", "announced", start="2027"),
        initiative("promised", announced="2024-02", milestones=[
            {"date": "2024-09", "what": "All forms to be digital by late 2024", "done": True},
        ]),
    ]  # fmt: skip
    world["organisations.jsonl"] += [
        body("annex", "research_centre", parent="vantry-university-eastmere"),
        body("abroad", "corporate", place="faraway"),
        body("clinic", "hospital", place="vantry", ai_focus=["medical_ai"]),
    ]
    world["programmes.jsonl"] += [
        body("exchange-grant", "grant", operator="bank", start="2025-02",
             between=["eastmere", "vantry", "hong-kong"]) | {"for": ["researcher"]},
    ]  # fmt: skip
    world["places.jsonl"] += [
        {"id": "hong-kong", "kind": "city", "names": {"en": ["Hong Kong"]}, "sources": [SOURCE]},
        {"id": "faraway", "kind": "city", "names": {"en": ["Faraway"]}, "sources": [SOURCE]},
        {"id": "greater-bay-area", "kind": "region", "names": {"en": ["The Bay"]},
         "members": ["vantry", "eastmere", "hong-kong"], "sources": [SOURCE]},
    ]  # fmt: skip
    world["relations.jsonl"] += [
        link("annex", "partners_with", "lumen", date="2025-05"),
        link("annex", "joint_lab_with", "lumen"),
        link("abroad", "partners_with", "lumen"),
        link("abroad", "joint_lab_with", "lumen"),
    ]
    world["targets.jsonl"] += [
        target("unicorns-30", value=30, unit="companies", due="2030"),
        target("share", value=1.5, unit="percent of GDP"),
        target("sets", value=20, unit="sets a year"),
    ]
    world["observations.jsonl"] += [
        unicorns("2024", 11), unicorns("2026-01", 20),
        unicorns("2026-05", 99, sources=["https://nobody.example/1"]),
        unicorns("2035", 50),
    ]  # fmt: skip
    return world


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    """Return the observatory of that city."""
    folder: Path = tmp_path_factory.mktemp("facets")
    registry = make_world(folder / "registry", lines())
    with (registry / "indicators.toml").open("a", encoding="utf-8") as file:
        file.write(UNICORNS)
    (registry / "targets.toml").write_text(
        '[unicorns-30]\nindicator = "unicorns"\nabout = "hong-kong"\n', "utf-8"
    )
    settings = Settings(home=folder / "home", registry=registry)
    build(settings)
    return Observatory.open(settings)


@pytest.fixture(scope="session")
def rows(city: Observatory) -> Rows:
    """Return a reader of all rows of a facet's table in that city."""

    def read(facet: str, table: str) -> list[Line]:
        page = city.table(facet, TableQuery(limit=500), table)
        assert page is not None
        return page.rows

    return read
