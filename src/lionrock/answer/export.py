"""The observatory as files: JSON Lines and Parquet are exact, CSV is made safe for spreadsheets.

CSV differs from the other two in four ways: it begins with a byte order mark, because Excel
takes a file without one for the local code page and garbles Chinese (programs have JSON Lines
and Parquet); a text that a spreadsheet would run as a formula gets a leading apostrophe, plain
numbers excepted; lists are joined by " | " (addresses by a space, which none contains); the
evidence of a statement is flattened to its addresses, publishers and places.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.store.duck import StepFailed, steps

FORMATS = ("csv", "jsonl", "parquet")
ATTRIBUTION = "ATTRIBUTION.md"

_BOM = b"\xef\xbb\xbf"
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
    """Write every table in every format, and who is to be credited; return the files.

    `directory` is made when missing; files of an earlier export are replaced, each in one step
    and only once all are written. Raises ValueError for an unknown format and OSError when the
    directory cannot be written, leaving no half-written file.
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
                path = directory / f"{table}.{format_}"
                written[path] = path.with_name(path.name + ".partial")
                _write(observatory, sql, format_, written[path])
        path = directory / ATTRIBUTION
        written[path] = path.with_name(path.name + ".partial")
        written[path].write_text(_attribution(observatory), "utf-8")
        for path, partial in written.items():
            partial.replace(path)
    except StepFailed as error:
        raise OSError(f"the export failed; nothing was replaced: {error}") from error
    finally:
        for partial in (scratch, *written.values()):
            partial.unlink(missing_ok=True)
    return list(written)


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
    shown = []
    for name, type_ in columns.items():
        if type_.startswith("STRUCT") and type_.endswith("[]"):
            for flat, (field, between) in _EVIDENCE.items():
                values = f"list_transform({name}, lambda one: one.{field})"
                shown.append(f"{_guarded(_joined(values, between))} AS {flat}")
        elif type_ == "VARCHAR[]":
            between = " " if name in _ADDRESSES else " | "
            shown.append(f"{_guarded(_joined(name, between))} AS {name}")
        elif type_ == "VARCHAR":
            shown.append(f"{_guarded(name)} AS {name}")
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
lists are joined by " | ", addresses by a space. JSON Lines and Parquet carry every text as it is.
"""
