"""Writes the pages of docs/reference from what the code declares; test_reference compares them."""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lionrock.answer.export import TABLES as TABLE_FORMATS
from lionrock.answer.export import tables
from lionrock.answer.observatory import Observatory
from lionrock.model.catalogue import Catalogue
from lionrock.model.schema import Schema
from lionrock.model.text import T
from lionrock.serve.api.openapi import shapes
from tests.policy.table_texts import TABLES

WRITTEN = "<!-- Written by `make golden` from the code; tests/policy compares. Do not edit. -->"
_HEADINGS = ("id", "English", "繁體", "简体")


def cell(text: object) -> str:
    """A text as a Markdown table cell."""
    plain = " ".join(str(text).split())
    return re.sub(r"([|<\\])", r"\\\1", plain)


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(headings)
    lines = [f"| {' | '.join(names)} |", "|" + " --- |" * len(names)]
    lines += [f"| {' | '.join(cell(one) for one in row)} |" for row in rows]
    return "\n".join(lines)


def page(*parts: str) -> str:
    """A page: parts, a blank line between."""
    return "\n\n".join((WRITTEN, *parts)) + "\n"


def api_page(specification: Mapping[str, Any]) -> str:
    """The HTTP API: routes with parameters, then the shape of every answer."""
    parts = [
        "# HTTP API",
        specification["info"]["description"],
        "The same as OpenAPI 3.1: `/api/openapi.json`. Try it while `make run` is running:",
        (
            "```sh\ncurl 'http://127.0.0.1:8000/api/search?q=robotics&kind=organisation'\n"
            "curl 'http://127.0.0.1:8000/api/entities/hkust'\n"
            "curl 'http://127.0.0.1:8000/api/facets/startups/table?where.sector=finance&order=date'\n"
            "curl 'http://127.0.0.1:8000/api/check' --json "
            '\'{"text": "HKUST was founded in 1991."}\'\n'
            "```"
        ),
        "Licence of what it answers: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).",
        "## Routes",
    ]
    for path, item in specification["paths"].items():
        method = "post" if "post" in item else "get"
        operation = item[method]
        parts += [f"### {method.upper()} {path}", operation["summary"]]
        if "requestBody" in operation:
            (sent,) = operation["requestBody"]["content"].values()
            parts.append(f"Body, as JSON: {_type(sent['schema'])}.")
        parameters = operation.get("parameters", [])
        if parameters:
            parts.append(_parameters(parameters))
        parts.append(_answers(operation["responses"]))
    parts.append("## Shapes")
    for name, component in specification["components"]["schemas"].items():
        parts += [f"### {name}", str(shapes()[name].__doc__), _fields(component)]
    return page(*parts)


def _parameters(parameters: Iterable[Mapping[str, Any]]) -> str:
    rows = []
    for one in parameters:
        schema = one["schema"]
        limits = [
            f"{word} {schema[key]:.0f}"
            for key, word in (("minimum", "from"), ("maximum", "to"), ("maxLength", "at most"))
            if key in schema
        ]
        if "maxLength" in schema:
            limits[-1] += " characters"
        if "default" in schema and schema["default"] not in (None, []):
            limits.append(f"default {schema['default']}")
        need = "required" if one["required"] else "optional"
        rows.append((f"`{one['name']}`", one["in"], _type(schema), need, ", ".join(limits),
                     one["description"]))  # fmt: skip
    return table(("parameter", "in", "type", "", "bounds", "meaning"), rows)


def _answers(responses: Mapping[str, Any]) -> str:
    said = []
    for status, response in responses.items():
        media, content = next(iter(response["content"].items()))
        shape = _type(content["schema"])
        said.append(f"{status}: {shape}" + (f" ({media})" if status != "200" else ""))
    return "Answers: " + "; ".join(said) + "."


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "oneOf" in schema:
        return " or ".join(_type(one) for one in schema["oneOf"])
    if schema.get("type") == "array":
        items = schema.get("items") or {}
        return f"list of {_type(items)}" if items else "list"
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        return f"object of {_type(inner)}" if isinstance(inner, Mapping) and inner else "object"
    return str(schema.get("type", "any"))


def _fields(component: Mapping[str, Any]) -> str:
    properties = component.get("properties", {})
    rows = [(f"`{n}`", _type(one), one.get("description", "")) for n, one in properties.items()]
    return table(("field", "type", "meaning"), rows)


def schema_page(schema: Schema, observatory: Observatory, empty: Path) -> str:
    """Kinds, properties, relations, vocabularies, units, the tables of a build and an export.

    `empty` is an empty file, which stands for the one that an export reads indicators from.
    """
    vocabularies = (
        f"### {name}\n\n" + table(_HEADINGS, _labelled(values.items()))
        for name, values in schema.vocabularies.items()
    )
    return page(
        "# Schema",
        "The words the observatory speaks: data in `model/schema.toml`, and the tables of a build, "
        "which `Observatory.query` reads with SQL.",
        "## Kinds",
        table((*_HEADINGS, "properties"), (
            (f"`{k.id}`", *k.label.table().values(), ", ".join(f"`{p}`" for p in k.properties))
            for k in schema.kinds.values()
        )),
        "## Properties",
        "Of a property that is *single*, two values at once are a conflict, which is shown.",
        table((*_HEADINGS, "type", "single", "vocabulary"), (
            (f"`{p.id}`", *p.label.table().values(), p.type, "yes" if p.single else "",
             p.vocabulary or "")
            for p in schema.properties.values()
        )),
        "## Relations",
        "Read from subject to object, and back.",
        table((*_HEADINGS, "inverse", "反向", "反向"), (
            (f"`{r.id}`", *r.label.table().values(), *r.inverse.table().values())
            for r in schema.relations.values()
        )),
        "## Vocabularies",
        *vocabularies,
        "## Units",
        table((*_HEADINGS, "dimension"), (
            (f"`{u.id}`", *u.label.table().values(), u.dimension) for u in schema.units.values()
        )),
        "## Tables of a build",
        "Dates are texts as precise as their source; NULL is unknown.",
        *_tables(observatory),
        "## Tables of an export",
        f"`lionrock export DIR` writes each as {', '.join(TABLE_FORMATS)}. CSV is made safe for "
        "spreadsheets: it starts with a byte order mark, a text that would run as a formula gets "
        "a leading apostrophe (plain numbers do not), lists are joined by ` | `, addresses by a "
        "space, and `evidence` becomes `evidence_urls`, `evidence_publishers` and "
        "`evidence_places`. JSON Lines and Parquet carry every value as it is, XLSX the "
        "same flat, unguarded: its cells are texts. Things and ties also go to FollowTheMoney "
        "(ftm), JSON-LD with SHACL shapes (jsonld), GraphML and GEXF.",
        *_exported(observatory, empty),
    )  # fmt: skip


def _labelled(values: Iterable[tuple[str, T]]) -> Iterator[tuple[str, ...]]:
    for value, label in values:
        yield f"`{value}`", *label.table().values()


def _tables(observatory: Observatory) -> Iterator[str]:
    for name, columns in sorted(columns_of(observatory).items()):
        yield f"### {name}\n\n{TABLES[name]}\n\n" + ", ".join(f"`{c}` {t}" for c, t in columns)


def columns_of(observatory: Observatory) -> dict[str, list[tuple[str, str]]]:
    """The tables of a build with their columns and types."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, column, type_ in observatory.query(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_catalog = current_database() ORDER BY table_name, ordinal_position"
    ):
        found[name].append((column, type_))
    return found


def _exported(observatory: Observatory, empty: Path) -> Iterator[str]:
    for name, sql in sorted(tables(empty).items()):
        described = observatory.query(f"DESCRIBE {sql}")
        yield f"### {name} (export)\n\n" + ", ".join(f"`{row[0]}` {row[1]}" for row in described)


def indicators_page(catalogue: Catalogue, facets: Iterable[Mapping[str, Any]]) -> str:
    """Every indicator of the catalogue, by facet."""
    parts = [
        "# Indicators",
        (
            f"{len(catalogue.indicators)} indicators, by facet. *Lead* ones open their facet. "
            "Nature: a stock is counted at a moment, a flow over a period, a share and a "
            "rate relate two things, an index is a score or a rank, a plan is announced and not "
            "yet done."
        ),
    ]
    for facet in facets:
        mine = [one for one in catalogue.indicators.values() if one.facet == facet["id"]]
        parts.append(f"## {' · '.join(facet['title'].values())}")
        for one in sorted(mine, key=lambda indicator: (not indicator.lead, indicator.id)):
            traits = [one.unit, one.nature, f"better: {one.direction}", *["lead"] * one.lead]
            also = f" Also called {', '.join(f'`{a}`' for a in one.aliases)}." * bool(one.aliases)
            labels = " · ".join(dict.fromkeys(map(cell, one.label.table().values())))
            texts = "\n".join(f"- {cell(text)}" for text in one.definition.table().values())
            made = f" Made from {', '.join(f'`{i}`' for i in one.inputs)}." * bool(one.inputs)
            said = f"({', '.join(traits)}).{also}{made}"
            parts.append(f"### `{one.id}`\n\n**{labels}** {said}\n\n{texts}")
    return page(*parts)


_TOLD = """
import sys
from lionrock.cli.commands import app
sys.stdout.buffer.write(app.generate_docs(usage_name="lionrock").encode())
"""


def _without_what_is_everywhere(command: str) -> str:
    text, *groups = re.split(r"(?m)^(?=\*\*\w+\*\*:)", command)
    kept = [one.strip() for one in groups if not one.startswith("**Everywhere**")]
    return "\n\n".join([text.strip(), *sorted(kept)])


def command_page() -> str:
    """The command line, from its own help; options that every command takes are told once.

    It is asked of a new process, as a user asks it: a command that was run is told otherwise.
    """
    asked = subprocess.run([sys.executable, "-c", _TOLD], stdout=subprocess.PIPE, check=True)
    text = asked.stdout.decode()
    head, *commands = re.split(r"(?m)^(?=###? lionrock )", text)
    head = re.sub(r"(?s)## Table of Contents.*?(?=\*\*Commands\*\*)", "", head)
    told = [_without_what_is_everywhere(one) for one in commands]
    codes = "Exit codes: 0 done, 1 failed or nothing found, 2 bad input."
    return page(head.strip(), codes, *told)
