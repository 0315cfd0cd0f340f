"""A statement's key says what is claimed; who saw it, when and how often is beside the point."""

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.entity import Entity
from lionrock.model.source import Fetched, Record
from lionrock.model.statement import Evidence, Problem, Snapshot, Statement, statement_key

STATEMENT = Statement(
    "heron", "organisation", "name", "蒼鷺", "zh-Hant", None, "registry", 0, None, None
)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
evidence = st.builds(Evidence, texts, texts, texts, texts, texts, st.none() | texts)


def test_the_key_never_changes() -> None:
    # Footnotes and judgements refer to keys: this value may not change with a release.
    assert STATEMENT.key == "3e1e98d464e1c85eca3eb52408042404"
    claim = "registry\x1fheron\x1forganisation\x1fname\x1f蒼鷺\x1fzh-Hant"
    assert STATEMENT.key == hashlib.sha256(claim.encode()).hexdigest()[:32]


@given(
    st.lists(evidence, max_size=3), st.integers(), st.none() | texts, st.none() | texts, texts
)  # fmt: skip
def test_evidence_rank_dates_and_spelling_leave_the_key(
    seen: list[Evidence], rank: int, first: str | None, original: str | None, last: str
) -> None:
    other = msgspec.structs.replace(
        STATEMENT, evidence=tuple(seen), rank=rank, first_seen=first, original=original,
        last_seen=last,
    )  # fmt: skip
    assert other.key == STATEMENT.key


@pytest.mark.parametrize("field", ["source", "subject", "kind", "prop", "value", "lang"])
@given(value=texts)
def test_every_part_of_the_claim_makes_the_key(field: str, value: str) -> None:
    changes: dict[str, Any] = {field: value}
    other = msgspec.structs.replace(STATEMENT, **changes)
    assert (other.key == STATEMENT.key) == (value == getattr(STATEMENT, field))


@given(st.tuples(*[texts] * 6), st.tuples(*[texts] * 6))
def test_two_claims_never_share_a_key(one: Any, other: Any) -> None:
    assert (statement_key(one) == statement_key(other)) == (one == other)


def test_a_record_gives_each_claim_all_its_evidence_and_its_place() -> None:
    snapshot = Snapshot("d1", "registry", "u", "2026-06-30", "application/jsonl", "CC0")
    fetched = Fetched(snapshot, None, "a.jsonl")  # type: ignore[arg-type]
    claims = (
        ("name", "Heron", "en", None),
        ("name", "Heron Ltd", "en", None),
        ("name", "蒼鷺", "zh-Hant", None),
        ("class", "startup", None, "start-up"),
    )
    addresses = (("https://a.example", "a", "press"), ("https://b.example", "b", "primary"))
    record = Record("a.jsonl:7", "heron", "organisation", claims, addresses)
    made = record.statements(fetched, "curated")
    assert [(s.prop, s.value, s.lang, s.rank) for s in made] == [
        ("name", "Heron", "en", 0),
        ("name", "Heron Ltd", "en", 1),
        ("name", "蒼鷺", "zh-Hant", 0),
        ("class", "startup", None, 0),
    ]
    assert made[3].original == "start-up"
    expected = tuple(
        Evidence("d1", url, "a.jsonl:7", "curated", tier) for url, _, tier in addresses
    )
    assert all(statement.evidence == expected for statement in made)


def test_an_entity_names_itself_in_the_nearest_language_and_shows_conflicts() -> None:
    def said(prop: str, value: str, lang: str | None = None) -> Statement:
        return msgspec.structs.replace(STATEMENT, prop=prop, value=value, lang=lang)

    entity = Entity(
        "heron",
        "organisation",
        (
            said("name", "蒼鷺", "zh-Hant"),
            said("founded", "2018"),
            said("founded", "2019"),
            said("sector", "ai"),
            said("sector", "media"),
        ),
        frozenset(("founded",)),
    )
    assert entity.name("zh-Hant") == entity.name("en") == entity.name("zh-Hans") == "蒼鷺"
    assert Entity("x", "place", ()).name("en") == "x"
    assert entity.values("sector") == ("ai", "media")
    assert entity.conflicts("founded") == ("2018", "2019")
    assert entity.conflicts("sector") == ()


def test_problems_sort_by_place_and_read_as_a_compiler_says_it() -> None:
    problems = [Problem("b", 1, "x"), Problem("a", 10, "x"), Problem("a", 9, "x")]
    assert [str(problem) for problem in sorted(problems)] == ["a:9: x", "a:10: x", "b:1: x"]
