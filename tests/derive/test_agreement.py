"""How the definition of fields agrees with arXiv's categories, counted by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lionrock.derive.agreement import Agreement, write_agreement
from lionrock.model.fields import definition
from lionrock.store.duck import Duck

WORKS = """
CREATE TABLE works (work VARCHAR, arxiv VARCHAR);
INSERT INTO works VALUES
    ('W1', '2401.00001'), ('W2', '2401.00002'), ('W3', '2401.00003'), ('W4', '2401.00004'),
    ('W5', NULL), ('W6', '2401.00006'), ('W7', '2401.00001');
CREATE TABLE work_fields (work VARCHAR, field VARCHAR);
INSERT INTO work_fields VALUES
    ('W1', 'ai'), ('W1', 'nlp'), ('W2', 'ai'), ('W2', 'nlp'), ('W3', 'ai'),
    ('W3', 'computer_vision'), ('W5', 'nlp'), ('W6', 'nlp')
"""
CATEGORIES = [
    ("2401.00001", "cs.CL"), ("2401.00001", "cs.AI"),  # both call it NLP
    ("2401.00002", "cs.CV"),  # we call it NLP, arXiv vision
    ("2401.00003", "cs.CL"), ("2401.00003", "cs.CV"),  # NLP and vision; we vision alone
    ("2401.00004", "math.CO"),  # neither
    ("2401.99999", "cs.CL"),  # none of our works
]  # fmt: skip


@pytest.fixture
def database() -> Iterator[Duck]:
    made = Duck()
    made.run(enumerate_steps(WORKS))
    yield made
    made.close()


def enumerate_steps(text: str) -> list[tuple[str, str]]:
    return [(str(number), sql) for number, sql in enumerate(text.split(";"))]


def test_every_work_with_a_record_is_judged_once_by_each(database: Duck, tmp_path: Path) -> None:
    found = {
        one.field: one
        for one in write_agreement(database, definition(), CATEGORIES, tmp_path / "scratch")
    }
    assert found["nlp"] == Agreement("nlp", works=4, both=1, ours=2, theirs=2)
    assert found["computer_vision"] == Agreement("computer_vision", 4, 1, 1, 2)
    assert found["ai"] == Agreement("ai", 4, 3, 3, 3)
    assert "medical_ai" not in found  # arXiv has no such category


def test_the_measures_are_those_of_the_textbook() -> None:
    one = Agreement("nlp", works=100, both=40, ours=50, theirs=60)
    assert one.precision == pytest.approx((0.8, 0.6696, 0.8876), abs=1e-4)  # Wilson, 40 of 50
    assert one.recall == pytest.approx((2 / 3, 0.5407, 0.7726), abs=1e-3)
    # seen 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; error sqrt(0.7 * 0.3 / 100) / 0.5 = 0.0917
    assert one.kappa == pytest.approx((0.4, 0.4 - 0.1796, 0.4 + 0.1796), abs=1e-4)


def test_what_cannot_be_otherwise_is_not_measured() -> None:
    nothing = (None, None, None)
    chosen = Agreement("ai", works=100, both=80, ours=100, theirs=80)  # asked for by topic
    assert chosen.precision[0] == pytest.approx(0.8)
    assert (chosen.recall, chosen.kappa) == (nothing, nothing)
    theirs = Agreement("nlp", works=9, both=5, ours=5, theirs=9)
    assert theirs.recall[0] == pytest.approx(5 / 9)
    assert (theirs.precision, theirs.kappa) == (nothing, nothing)


def test_a_measure_that_would_divide_by_nothing_is_unknown() -> None:
    none = Agreement("speech", works=10, both=0, ours=0, theirs=0)
    assert {none.precision, none.recall, none.kappa} == {(None, None, None)}
    assert Agreement("speech", 0, 0, 0, 0).kappa == (None, None, None)


def test_without_records_nothing_is_measured(database: Duck, tmp_path: Path) -> None:
    assert write_agreement(database, definition(), [], tmp_path / "scratch") == []
    assert database.rows("SELECT count(*) FROM field_agreement") == [(0,)]


def test_the_measures_are_kept(database: Duck, tmp_path: Path) -> None:
    write_agreement(database, definition(), CATEGORIES, tmp_path / "scratch")
    rows = database.rows(
        "SELECT works, \"precision\", recall, kappa FROM field_agreement WHERE field = 'nlp'"
    )
    assert rows == [(4, 0.5, 0.5, 0)]
