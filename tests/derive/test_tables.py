"""The tables that every answer rests on, made from the tiny world."""

from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.derive.tables import make_tables
from lionrock.model.source import Fetched, Record
from lionrock.model.statement import Snapshot
from lionrock.settings import Settings
from lionrock.store.duck import Duck
from lionrock.store.loading import RecordFile
from tests.sources.reading import reference_of
from tests.world import facts


@pytest.fixture(scope="module")
def tiny(world: Settings) -> Observatory:
    return Observatory.open(world)


def one(tiny: Observatory, sql: str, *values: Any) -> Any:
    (row,) = tiny.query(sql, values)
    return row


def test_every_line_is_a_record_at_its_place(tiny: Observatory) -> None:
    expected = {
        f"registry/{name}:{n}" for name, rows in facts().items() for n, _ in enumerate(rows, 1)
    }
    assert {row[0] for row in tiny.query("SELECT locator FROM records")} == expected


def test_every_observation_relation_and_entity_is_there_once(tiny: Observatory) -> None:
    lines = facts()
    assert (
        one(tiny, "SELECT count(*), count(DISTINCT id) FROM observations")
        == (len(lines["observations.jsonl"]),) * 2
    )
    relations = "SELECT count(*), count(DISTINCT id) FROM edges WHERE via = 'relation'"
    assert one(tiny, relations) == (len(lines["relations.jsonl"]),) * 2
    number = sum(len(rows) for rows in lines.values())
    number -= len(lines["observations.jsonl"]) + len(lines["relations.jsonl"])
    assert one(tiny, "SELECT count(*), count(DISTINCT id) FROM entities") == (number,) * 2


@pytest.mark.parametrize(
    ("subject", "strength", "tier"),
    [
        ("bureau", "strong", "primary"),  # a primary source
        ("lumen", "strong", "primary"),  # a company about itself
        ("harbour-hospital", "strong", "press"),  # two publishers that confirm one another
        ("guild", "moderate", "press"),  # one
        ("bank", "moderate", "data"),
        ("quill", "moderate", "professional"),  # a company about another
        ("eastmere", "weak", "aggregator"),
        ("tern", "weak", "unknown"),
        ("old-watchdog", "weak", "aggregator"),  # what a mirror repeats
    ],
)
def test_evidence_is_as_strong_as_who_says_it(
    tiny: Observatory, subject: str, strength: str, tier: str
) -> None:
    sql = """SELECT x.strength, x.tier FROM record_evidence x
        JOIN statements s ON s.records[1] = x.n AND s.subject = ? AND s.prop = 'class'"""
    if subject == "eastmere":
        sql = sql.replace("'class'", "'name'")
    assert one(tiny, sql, subject) == (strength, tier)


@pytest.mark.parametrize(
    ("id_", "en", "hant", "hans", "converted"),
    [
        ("vantry-university", "Vantry University", "雲翠大學", "云翠大学", (False, False)),
        ("bank", "Bank of Vantry", "雲翠銀行", "云翠银行", (False, True)),
        ("watchdog", "数据监督署", "數據監督署", "数据监督署", (True, False)),
        ("tern", "Tern", "Tern", "Tern", (False, False)),
        ("false-voice", *["A false voice moved money"] * 3, (False, False)),
    ],
)
def test_a_label_is_found_in_every_script(
    tiny: Observatory, id_: str, en: str, hant: str, hans: str, converted: tuple[bool, bool]
) -> None:
    sql = "SELECT label_en, label_hant, label_hans, hant_converted, hans_converted"
    assert one(tiny, f"{sql} FROM entities WHERE id = ?", id_) == (en, hant, hans, *converted)


def test_a_deal_is_called_by_its_company_and_round(tiny: Observatory) -> None:
    sql = "SELECT label_en, label_hant, label_hans FROM entities WHERE kind = 'deal' AND date = ?"
    assert one(tiny, sql, "2024-03-01") == (
        "Lumen Robotics, Series A", "流明機器人：A 輪", "流明机器人：A 轮"
    )  # fmt: skip


def test_links_come_from_relations_and_from_properties(tiny: Observatory) -> None:
    links = tiny.query("SELECT source, type, via, target FROM edges")
    assert ("heron-capital", "invests_in", "relation", "lumen") in links
    assert ("vision-laboratory", "parent", "property", "vantry-university") in links
    assert ("delta", "member", "property", "eastmere") in links
    assert ("bank-voice", "provider", "property", "quill") in links
    assert not [link for link in links if link[1] in ("about", "subject", "object")]
    counted = dict(tiny.query("SELECT id, links FROM entities"))
    for id_ in ("quill", "vantry", "lost-list"):
        assert counted[id_] == sum((s == id_) + (t == id_) for s, _, _, t in links)


def test_figures_are_set_side_by_side_in_one_unit(tiny: Observatory) -> None:
    sql = """SELECT period_text, measured_unit, value FROM observations
        WHERE indicator = 'funding' AND period_kind IN ('year', 'fiscal_year')"""
    found = {(period, unit): value for period, unit, value in tiny.query(sql)}
    assert found[("2024", "USD")] == 12e9
    assert found[("2024", "HKD")] == 13e9
    assert found[("2024", "CNY")] is None  # no rate for that year: never guessed
    assert found[("2023/24", "HKD")] == 11.5e9
    area = "SELECT value, unit, original FROM observations WHERE indicator = 'floor'"
    assert one(tiny, area) == (0.13, "km2", "130000 square metres")
    both = "SELECT DISTINCT period, period_kind FROM observations WHERE period_text LIKE '2019%'"
    assert one(tiny, both) == ("2019-01-01/2023-12-31", "range")


@pytest.mark.parametrize(
    ("indicator", "period", "nature"),
    [
        ("startups", "2025", "measured"),
        ("startups", "2027", "forecast"),  # told in 2026 of a later year
        ("rules_planned", "2028", "target"),
        ("benefit", "2030", "forecast"),
        ("score", "first round", "measured"),
        ("compute", "2026-Q1", "measured"),
    ],
)
def test_a_figure_knows_whether_it_was_measured(
    tiny: Observatory, indicator: str, period: str, nature: str
) -> None:
    sql = "SELECT DISTINCT nature FROM observations WHERE indicator = ? AND period_text = ?"
    assert one(tiny, sql, indicator, period) == (nature,)


@pytest.mark.parametrize(
    ("indicator", "period", "reason", "values"),  # the lowest, the highest, the leading one
    [
        ("startups", "2023", "tier", (120, 150, 120)),
        ("startups", "2024", "exact", (140, 160, 140)),
        ("ai_use", "2024-03", "publisher", (35.2, 36, 36)),
        ("startups", "2025", "precision", (167, 170, 167)),
        ("funding", "2023", "dated", (11e9, 12e9, 11e9)),
        ("funding", "2024", "newer", (12e9, 13e9, 13e9)),
        ("ai_use", "2024-09", "sources", (40.1, 40.2, 40.2)),
    ],
)
def test_a_disagreement_says_why_one_value_leads(
    tiny: Observatory, indicator: str, period: str, reason: str, values: tuple[float, ...]
) -> None:
    sql = "SELECT reason, low, high FROM disagreements WHERE indicator = ? AND period = ?"
    assert one(tiny, sql, indicator, period) == (reason, *values[:2])
    sql = """SELECT value FROM ranked
        WHERE indicator = ? AND period = ? AND about = 'vantry' AND place = 1"""
    assert one(tiny, sql, indicator, period) == values[2:]


def test_a_disagreement_that_nothing_decides_says_so(tiny: Observatory) -> None:
    sql = "SELECT reason, low, high FROM disagreements WHERE indicator = ? AND period = ?"
    assert one(tiny, sql, "ai_use", "2025-09-30") == ("order", 45, 46)


def test_what_agrees_is_no_disagreement(tiny: Observatory) -> None:
    assert not tiny.query("SELECT * FROM disagreements WHERE low = high")
    assert not tiny.query("SELECT * FROM disagreements WHERE indicator IN ('researchers', 'score')")


def test_events_are_seen_from_both_ends(tiny: Observatory) -> None:
    sql = "SELECT date, type, other, via FROM events WHERE entity = ?"
    lumen = tiny.query(sql, ("lumen",))
    assert ("2018-05-04", "founded", None, "own") in lumen
    assert ("2021", "invests_in", "heron-capital", "in") in lumen
    assert any(event[1:2] + event[3:] == ("company", "in") for event in lumen)
    assert ("2021", "invests_in", "lumen", "out") in tiny.query(sql, ("heron-capital",))
    steps = "SELECT date, what, done FROM events WHERE entity = ? AND type = 'milestone'"
    assert sorted(tiny.query(steps, ("harbour-plan",))) == [
        ("2024-06", "First calls answered", True), ("2024-06", "First phase opened", True),
        ("2028", "Second phase", False),
    ]  # fmt: skip


def test_two_sources_confirm_or_contest_one_another(world: Settings, tmp_path: Path) -> None:
    database, records = Duck(tmp_path / "a.duckdb"), RecordFile(tmp_path / "records.json")
    gazette, roll = ("https://a.example", "gazette", "press"), ("https://b.example", "roll", "data")
    told = [
        ("a", gazette, (("founded", "2018", None, None), ("status", "open", None, None))),
        ("a", roll, (("founded", "2018", None, None), ("status", "open", None, None))),
        ("b", roll, (("founded", "2019", None, None), ("sector", "ai", None, None))),
        ("b", gazette, (("sector", "food", None, None),)),
    ]
    for number, (source, address, claims) in enumerate(told, 1):
        snapshot = Snapshot(source * 64, source, source, None, "", "CC0-1.0")
        record = Record(f"f:{number}", "heron", "organisation", claims, (address,))
        records.add(record, Fetched(snapshot, tmp_path, "f"))
    records.load(database, [], tmp_path / "scratch.json")
    make_tables(database, reference_of(world.registry), tmp_path / "scratch.json")
    said = database.rows("SELECT source, prop, value, records FROM statements ORDER BY ALL")
    assert ("a", "founded", "2018", [1, 2]) in said
    assert database.rows("SELECT strength FROM confirmed") == [("strong",)] * 2
    assert database.rows("SELECT subject, prop, number FROM contested") == [("heron", "founded", 2)]
    database.close()
