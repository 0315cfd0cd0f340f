"""The observatory as files: tables (CSV, JSON Lines, Parquet, XLSX), things and ties (exporting/).

JSON Lines and Parquet are exact. XLSX holds the same texts, flat; its cells are texts, never
formulas, so nothing is put before them. CSV differs in four ways: it begins with a byte order mark,
because Excel takes a file without one for the local code page and garbles Chinese (programs have
JSON Lines and Parquet); a text that a spreadsheet would run as a formula gets a leading apostrophe,
plain numbers excepted; lists are joined by " | " (addresses by a space, which none contains); the
evidence of a statement is flattened to its addresses, publishers and places.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from lionrock.answer.exporting import checks, ftm, graphs, rdf
from lionrock.answer.exporting.content import Content, content
from lionrock.answer.observatory import Observatory
from lionrock.store.duck import StepFailed, steps
from lionrock.store.sheets.sheet import SheetFault
from lionrock.store.sheets.workbook_out import write_workbook

TABLES = ("csv", "jsonl", "parquet", "xlsx")
GRAPHS = ("ftm", "jsonld", "graphml", "gexf")
FORMATS = (*TABLES, *GRAPHS)
ATTRIBUTION = "ATTRIBUTION.md"

_BOM = b"\xef\xbb\xbf"
_NAMES = {
    "ftm": ("entities.ftm.jsonl",), "jsonld": ("lionrock.jsonld", "lionrock.shapes.ttl"),
    "graphml": ("lionrock.graphml",), "gexf": ("lionrock.gexf",),
}  # fmt: skip
_OPTIONS = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json", "parquet": "FORMAT parquet"}
# What a spreadsheet takes for the start of a formula, full-width forms included; white space
# before it counts, since imports strip it. A plain number is none.
_FORMULA = r"^(?:[\t\r\n]|[\s\x0b\x{a0}\x{3000}]*[=+\-@＝＋－＠])"
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_ADDRESSES = frozenset(("evidence_urls",))
_EVIDENCE = {
    "evidence_urls": ("url", " "),
    "evidence_publishers": ("publisher", " | "),
    "evidence_places": ("locator", " | "),
}
_INDICATORS = {
    "id": "VARCHAR", "facet": "VARCHAR", "label_en": "VARCHAR", "label_zh_hant": "VARCHAR",
    "label_zh_hans": "VARCHAR", "definition_en": "VARCHAR", "definition_zh_hant": "VARCHAR",
    "definition_zh_hans": "VARCHAR", "unit": "VARCHAR", "direction": "VARCHAR",
    "nature": "VARCHAR", "lead": "BOOLEAN", "conflicts": "INTEGER", "points": "INTEGER",
    "aliases": "VARCHAR[]",
}  # fmt: skip


def export(observatory: Observatory, directory: Path, formats: Iterable[str]) -> list[Path]:
    """Write the observatory in every format, and who is to be credited; return the files.

    `directory` is made when missing; files of an earlier export are replaced, each in one step
    and only once all are written and read back. Raises ValueError for an unknown format and
    OSError when the directory cannot be written or a file is not what it should be, leaving no
    half-written file.
    """
    wanted = tuple(dict.fromkeys(formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        asked = f"no format {unknown[0]!r}" if unknown else "no format was named"
        raise ValueError(f"{asked}; known: {', '.join(FORMATS)}")
    directory.mkdir(parents=True, exist_ok=True)
    scratch = directory / "indicators.scratch.partial"
    written: dict[Path, Path] = {}
    try:
        scratch.write_bytes(_indicator_lines(observatory))
        for table, sql in tables(scratch).items():
            for format_ in wanted:
                if format_ in TABLES:
                    path = directory / f"{table}.{format_}"
                    written[path] = path.with_name(path.name + ".partial")
                    _write(observatory, sql, format_, written[path])
        if graphs_wanted := [one for one in wanted if one in GRAPHS]:
            told = content(observatory)
            for format_ in graphs_wanted:
                for name in _NAMES[format_]:
                    path = directory / name
                    written[path] = path.with_name(path.name + ".partial")
                    _write_graph(told, path, written[path])
        path = directory / ATTRIBUTION
        written[path] = path.with_name(path.name + ".partial")
        written[path].write_text(_attribution(observatory), "utf-8")
        for path, partial in written.items():
            partial.replace(path)
    except (StepFailed, SheetFault, checks.ExportWrong) as error:
        raise OSError(f"the export failed; nothing was replaced: {error}") from error
    finally:
        for partial in (scratch, *written.values()):
            partial.unlink(missing_ok=True)
    return list(written)


def _write_graph(told: Content, path: Path, partial: Path) -> None:
    """Write one file of things and ties, then read it back."""
    if path.name == "entities.ftm.jsonl":
        ftm.write(told, partial)
        checks.checked(checks.check_ftm, partial, told)
    elif path.name == "lionrock.jsonld":
        rdf.write(told, partial)
        checks.checked(checks.check_jsonld, partial, told)
    elif path.name == "lionrock.shapes.ttl":
        rdf.write_shapes(partial)
    else:
        write = graphs.write_gexf if path.suffix == ".gexf" else graphs.write_graphml
        write(told, partial)
        checks.checked(checks.check_graph, partial, told)


def tables(indicators: Path) -> dict[str, str]:
    """The query of each exported table; `indicators` is a file of indicators as JSON lines."""
    queries = {name.partition(":")[2]: sql for name, sql in steps("lionrock.answer", "export.sql")}
    columns = ", ".join(f"{name}: '{type_}'" for name, type_ in _INDICATORS.items())
    queries["indicators"] = (
        f"SELECT * FROM read_json({_quoted(indicators)}, format = 'newline_delimited', "
        f"columns = {{{columns}}}) ORDER BY id"
    )
    return queries


def _write(observatory: Observatory, sql: str, format_: str, path: Path) -> None:
    if format_ == "xlsx":
        described = observatory.query(f"DESCRIBE {sql}")
        columns = {str(row[0]): str(row[1]) for row in described}
        flat = flat_sql(sql, columns)
        names = [str(row[0]) for row in observatory.query(f"DESCRIBE {flat}")]
        write_workbook(path, names, observatory.query(flat))
        checks.checked(checks.check_workbook, path)
        return
    if format_ != "csv":
        observatory.query(f"COPY ({sql}) TO {_quoted(path)} ({_OPTIONS[format_]})")
        return
    described = observatory.query(f"DESCRIBE {sql}")
    flat = csv_sql(sql, {str(row[0]): str(row[1]) for row in described})
    plain = path.with_name(path.name + ".unmarked.partial")
    try:
        observatory.query(f"COPY ({flat}) TO {_quoted(plain)} ({_OPTIONS[format_]})")
        with plain.open("rb") as source, path.open("wb") as target:
            target.write(_BOM)
            shutil.copyfileobj(source, target)
    finally:
        plain.unlink(missing_ok=True)


def csv_sql(sql: str, columns: Mapping[str, str]) -> str:
    """A query for CSV: the same rows as `sql`, flat, with every text guarded.

    `columns` maps the names of the columns of `sql` to their DuckDB types.
    """
    return flat_sql(sql, columns, _guarded)


def flat_sql(sql: str, columns: Mapping[str, str], shown_as: Callable[[str], str] = str) -> str:
    """A query for the same rows as `sql`, lists joined; `shown_as` makes SQL of a text's SQL."""
    shown = []
    for name, type_ in columns.items():
        if type_.startswith("STRUCT") and type_.endswith("[]"):
            for flat, (field, between) in _EVIDENCE.items():
                values = f"list_transform({name}, lambda one: one.{field})"
                shown.append(f"{shown_as(_joined(values, between))} AS {flat}")
        elif type_ == "VARCHAR[]":
            between = " " if name in _ADDRESSES else " | "
            shown.append(f"{shown_as(_joined(name, between))} AS {name}")
        elif type_ == "VARCHAR":
            shown.append(f"{shown_as(name)} AS {name}")
        else:
            shown.append(name)
    return f"SELECT {', '.join(shown)} FROM ({sql})"


def _joined(values: str, between: str) -> str:
    first = f"list_filter({values}, lambda one, i: list_position({values}, one) = i)"
    return f"array_to_string({first}, '{between}')"


def _guarded(text: str) -> str:
    return (
        f"CASE WHEN regexp_matches({text}, '{_FORMULA}') "
        f"AND NOT regexp_full_match({text}, '{_NUMBER}') THEN '''' || {text} ELSE {text} END"
    )


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _indicator_lines(observatory: Observatory) -> bytes:
    lines = []
    for light in observatory.indicators():
        document = observatory.indicator_document(light["id"]) or {}
        row = {name: document.get(name) for name in _INDICATORS} | {"points": light["points"]}
        for field in ("label", "definition"):
            for lang, text in document[field].items():
                row[f"{field}_{lang.lower().replace('-', '_')}"] = text
        lines.append(msgspec.json.encode(row))
    return b"\n".join(lines)


def _attribution(observatory: Observatory) -> str:
    licences = observatory.query("SELECT DISTINCT source, licence FROM snapshots ORDER BY source")
    listed = "\n".join(f"- `{source}`: {licence}" for source, licence in licences)
    manifest = observatory.manifest
    return f"""# Whose data this is

Lionrock, an open observatory of Hong Kong's AI ecosystem.
Build {manifest.id}, made by Lionrock {manifest.version} from facts gathered by {manifest.gathered}.

Licence of what was gathered, by source:

{listed}

CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/) asks you to give credit, to link to the
licence and to say whether you changed anything. A line that does so:

> Lionrock registry of Hong Kong's AI ecosystem (build {manifest.id}), CC BY 4.0

The facts were seen on public pages, named beside every row. Those pages, and the names and marks
of the organisations, belong to their owners. An empty cell is unknown: never zero, never no.

In the CSV files a leading apostrophe guards a text that a spreadsheet would run as a formula;
lists are joined by " | ", addresses by a space. JSON Lines and Parquet carry every text as it is;
XLSX has texts as they are, cut at 32,767 characters, which is all that a cell holds.

entities.ftm.jsonl holds what FollowTheMoney has words for: organisations, initiatives, programmes
and the ties between them. lionrock.jsonld holds entities, ties and figures as linked data, whose
shapes are in lionrock.shapes.ttl. Up to 20 pages stand beside an entity there, and 5 in the graphs
(.graphml, .gexf); all of them are in the table of statements.
"""
