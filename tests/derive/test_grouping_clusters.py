"""Clusters by rounds of SQL are those that one link after the other gives, the strongest first."""

import datetime as dt
import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from lionrock.derive.grouping import cluster_names
from lionrock.model.judgement import Judgement
from lionrock.resolve.cluster import clusters
from lionrock.store.duck import Duck

Pair = tuple[str, str, float, str]
_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_TABLES = """
CREATE TABLE scratch.unknown_names (name VARCHAR, text VARCHAR, place VARCHAR);
CREATE TABLE scratch.name_institutions (name VARCHAR, institution VARCHAR);
CREATE TABLE proposed_strings (raw VARCHAR, name VARCHAR, text VARCHAR, works BIGINT);
CREATE TABLE authorships (work VARCHAR, raw VARCHAR);
CREATE TABLE outputs (work VARCHAR);
CREATE TABLE proposed_pairs (one VARCHAR, other VARCHAR, score DOUBLE, verdict VARCHAR);
CREATE TABLE name_judgements (one VARCHAR, other VARCHAR, verdict VARCHAR)
"""


def by_rounds(
    names: list[str], pairs: list[Pair], judged: list[tuple[str, str, str]], folder: Path
) -> set[frozenset[str]]:
    database = Duck()
    database.run((str(n), sql) for n, sql in enumerate(_TABLES.split(";")))
    scratch = folder / "scratch"
    database.insert("scratch.unknown_names", [(name, name, "") for name in names], scratch)
    database.insert("proposed_strings", [(name, name, name, 1) for name in names], scratch)
    database.insert("authorships", [("W1", name) for name in names], scratch)
    database.insert("outputs", [("W1",)], scratch)
    database.insert("proposed_pairs", pairs, scratch)
    database.insert("name_judgements", judged, scratch)
    cluster_names(database)
    found = defaultdict(set)
    for name, proposed in database.rows("SELECT name, proposed FROM proposed_names"):
        found[proposed].add(name)
    assert all(least == min(members) for least, members in found.items())
    counted = database.rows("SELECT proposed, names, strings, works FROM proposed_organisations")
    assert sorted(counted) == sorted((p, len(m), len(m), 1) for p, m in found.items())
    database.close()
    return {frozenset(members) for members in found.values()}


def one_by_one(
    names: list[str], pairs: list[Pair], judged: list[tuple[str, str, str]]
) -> set[frozenset[str]]:
    said = {(one, other): verdict for one, other, verdict in judged}
    links = [(2.0, *pair) for pair, verdict in said.items() if verdict == "same"]
    links += [
        (score, one, other)
        for one, other, score, verdict in pairs
        if verdict == "same" and (one, other) not in said
    ]
    apart = {pair for pair, verdict in said.items() if verdict == "different"}
    apart |= {p[:2] for p in pairs if p[3] == "different" and said.get(p[:2]) != "same"}
    listed = [("different", *pair) for pair in sorted(apart)]
    listed += [("same", *k[1:]) for k in sorted(links, key=lambda k: (-k[0], *k[1:]))]
    made = clusters(
        Judgement(one, other, verdict, "test", (_EPOCH + dt.timedelta(n)).isoformat())  # type: ignore[arg-type]
        for n, (verdict, one, other) in enumerate(listed)
    )
    found = defaultdict(set)
    for name in names:
        found[made.of(name)].add(name)
    return {frozenset(members) for members in found.values()}


def drawn(seed: int) -> tuple[list[str], list[Pair], list[tuple[str, str, str]]]:
    chance = random.Random(seed)
    names = [f"name-{n:03}" for n in range(chance.randint(2, 40))]
    every = [(a, b) for a in names for b in names if a < b]
    chosen = chance.sample(every, min(len(every), chance.randint(1, 2 * len(names))))
    verdicts = chance.choices(["same", "different", "unsure"], [8, chance.randint(0, 3), 1], k=99)
    pairs = [
        (*pair, round(chance.random(), 1), verdict)
        for pair, verdict in zip(chosen, verdicts, strict=False)
    ]
    judged = [
        (*pair, chance.choice(["same", "different"]))
        for pair in chance.sample(every, min(len(every), chance.randint(0, 4)))
    ]
    return names, pairs, judged


@pytest.mark.parametrize("seed", range(20))
def test_rounds_give_what_one_link_after_the_other_gives(seed: int, tmp_path: Path) -> None:
    names, pairs, judged = drawn(seed)
    assert by_rounds(names, pairs, judged, tmp_path) == one_by_one(names, pairs, judged)


def test_among_those_drawn_are_components_that_must_be_parted() -> None:
    parted = 0
    for seed in range(20):
        names, pairs, judged = drawn(seed)
        free = [pair for pair in pairs if pair[3] != "different"]
        kept = [one for one in judged if one[2] != "different"]
        parted += one_by_one(names, free, kept) != one_by_one(names, pairs, judged)
    assert parted >= 5


def test_a_long_chain_takes_few_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    run = Duck.run
    monkeypatch.setattr(Duck, "run", lambda self, named: run(self, ran.extend(s := [*named]) or s))
    names = [f"name-{n:04}" for n in range(2_000)]
    pairs = [(a, b, 0.9, "same") for a, b in pairwise(names)]
    assert by_rounds(names, pairs, [], tmp_path) == {frozenset(names)}
    assert sum(name == "spread" for name, _ in ran) <= 14


def test_what_a_person_says_counts_for_more_than_a_score(tmp_path: Path) -> None:
    a, b, c = "name-a", "name-b", "name-c"
    pairs = [(a, b, 0.99, "same"), (b, c, 0.98, "different")]
    judged = [(a, b, "different"), (b, c, "same")]
    assert by_rounds([a, b, c], pairs, judged, tmp_path) == {frozenset([a]), frozenset([b, c])}
