"""The shape of each registry file: which keys it has and how each is read."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from lionrock.model.dates import parse_period
from lionrock.model.reference import Reference
from lionrock.model.schema import Schema
from lionrock.model.source import Claim
from lionrock.sources._fields import Field, currency, number, plain, words
from lionrock.sources._registry_fields import FIELDS

ID = re.compile(r"[a-z0-9][a-z0-9-]*")
FIGURE = frozenset(("indicator", "period", "value", "unit", "publisher"))
EVIDENCE = frozenset(("id", "sources", "source_kind"))
FILES = {
    "organisations.jsonl": "organisation",
    "initiatives.jsonl": "initiative",
    "programmes.jsonl": "programme",
    "governance.jsonl": "instrument",
    "incidents.jsonl": "incident",
    "deals.jsonl": "deal",
    "adoption.jsonl": "adoption",
    "relations.jsonl": "relation",
    "models.jsonl": "artefact",
    "observations.jsonl": "observation",
    "targets.jsonl": "target",
    "places.jsonl": "place",
}
_MONEY = {"amount": "currency", "amount_max": "currency", "valuation": "valuation_currency"}
_IDENTITY = {
    "relation": ("rel", ("subject", "type", "object", "date")),
    "deal": ("deal", ("company", "date", "round")),
    "observation": ("obs", ("indicator", "about", "period", "publisher", "value", "unit")),
}
_REQUIRED = {
    "organisation": ("id", "kind", "names"),
    "initiative": ("id", "names", "owner", "kind", "status"),
    "programme": ("id", "names", "kind"),
    "instrument": ("id", "names", "issuer", "kind", "binding", "status"),
    "incident": ("id", "title", "harm", "what"),
    "deal": ("company", "date", "round"),
    "adoption": ("id", "adopter", "use_case", "sector", "stage"),
    "relation": ("subject", "type", "object"),
    "artefact": ("id", "names", "kind"),
    "observation": ("indicator", "about", "period", "value", "unit", "publisher"),
    "target": ("id", "by", "target"),
    "place": ("id", "names"),
}


class Shape(msgspec.Struct, frozen=True):
    """How the lines of one file are read.

    `pairs` are keys read together with others (amount and currency), `identity` the keys
    whose digest is the subject's id where a line has no id of its own.
    """

    kind: str
    fields: Mapping[str, Field]
    required: tuple[str, ...]
    pairs: frozenset[str]
    entities: frozenset[str]
    schema: Schema
    reference: Reference
    prefix: str = ""
    identity: tuple[str, ...] = ()

    def joined(self, row: Mapping[str, Any]) -> list[Claim]:
        """Claims that need several keys at once: money with its currency, and figures."""
        claims = [claim for key in _MONEY if key in self.pairs for claim in self._money(row, key)]
        if self.kind == "observation":
            claims += _figure(row, self.reference)
        return claims

    def _money(self, row: Mapping[str, Any], key: str) -> Iterable[Claim]:
        if key not in row:
            if _MONEY[key] in row:
                raise ValueError(f"{_MONEY[key]} without {key!r}")
            return ()
        if _MONEY[key] not in row:
            raise ValueError(f"{key}: missing key {_MONEY[key]!r}")
        code = currency(self.schema, row[_MONEY[key]])
        ((_, figure, _, _),) = number(key)(row[key])
        return ((key, f"{code} {figure}", None, None),)


def shape(file: str, reference: Reference) -> Shape | None:
    """The shape of the lines of `file`; None when the registry has no such file."""
    kind = FILES.get(file)
    if kind is None:
        return None
    schema = reference.schema
    fields = FIELDS[kind](schema)
    money = [key for key in _MONEY if key in fields]
    pairs = frozenset(money) | {_MONEY[key] for key in money}
    if kind == "observation":
        pairs |= FIGURE
    entities = frozenset(p.id for p in schema.properties.values() if p.type in ("entity", "place"))
    prefix, identity = _IDENTITY.get(kind, ("", ()))
    single = {key: field for key, field in fields.items() if key not in pairs}
    return Shape(
        kind, single, _REQUIRED[kind], pairs, entities, schema, reference, prefix, identity
    )


def _figure(row: Mapping[str, Any], reference: Reference) -> list[Claim]:
    """The figure of an observation in its canonical unit, and what was written."""
    if any(key not in row for key in FIGURE):
        return []  # reported as missing keys
    name = words(row["indicator"])
    indicator = reference.catalogue.find(name)
    if indicator is None:
        raise ValueError(f"indicator {name!r} is not in indicators.toml, as id or alias")
    measure = reference.units.read(words(row["unit"]))
    if not indicator.takes(measure.unit):
        raise ValueError(
            f"unit {row['unit']!r} cannot stand in {indicator.id}, which is in {indicator.unit}"
        )
    publisher = reference.publishers.named(words(row["publisher"]))
    if publisher is None:
        raise ValueError(f"publisher {row['publisher']!r} is not in publishers.toml")
    written = plain(row["value"])
    if measure.unit in reference.schema.vocabularies["currency"] and row["value"] < 0:
        raise ValueError(f"value: {written} {measure.unit} is negative; expected 0 or more")
    value = plain(Decimal(written) * Decimal(repr(measure.factor)))
    period = parse_period(words(row["period"]))
    claims: list[Claim] = [
        ("indicator", indicator.id, None, name if name != indicator.id else None),
        ("period", period.key, None, period.text if period.text != period.key else None),
        ("value", value, None, f"{written} {row['unit']}"),
        ("unit", measure.unit, None, None),
        ("publisher", publisher.id, None, row["publisher"]),
    ]
    if measure.qualifier:
        claims.append(("qualifier", measure.qualifier, None, None))
    if measure.base:
        claims.append(("base", measure.base, None, None))
    return claims
