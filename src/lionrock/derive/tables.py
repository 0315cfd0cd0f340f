"""The tables every answer is computed from."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import opencc

from lionrock.model.dates import parse_period
from lionrock.model.publishers import CONFIRMING, TIERS
from lionrock.model.reference import Reference
from lionrock.model.schema import Schema
from lionrock.store.duck import Duck, Row, steps

_REFERENCE = """
CREATE TABLE tiers (tier VARCHAR, rank INTEGER, confirming BOOLEAN);
CREATE TABLE labels (vocabulary VARCHAR, value VARCHAR, en VARCHAR, hant VARCHAR, hans VARCHAR);
CREATE TABLE properties (id VARCHAR, type VARCHAR, single BOOLEAN);
CREATE TABLE property_order (kind VARCHAR, prop VARCHAR, place INTEGER);
CREATE TABLE publishers (
    id VARCHAR, en VARCHAR, hant VARCHAR, hans VARCHAR, tier VARCHAR, type VARCHAR
);
CREATE TABLE indicators (
    id VARCHAR, unit VARCHAR, direction VARCHAR, facet VARCHAR, nature VARCHAR, lead BOOLEAN,
    scope VARCHAR[]
);
CREATE TABLE rates (currency VARCHAR, year VARCHAR, per_usd DOUBLE);
CREATE TABLE periods (period VARCHAR, kind VARCHAR, first_day VARCHAR, last_day VARCHAR);
CREATE TABLE gathering (gathered VARCHAR);
CREATE TABLE converted (id VARCHAR, lang VARCHAR, name VARCHAR);
CREATE TABLE translations (text VARCHAR, hant VARCHAR, hans VARCHAR);
CREATE TABLE merges (id VARCHAR, canonical VARCHAR);
"""
_BATCH = 20_000


def make_tables(
    database: Duck, reference: Reference, scratch: Path, merges: Mapping[str, str] | None = None
) -> None:
    """Fill the tables of tables.sql and entities.sql from loaded statements.

    `merges` leads every id that gave way to the one that stays.
    """
    database.run(
        (f"reference:{number}", sql)
        for number, sql in enumerate(_REFERENCE.split(";"))
        if sql.strip()
    )
    for table, rows in _reference_rows(reference).items():
        database.insert(table, rows, scratch)
    database.insert("merges", sorted((merges or {}).items()), scratch)
    database.insert("periods", _periods(database), scratch)
    database.run(steps("lionrock.derive", "tables.sql"))
    for lang, source, config in (("zh-Hans", "hant", "hk2s"), ("zh-Hant", "hans", "s2hk")):
        _convert_names(database, (lang, source, config), scratch)
    database.run(steps("lionrock.derive", "entities.sql"))


def _reference_rows(reference: Reference) -> dict[str, list[Row]]:
    schema, rates = reference.schema, reference.catalogue.rates
    return {
        "tiers": [(tier, rank, tier in CONFIRMING) for rank, tier in enumerate(TIERS)],
        "labels": [
            *_labels(schema),
            *(
                ("indicator", i.id, i.label.en, i.label.hant, i.label.hans)
                for i in reference.catalogue.indicators.values()
            ),
        ],
        "properties": [(p.id, p.type, p.single) for p in schema.properties.values()],
        "property_order": [
            (kind.id, prop, place)
            for kind in schema.kinds.values()
            for place, prop in enumerate(kind.properties)
        ],
        "publishers": [
            (
                p.id, p.name["en"], p.name.get("zh-Hant", p.name["en"]),
                p.name.get("zh-Hans", p.name["en"]), p.tier, p.type,
            )
            for p in (*reference.publishers.by_id.values(), reference.publishers.unknown)
        ],
        "indicators": [
            (i.id, i.unit, i.direction, i.facet, i.nature, i.lead, list(i.covers))
            for i in reference.catalogue.indicators.values()
        ],
        "rates": [("USD", str(year), 1.0) for year in range(1990, 2101)]
        + [
            (currency, str(year), price)
            for currency, prices in rates.per_usd.items()
            for year, price in prices.items()
        ],
        "translations": [(t.en, t.hant, t.hans) for t in reference.translations.values()],
        "gathering": [(reference.gathered,)],
    }  # fmt: skip


def _labels(schema: Schema) -> Iterable[Row]:
    for vocabulary, values in schema.vocabularies.items():
        for value, label in values.items():
            yield vocabulary, value, *label.table().values()
    for relation in schema.relations.values():
        yield "relation", relation.id, *relation.label.table().values()
    for prop in schema.properties.values():
        yield "property", prop.id, *prop.label.table().values()


def _periods(database: Duck) -> list[Row]:
    written = database.rows(
        "SELECT DISTINCT value, coalesce(original, value) FROM statements "
        "WHERE kind = 'observation' AND prop = 'period'"
    )
    found: dict[str, Row] = {}
    for key, text in sorted(written):
        period = parse_period(text)
        ends = [day.isoformat() if day else None for day in (period.start, period.end)]
        found.setdefault(key, (key, period.kind, *ends))
    return list(found.values())


def _convert_names(database: Duck, direction: tuple[str, str, str], scratch: Path) -> None:
    """Write the name a script lacks from the one the other script has; pages mark it converted."""
    lang, source, config = direction
    wanted = "name_hans" if source == "hant" else "name_hant"
    convert = opencc.OpenCC(config).convert
    rows = database.rows(
        f"SELECT id, name_{source} FROM subjects "
        f"WHERE {wanted} IS NULL AND name_{source} IS NOT NULL ORDER BY id"
    )
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        names = convert("\n".join(row[1] for row in batch)).split("\n")
        made: list[Row] = [(row[0], lang, name) for row, name in zip(batch, names, strict=True)]
        database.insert("converted", made, scratch)
