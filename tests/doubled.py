"""The tiny world with one of its companies a second time, under another id: to be merged."""

from typing import Any

from lionrock.model.judgement import Judgement
from tests.world import facts

GAZETTE, LEDGER = "https://gazette.example/merge", "https://ledger.example/merge"
AT = "2026-11-23T09:30:{:02d}+00:00"
OLD, NEW = "lumen-limited", "lumen"


def lines() -> dict[str, list[dict[str, Any]]]:
    """The tiny world, with one of its companies a second time under another id."""
    world = facts()
    world["organisations.jsonl"] += [
        {"id": OLD, "kind": "corporate", "place": "vantry", "founded": "2019", "sources": [LEDGER],
         "names": {"en": ["Lumen Robotics Limited", "Lumen Robotics"], "zh-Hant": ["流明機器人"]},
         "ids": {"hkex": "0007"}, "note": "Seen under another name."},
        {"id": "lumen-lab", "kind": "research_centre", "names": {"en": ["Light Lab"]},
         "parent": OLD, "sources": [LEDGER]},
    ]  # fmt: skip
    world["deals.jsonl"].append(
        {"company": OLD, "date": "2026-05", "round": "series_b", "investors": ["bank"],
         "amount": 30000000, "currency": "USD", "sources": [LEDGER]}
    )  # fmt: skip
    world["relations.jsonl"] += [
        # the same investment as the world has of the other id, then one between the two ids
        {"subject": "heron-capital", "type": "invests_in", "object": OLD, "date": "2021",
         "amount": 4348145900, "currency": "HKD", "sources": [LEDGER]},
        {"subject": OLD, "type": "related_to", "object": NEW, "sources": [LEDGER]},
        {"subject": OLD, "type": "partners_with", "object": "guild", "sources": [LEDGER]},
    ]  # fmt: skip
    world["observations.jsonl"].append(
        {"indicator": "startups", "about": OLD, "period": "2025", "value": 3, "unit": "companies",
         "publisher": "gazette", "sources": [GAZETTE]}
    )  # fmt: skip
    return world


def judged(left: str, right: str, verdict: str = "same", second: int = 0) -> Judgement:
    return Judgement(left, right, verdict, "ann", AT.format(second))
