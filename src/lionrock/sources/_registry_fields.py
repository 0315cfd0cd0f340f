"""The keys of each kind of registry line, and the reader of each."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from lionrock.model.dates import parse_date
from lionrock.model.milestones import only_planned
from lionrock.model.schema import Schema
from lionrock.model.source import Claim
from lionrock.sources._fields import (
    Field,
    choice,
    currency,
    date,
    each,
    flag,
    link,
    listed,
    names,
    number,
    parts,
    text,
    words,
)  # fmt: skip


def _milestones(value: Any) -> list[Claim]:
    made: list[Claim] = []
    for item in listed(value):
        if not isinstance(item, dict) or item.keys() - {"date", "what", "done"}:
            raise ValueError(f"expected {{date, what, done}}, got {item!r}")
        written = item.get("date")
        date_ = None if written is None else parse_date(words(written))
        done, what = item.get("done"), words(item.get("what"))
        if done is not None and not isinstance(done, bool):
            raise ValueError(f"done: expected true or false, got {done!r}")
        if done and only_planned(what, date_):
            done = None  # its words say what was meant, and nobody says that it was done
        entry = {"date": date_.iso if date_ else None, "done": done, "what": what}
        made.append(("milestone", msgspec.json.encode(entry).decode(), None, None))
    return made


def _dated(prop: str, schema: Schema | None = None) -> Field:
    """{value, year} as "7470000@2020"; with a schema, {value, year, currency} as "USD 34@2020"."""
    keys = {"value", "year"} | ({"currency"} if schema else set())

    def read(value: Any) -> Iterable[Claim]:
        if not isinstance(value, dict) or value.keys() != keys:
            raise ValueError(f"expected an object of {', '.join(sorted(keys))}, got {value!r}")
        ((_, figure, _, _),) = number(prop)(value["value"])
        year = parse_date(str(value["year"])).iso
        money = f"{currency(schema, value['currency'])} " if schema else ""
        return ((prop, f"{money}{figure}@{year}", None, None),)

    return read


def _money_keys(*keys: str) -> dict[str, Field]:
    """Placeholders for keys that `Shape.joined` reads together with their currency."""
    return {key: text(key) for key in keys}


def _scope(s: Schema) -> Field:
    """What a line's figure covers, where that is not what one would think."""
    return each(choice(s, "scope", "scope"))


def _named(schema: Schema, vocabulary: str) -> dict[str, Field]:
    return {"names": names("name"), "kind": choice(schema, "class", vocabulary)}


def _organisation(s: Schema) -> dict[str, Field]:
    ids = {key: text(key) for key in ("ror", "wikidata", "hkex", "lei", "openalex")}
    ids |= {"website": link("website"), "domains": each(text("domain"))}
    ids |= {"huggingface": each(text("huggingface"))}
    return _named(s, "organisation_class") | {
        "abbr": each(text("abbreviation")),
        "ids": parts(ids),
        "place": text("place"),
        "parent": text("parent"),
        "founded": date("founded"),
        "dissolved": date("dissolved"),
        "sectors": each(choice(s, "sector", "sector")),
        "ai_focus": each(choice(s, "ai_focus", "ai_focus")),
        "former_names": each(text("former_name")),
        "note": text("note"),
    }


def _initiative(s: Schema) -> dict[str, Field]:
    return (
        _named(s, "initiative_class")
        | _money_keys("amount")
        | {
            "owner": text("owner"),
            "announced": date("announced"),
            "start": date("start"),
            "end": date("end"),
            "status": choice(s, "status", "initiative_status"),
            "sectors": each(choice(s, "sector", "sector")),
            "milestones": _milestones,
            "scope": _scope(s),
            "note": text("note"),
        }
    )


def _programme(s: Schema) -> dict[str, Field]:
    eligibility = {
        "hk_incorporated": flag("hk_incorporated"),
        "years_max": number("years_max"),
        "sectors": each(choice(s, "eligible_sector", "sector")),
        "other": text("eligibility"),
    }
    return (
        _named(s, "programme_class")
        | _money_keys("amount_max")
        | {
            "abbr": each(text("abbreviation")),
            "operator": text("operator"),
            "between": each(text("between")),
            "for": each(choice(s, "audience", "audience")),
            "eligibility": parts(eligibility),
            "start": date("start"),
            "end": date("end"),
            "status": choice(s, "status", "programme_status"),
            "scope": _scope(s),
            "url": link("url"),
            "note": text("note"),
        }
    )


def _instrument(s: Schema) -> dict[str, Field]:
    return _named(s, "instrument_class") | {
        "issuer": text("issuer"),
        "binding": flag("binding"),
        "date": date("date"),
        "status": choice(s, "status", "instrument_status"),
        "sectors": each(choice(s, "sector", "sector")),
        "topics": each(choice(s, "topic", "topic")),
        "obligations": each(text("obligation")),
        "url": link("url"),
        "note": text("note"),
    }


def _incident(s: Schema) -> dict[str, Field]:
    return {
        "title": text("title"),
        "date": date("date"),
        "orgs": each(text("party")),
        "harm": choice(s, "harm", "harm"),
        "what": text("what"),
    }


def _deal(s: Schema) -> dict[str, Field]:
    return _money_keys("amount", "valuation") | {
        "company": text("company"),
        "date": date("date"),
        "round": choice(s, "round", "round"),
        "investors": each(text("investor")),
        "scope": _scope(s),
        "note": text("note"),
    }


def _adoption(s: Schema) -> dict[str, Field]:
    return {
        "adopter": text("adopter"),
        "use_case": text("use_case"),
        "function": choice(s, "function", "function"),
        "sector": choice(s, "sector", "sector"),
        "technique": choice(s, "technique", "technique"),
        "provider": text("provider"),
        "date": date("date"),
        "stage": choice(s, "stage", "stage"),
        "note": text("note"),
    }


def _relation(s: Schema) -> dict[str, Field]:
    return _money_keys("amount") | {
        "subject": text("subject"),
        "type": lambda value: _relation_type(s, value),
        "object": text("object"),
        "date": date("date"),
        "end": date("end"),
        "note": text("note"),
        "scope": _scope(s),
    }


def _relation_type(s: Schema, value: Any) -> Iterable[Claim]:
    if words(value) not in s.relations:
        raise ValueError(f"{value!r} is not a relation of the schema")
    return ()


def _artefact(s: Schema) -> dict[str, Field]:
    return _named(s, "artefact_class") | {
        "owner": text("owner"),
        "date": date("date"),
        "modality": choice(s, "modality", "modality"),
        "languages": each(text("language")),
        "params": text("params"),
        "base": text("base"),
        "paper": text("paper"),
        "url": link("url"),
        "note": text("note"),
    }


def _observation(s: Schema) -> dict[str, Field]:
    keys = ("indicator", "period", "value", "unit", "publisher")
    return _money_keys(*keys) | {
        "about": text("about"),
        "published": date("published"),
        "definition": text("definition"),
        "scope": _scope(s),
    }


def _target(_: Schema) -> dict[str, Field]:
    return {
        "by": text("by"),
        "target": text("target"),
        "value": number("value"),
        "unit": text("unit"),
        "due": date("due"),
        "set_on": date("set_on"),
        "note": text("note"),
    }


def _place(s: Schema) -> dict[str, Field]:
    return _named(s, "place_class") | {
        "admin": text("admin"),
        "admin_code": text("admin_code"),
        "area_km2": number("area"),
        "population": _dated("population"),
        "population_latest": _dated("population"),
        "gdp": _dated("gdp", s),
        "gdp_latest": _dated("gdp", s),
        "lat": number("lat", -90, 90),
        "lon": number("lon", -180, 180),
        "geonames": number("geonames"),
        "members": each(text("member")),
    }


FIELDS: Mapping[str, Callable[[Schema], dict[str, Field]]] = {
    "organisation": _organisation,
    "initiative": _initiative,
    "programme": _programme,
    "instrument": _instrument,
    "incident": _incident,
    "deal": _deal,
    "adoption": _adoption,
    "relation": _relation,
    "artefact": _artefact,
    "observation": _observation,
    "target": _target,
    "place": _place,
}
