"""Pairs of names scored in batches: each by itself, and alike from either side."""

import random
from collections.abc import Sequence

import pytest

from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.resolve.index import index_of
from lionrock.resolve.pairing import Pairing, Told

PAIRS: Sequence[tuple[Told, Told, str]] = (
    (("Northfield University", "usa"), ("Northfeild University", "usa"), "same"),
    (("Gantry Robotics Co., Ltd", "shenzhen"), ("Gantry Robotics", "china"), "same"),
    (("Barfoo Institute of Technology", "usa"), ("Barfoo Inst. Technol.", ""), "same"),
    (("未名大學", "beijing"), ("未名大学", "china"), "same"),
    (("未名大學", ""), ("Weiming University", ""), "same"),
    (("Northfield University", "leeds"), ("Northfield University", "paris"), "different"),
    (("Kelvale No. 1 Hospital", "zhuhai"), ("Kelvale No. 2 Hospital", "zhuhai"), "different"),
    (("Northfield University", "usa"), ("Southfield University", "usa"), "unsure"),
    (("Barfoo University", "usa"), ("Barfoo University Press", "usa"), "unsure"),
    (("Barfoo Institute of Technology", ""), ("Institute of Technology", ""), "unsure"),
    (("", ""), ("Northfield University", ""), "unsure"),
    (("?", ""), ("…", ""), "unsure"),
)


@pytest.fixture(scope="module")
def pairing() -> Pairing:
    def body(id_: str, text: str) -> Organisation:
        return Organisation(id_, "university", T(text, text, text), (OrganisationName(text),))

    return Pairing(index_of([body("a", "Eastmere University"), body("b", "Cobalt Hospital")]))


def score(pairing: Pairing, pairs: Sequence[tuple[Told, Told, str]]) -> list[tuple[float, str]]:
    return pairing.score([pair[:2] for pair in pairs])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0][0]}~{pair[1][0]}")
def test_verdicts(pairing: Pairing, pair: tuple[Told, Told, str]) -> None:
    ((likely, verdict),) = score(pairing, [pair])
    assert verdict == pair[2]
    assert 0 <= likely <= 1


def test_a_score_depends_on_no_other_pair_and_on_no_side(pairing: Pairing) -> None:
    alone = [score(pairing, [pair])[0] for pair in PAIRS]
    turned = [(right, left, verdict) for left, right, verdict in PAIRS]
    assert score(pairing, PAIRS) == alone
    assert score(pairing, turned) == alone
    mixed = random.Random(7).choices(range(len(PAIRS)), k=60)
    assert score(pairing, [PAIRS[n] for n in mixed]) == [alone[n] for n in mixed]


def test_rows_keep_the_ids_of_the_names(pairing: Pairing) -> None:
    (row,) = pairing.rows([("name-1", "name-2", "Fooble Inc", "", "Fooble Inc.", "")])
    assert row[:2] == ("name-1", "name-2")
    assert row[3] == "same"


def test_no_pairs_no_answers(pairing: Pairing) -> None:
    assert pairing.score([]) == []
