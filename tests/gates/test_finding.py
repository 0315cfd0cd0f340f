"""Finders on hand-checked cases about the real registry, none-fits among them.

Each case names some of the programmes or documents, by verdict, that reading the registry by hand
gives; `first` is the one that must lead, `in` may fit or apply for certain or perhaps, `never` may
not do so for certain. The last ten of each were written before the finder was tried on them (right
at first sight: 5, 5 and 5 of 10); the rest with it at hand.
"""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.finding.asking import applicant
from lionrock.answer.finding.partners import partners, wish
from lionrock.answer.finding.programmes import programmes
from lionrock.answer.finding.rules import rules
from lionrock.answer.finding.uses import table, use
from lionrock.answer.observatory import Observatory

HERE = Path(__file__).parent
LEAST = 30


def cases(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"finding.{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", ["programmes", "rules", "partners"])
def test_there_are_enough_cases_in_three_scripts(name: str) -> None:
    asked = [case["ask"] for case in cases(name)]
    assert len(asked) == len(set(asked)) >= LEAST
    assert sum(not one.isascii() for one in asked) >= 6


@pytest.mark.parametrize("case", cases("programmes"), ids=lambda case: str(case["ask"])[:50])
def test_programmes(observatory: Observatory, case: dict[str, Any]) -> None:
    offer = programmes(observatory, applicant(case["ask"], 2026))
    found = {one.id: one for one in offer.programmes}
    for verdict in ("fits", "unsure", "no"):
        wrong = {id_: found[id_] for id_ in case.get(verdict, ()) if found[id_].verdict != verdict}
        assert not wrong, verdict
    assert not [id_ for id_ in case.get("in", ()) if found[id_].verdict == "no"]
    assert not [id_ for id_ in case.get("never", ()) if found[id_].verdict == "fits"]
    if case.get("none_fit"):
        assert not [one.id for one in offer.programmes if one.verdict == "fits"]
    if "first" in case:
        assert offer.programmes[0].id == case["first"]
    for id_, needs in case.get("serves", {}).items():
        assert list(found[id_].serves) == needs
    assert all(one.sources for one in offer.programmes)


@pytest.mark.parametrize("case", cases("rules"), ids=lambda case: str(case["ask"])[:50])
def test_rules(observatory: Observatory, case: dict[str, Any]) -> None:
    answer = rules(observatory, use(case["ask"]))
    found = {one.id: one.bearing for one in answer.rules}
    for bearing in ("applies", "may_apply", "coming", "background"):
        wrong = {id_: found.get(id_) for id_ in case.get(bearing, ()) if found.get(id_) != bearing}
        assert not wrong, bearing
    assert not set(case.get("not", ())) & set(found)
    assert set(case.get("in", ())) <= set(found)
    assert not [id_ for id_ in case.get("never", ()) if found.get(id_) == "applies"]
    if case.get("none"):
        assert not found
    binding = [one.binding for one in answer.rules if one.bearing == "applies"]
    assert binding == sorted(binding, reverse=True), "binding ones stand first"
    assert all(one.sources for one in answer.rules)


def test_what_the_tables_name_is_in_the_registry(observatory: Observatory) -> None:
    known = {id_ for (id_,) in observatory.query("SELECT id FROM entities")}
    documents = {*table("between"), *table("only"), *table("generative")["documents"]}
    issuers = {one for some in table("issuers").values() for one in some} | set(table("supervised"))
    assert documents | issuers <= known


@pytest.mark.parametrize("case", cases("partners"), ids=lambda case: str(case["ask"])[:50])
def test_partners(observatory: Observatory, case: dict[str, Any]) -> None:
    answer = partners(observatory, wish(observatory, case["ask"], case.get("of")))
    found = {one.id: one for one in answer.partners}
    if case.get("none"):
        assert not found and answer.total == 0
    assert {id_ for id_ in case.get("finds", ()) if id_ not in found or found[id_].near} == set()
    assert {id_ for id_ in case.get("near", ()) if id_ not in found or not found[id_].near} == set()
    assert not set(case.get("not", ())) & set(found)
    assert found or not case.get("finds_any")
    if "first" in case:
        assert answer.partners[0].id == case["first"]
    if "classes" in case:
        assert {one.class_ for one in answer.partners} <= set(case["classes"])
    for id_, type_ in case.get("tied", {}).items():
        assert type_ in {tie.type for tie in found[id_].ties}
        assert len(found[id_].way) == 1
    for id_, steps in case.get("way", {}).items():
        assert len(found[id_].way) == steps
    for one in answer.partners:
        assert one.evidence and one.sources
        ends = [{tie.source, tie.target} for tie in one.way]
        assert all(a & b for a, b in pairwise(ends)), "each step begins where one ended"
        assert all(tie.sources for tie in (*one.ties, *one.way)), "every tie leads to its source"
