"""What every facet owes its readers: three languages, honest types, a source behind every row."""

import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import opencc
import pytest

from lionrock import discover
from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.model.dates import parse_date
from lionrock.model.facet import SUBJECT, Column, Facet, Table
from lionrock.model.schema import schema
from lionrock.model.text import T
from lionrock.settings import Settings
from lionrock.store.view import TableQuery

NAMED = ("entity", "indicator", "publisher")  # types of cells that hold an id and its names
LANGUAGES = {"en", "zh-Hant", "zh-Hans"}
RESERVED = {"label", "kind", "entity", "evidence", "also", "contested", "scope", "key", SUBJECT}
BUDGET = 400_000  # bytes of a facet's document
FACETS: tuple[Facet, ...] = tuple(m.FACET for m in discover.modules("lionrock.facets"))
TABLES = [(facet, table) for facet in FACETS for table in facet.tables]
Row = dict[str, Any]
Check = Callable[[Any, Column, Row], bool]

every_facet = pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.id)
every_table = pytest.mark.parametrize(
    ("facet", "table"), TABLES, ids=[f"{facet.id}/{table.id}" for facet, table in TABLES]
)


@pytest.fixture(scope="module")
def tiny(world: Settings) -> Observatory:
    """Return the observatory of the invented city."""
    return Observatory.open(world)


@pytest.fixture(scope="module")
def with_works(works_home: Settings) -> Observatory:
    """Return the bundled registry's observatory with works loaded."""
    return Observatory.open(works_home)


@pytest.fixture(params=["observatory", "tiny", "with_works"])
def built(request: pytest.FixtureRequest) -> Observatory:
    """Return the bundled registry's observatory, the invented city's, and one with works."""
    chosen: Observatory = request.getfixturevalue(request.param)
    return chosen


def rows_of(built: Observatory, facet: Facet, table: Table) -> Iterator[Row]:
    total, seen = 1, 0
    while seen < total:
        page = built.table(facet.id, TableQuery(limit=500, offset=seen), table.id)
        assert page is not None
        yield from page.rows
        total, seen = page.total, seen + 500


def vocabulary(name: str) -> set[str]:
    return set(schema().relations if name == "relation" else schema().vocabularies[name])


def leads_somewhere(record: Row) -> bool:
    urls = [source["url"] for source in record["sources"]]
    return bool(urls) and all(re.match(r"https?://[^\s/]+", url) for url in urls)


def is_number(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def is_named(value: Any) -> bool:
    return set(value) == {"id", *LANGUAGES} and all(value.values())


def is_choice(value: Any, column: Column) -> bool:
    return isinstance(value, str) and (
        column.vocabulary is None or value in vocabulary(column.vocabulary)
    )


def is_money(value: Any, column: Column, row: Row) -> bool:
    currency, _, amount = value.partition(" ")
    known = currency in vocabulary("currency") and float(amount) >= 0
    return known and is_number(row[f"{column.id}_sort"])


def is_quantity(value: Any) -> bool:
    return is_number(value["value"]) and (
        value["unit"] in schema().units or (value["unit"] is None and bool(value["written"]))
    )


CHECKS: dict[str, Check] = {
    "text": lambda value, column, row: isinstance(value, str) and bool(value),
    "id": lambda value, column, row: isinstance(value, str) and bool(value),
    "number": lambda value, column, row: is_number(value),
    "date": lambda value, column, row: parse_date(value).iso == value,
    "flag": lambda value, column, row: value in ("true", "false"),
    "choice": lambda value, column, row: is_choice(value, column),
    "list": lambda value, column, row: all(is_choice(one, column) for one in value),
    **dict.fromkeys(NAMED, lambda value, column, row: is_named(value)),
    "entities": lambda value, column, row: all(is_named(one) for one in value),
    "money": is_money,
    "quantity": lambda value, column, row: is_quantity(value),
}


def test_there_are_seven_in_order() -> None:
    assert [facet.rank for facet in sorted(FACETS, key=lambda one: one.rank)] == [*range(1, 8)]
    assert len({facet.id for facet in FACETS}) == 7


@every_facet
def test_words_are_there_in_three_languages(facet: Facet) -> None:
    columns = [column.label for table in facet.tables for column in table.columns]
    texts: list[T] = [facet.title, facet.question, *columns, *(t.title for t in facet.tables)]
    texts += [table.empty for table in facet.tables if table.empty]
    texts += [text for board in facet.boards for text in (board.title, board.note) if text]
    simplified = opencc.OpenCC("t2s").convert
    for text in texts:
        words = text.table()
        assert set(words) == LANGUAGES
        assert re.search("[a-z]", words["en"]) and words["en"].isascii()
        assert re.search("[一-鿿]", words["zh-Hant"]) and re.search("[一-鿿]", words["zh-Hans"])
        assert simplified(words["zh-Hans"]) == words["zh-Hans"]
    asked = facet.question.table()
    assert asked["en"].endswith("?") and asked["zh-Hant"].endswith("？")


@every_facet
def test_tables_declare_columns_that_can_be_shown(facet: Facet) -> None:
    assert facet.tables and len({table.id for table in facet.tables}) == len(facet.tables)
    assert facet.kinds and set(facet.kinds) <= set(schema().kinds)
    for table in facet.tables:
        ids = [column.id for column in table.columns]
        assert len(set(ids)) == len(ids) and not RESERVED & set(ids)
        assert table.order in ids
        for column in table.columns:
            assert column.type in CHECKS
            assert column.type != "choice" or column.vocabulary
            assert column.vocabulary is None or vocabulary(column.vocabulary)
            filtered = ("choice", "list", "entities", "flag", "date", *NAMED)
            assert not column.filter or column.type in filtered


@every_table
def test_every_cell_is_of_its_columns_type(built: Observatory, facet: Facet, table: Table) -> None:
    for row in rows_of(built, facet, table):
        document = built.entity_document(row["entity"])
        assert document is not None and row["label"] == document["label"]
        for column in table.columns:
            value = row[column.id]
            good = value is None or CHECKS[column.type](value, column, row)
            assert good, f"{row['entity']}: {column.id} is {value!r}"


@every_table
def test_every_row_leads_to_its_sources(built: Observatory, facet: Facet, table: Table) -> None:
    for row in rows_of(built, facet, table):
        assert all(leads_somewhere(record) for record in (row["evidence"], *row["also"]))
        assert set(row["contested"]) <= set(schema().properties)


@every_table
def test_every_entity_a_row_names_has_a_page(
    observatory: Observatory, facet: Facet, table: Table
) -> None:
    named = set()
    for row in rows_of(observatory, facet, table):
        for column in table.columns:
            if column.type == "entity" and row[column.id]:
                named.add(row[column.id]["id"])
            if column.type == "entities":
                named.update(one["id"] for one in row[column.id])
    assert not [id_ for id_ in named if observatory.document("entity", id_) is None]


@every_table
def test_every_choice_finds_rows(observatory: Observatory, facet: Facet, table: Table) -> None:
    document = observatory.facet_document(facet.id)
    assert document is not None
    described = next(one for one in document["tables"] if one["id"] == table.id)
    for column in table.columns:
        if not column.filter:
            assert column.id not in described["choices"]
            continue
        choices = described["choices"][column.id]
        for choice in {*choices[:1], *choices[-1:]}:
            page = observatory.table(facet.id, TableQuery({column.id: choice}, limit=1), table.id)
            assert page is not None and page.total > 0
        if column.type in (*NAMED, "entities"):
            assert all(set(described["labels"][choice]) == LANGUAGES for choice in choices)


@every_table
def test_every_column_sorts_with_unknown_last(
    observatory: Observatory, facet: Facet, table: Table
) -> None:
    for column in table.columns:
        for descending in (True, False):
            query = TableQuery(order=column.id, descending=descending, limit=500)
            page = observatory.table(facet.id, query, table.id)
            assert page is not None
            known = [row[column.id] not in (None, []) for row in page.rows]
            assert known == sorted(known, reverse=True), f"{column.id}, {descending}"


@every_facet
def test_a_query_people_edit_does_no_harm(observatory: Observatory, facet: Facet) -> None:
    column = facet.tables[0].columns[0].id
    whole = observatory.table(facet.id, TableQuery())
    assert whole is not None and whole.total > 0
    for value in ("'", '" OR 1=1 --', "%", "\x00", "人" * 500):
        page = observatory.table(facet.id, TableQuery({column: value}))
        assert page is not None and page.total == 0
    odd = TableQuery({"x') OR 1=1 --": "y"}, order="x' --", limit=-3, offset=-3)
    page = observatory.table(facet.id, odd)
    assert page is not None and page.total == whole.total and page.rows == []
    assert observatory.table(facet.id, TableQuery(), "x' --") is None


@every_facet
def test_the_document_tells_what_the_tables_hold(built: Observatory, facet: Facet) -> None:
    body, document = built.document("facet", facet.id), built.facet_document(facet.id)
    assert body is not None and document is not None
    assert len(body) <= BUDGET
    assert [table["id"] for table in document["tables"]] == [table.id for table in facet.tables]
    listed: dict[str, set[str]] = {kind: set() for kind in facet.kinds}
    for table, described in zip(facet.tables, document["tables"], strict=True):
        rows = list(rows_of(built, facet, table))
        assert described["rows"] == len(rows)
        for row in rows:
            listed.get(row["kind"], set()).add(row["entity"])
    assert document["counts"] == {kind: len(ids) for kind, ids in listed.items()}


@every_facet
def test_a_facet_is_not_empty(observatory: Observatory, facet: Facet) -> None:
    document = observatory.facet_document(facet.id)
    assert document is not None
    assert all(document["counts"].values())
    assert all(table["rows"] or table["empty"] for table in document["tables"])
    assert document["timeline"]
    assert 4 <= len(document["leads"]) <= 8


@every_facet
def test_every_lead_indicator_can_be_followed(built: Observatory, facet: Facet) -> None:
    document = built.facet_document(facet.id)
    assert document is not None
    for lead in document["leads"]:
        indicator = built.indicator_document(lead["indicator"])
        assert indicator is not None and indicator["lead"] and indicator["facet"] == facet.id
        assert lead["unit"] in schema().units
        assert lead["evidence"] and all(leads_somewhere(record) for record in lead["evidence"])
        assert is_number(lead["value"]["value"])


@every_facet
def test_the_timeline_is_of_the_past_and_has_sources(built: Observatory, facet: Facet) -> None:
    document = built.facet_document(facet.id)
    assert document is not None
    for event in document["timeline"]:
        assert parse_date(event["date"]).iso == event["date"] <= built.manifest.gathered
        assert set(event["label"]) == LANGUAGES
        assert event["other"] is None or set(event["other_label"]) == LANGUAGES
        assert leads_somewhere(event["evidence"])
    dates = [event["date"] for event in document["timeline"]]
    assert all(later >= earlier for later, earlier in pairwise(dates))


def test_the_home_page_shows_every_facet_with_its_leads(observatory: Observatory) -> None:
    shown = observatory.home()["facets"]
    assert [one["id"] for one in shown] == [one["id"] for one in observatory.facets()]
    assert all(1 <= len(one["leads"]) <= 3 for one in shown)


def test_two_builds_of_the_same_registry_say_the_same(
    observatory: Observatory, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    build(settings)
    again = Observatory.open(settings)
    for facet in FACETS:
        assert again.document("facet", facet.id) == observatory.document("facet", facet.id)
        for table in facet.tables:
            rows = [list(rows_of(one, facet, table)) for one in (again, observatory)]
            assert rows[0] == rows[1]
