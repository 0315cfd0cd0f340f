"""How good checking is, on claims labelled by hand: kinds, verdicts, and that nothing is called
supported or contradicted wrongly."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from lionrock.answer.checking.check import Checker
from lionrock.answer.checking.claim import Check
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read_plain

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))
SURE = ("supported", "contradicted")
SETS = (
    "claims",
    "claims-articles",
    "claims-articles-second",
    "claims-articles-third",
    "claims-articles-fourth",
    "claims-articles-fifth",
    "claims-articles-sixth",
)


@pytest.fixture(scope="module")
def checker(observatory: Observatory) -> Checker:
    return Checker(observatory)


def rows(name: str, half: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def check(observatory: Observatory, checker: Checker, text: str) -> Check:
    return checker.check(read_plain(observatory, text))


@pytest.mark.parametrize("half", ["tune", "held"])
@pytest.mark.parametrize("name", SETS)
def test_kinds_and_verdicts_keep_their_floor(observatory, checker, name, half, record_property):
    labelled = rows(name, half)
    right: Counter[str] = Counter()
    wrong: list[str] = []
    sure = 0
    for row in labelled:
        one = check(observatory, checker, row["text"]).claims[row.get("at", 0)]
        right["kind"] += one.claim.kind == row["kind"]
        right["verdict"] += one.finding.verdict == row["verdict"]
        if one.finding.verdict in SURE:
            sure += 1
            assert one.finding.evidence, row["text"]
            assert all(support.sources for support in one.finding.evidence), row["text"]
            if one.finding.verdict != row["verdict"]:
                wrong.append(row["text"])
    floor = FLOORS[f"{name} {half}"]
    shares = {name: count / len(labelled) for name, count in right.items()}
    record_property("report", f"{name}, {half}: {shares}, {len(wrong)} of {sure} wrongly sure")
    assert shares["kind"] >= floor["kind"]
    assert shares["verdict"] >= floor["verdict"]
    assert 1 - len(wrong) / sure >= floor["sure"], wrong


def test_whole_articles_keep_their_floor(observatory, checker, record_property):
    """Claims of articles as they are cut and told there: a claim leans on the ones before it.
    Where two readers may differ, a row names what either would say."""
    floor = FLOORS["articles tune"]
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for line in (HERE / "articles.tune.jsonl").read_text("utf-8").splitlines():
        article = json.loads(line)
        read = read_plain(observatory, article["text"], article["published"])
        found = checker.check(read).claims
        assert [one.claim.text for one in found] == [row["text"] for row in article["claims"]]
        for one, row in zip(found, article["claims"], strict=True):
            verdict = one.finding.verdict
            right["claims"] += 1
            right["kind"] += one.claim.kind in row["kinds"]
            right["verdict"] += verdict in row["verdicts"]
            right["sure"] += verdict in SURE
            if verdict in SURE and verdict not in row["verdicts"]:
                wrong.append(row["text"])
    shares = {name: right[name] / right["claims"] for name in ("kind", "verdict")}
    record_property("report", f"articles: {shares}, {len(wrong)} of {right['sure']} wrongly sure")
    assert shares["kind"] >= floor["kind"]
    assert shares["verdict"] >= floor["verdict"]
    assert 1 - len(wrong) / right["sure"] >= floor["sure"], wrong


def test_articles_by_another_hand_keep_their_floor(observatory, checker, record_property):
    """Claims as their writer cut them; ours is the one that shares most letters with it."""
    floor = FLOORS["articles-second tune"]
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for article in rows("articles-second", "tune"):
        found = checker.check(read_plain(observatory, article["text"], article["published"])).claims
        for row in article["claims"]:
            start = article["text"].index(row["text"])
            end = start + len(row["text"])
            one = max(found, key=lambda o: min(end, o.claim.end) - max(start, o.claim.start))
            right["claims"] += 1
            if min(end, one.claim.end) <= max(start, one.claim.start):
                continue  # a question, which claims nothing for us
            right["kind"] += one.claim.kind in row["kinds"]
            right["verdict"] += one.finding.verdict in row["verdicts"]
            if one.finding.verdict in (*SURE, "outdated"):
                right["sure"] += 1
                if one.finding.verdict not in row["verdicts"]:
                    wrong.append(row["text"])
    shares = {name: right[name] / right["claims"] for name in ("kind", "verdict")}
    told = f"{shares}, {len(wrong)} of {right['sure']} wrongly sure"
    record_property("report", f"articles by another hand: {told}")
    assert shares["kind"] >= floor["kind"], told
    assert shares["verdict"] >= floor["verdict"], told
    assert 1 - len(wrong) / right["sure"] >= floor["sure"], wrong


def test_halves_share_no_claim():
    sets = [{row["text"] for row in rows(name, half)} for name in SETS for half in ("tune", "held")]
    assert len(frozenset().union(*sets)) == sum(map(len, sets)) >= 618


def test_a_claim_of_nothing_known_is_never_supported(observatory, checker):
    for text in ("Robots in Hong Kong wrote 12,345 poems in 2024.", "火星上有三千間公司。"):
        for one in check(observatory, checker, text).claims:
            assert one.finding.verdict in ("no_evidence", "not_checkable"), text
