"""The works behind a figure: which they are, and where each was read."""

from typing import Any

import msgspec

from lionrock.answer.observatory import Observatory

MAX_WORKS = 100

_OF = {
    "about": "SELECT work FROM output_organisations WHERE via = 'ours' AND organisation = ? "
    "UNION ALL SELECT work FROM output_places WHERE place = ?",
    "field": "SELECT work FROM work_fields WHERE field = ?",
    "year": "SELECT work FROM outputs WHERE year = ?",
}
_SHOWN = """
SELECT w.work, w.title, w.year, CAST(w.published AS VARCHAR), w.doi, w.type, w.venue_name,
    t.name, w.cited_by, w.snapshot, w.row_number,
    (
        SELECT list(DISTINCT o.organisation ORDER BY o.organisation) FROM work_organisations o
        JOIN work_homes h ON h.organisation = o.organisation
        WHERE o.work = w.work AND o.via = 'ours'
    ),
    (
        SELECT list(DISTINCT o.organisation ORDER BY o.organisation) FROM work_organisations o
        WHERE o.work = w.work AND o.via = 'openalex'
    )
FROM works w
LEFT JOIN topics t ON t.topic = w.topic
"""


class Asked(msgspec.Struct, frozen=True):
    """Which works: of a body (and what is part of it) or a place, in a field, of a year."""

    about: str | None = None
    field: str | None = None
    year: int | None = None


class WorkEntry(msgspec.Struct, frozen=True):
    """A work as it is shown: no authors, but the bodies it was given to.

    `snapshot` is the SHA-256 of the file that it was read from, `row_number` the line, from 1.
    `ours` are bodies of the registry by our own matching, `openalex` those by OpenAlex's.
    """

    work: str
    title: str | None
    year: int
    published: str | None
    doi: str | None
    type: str | None
    venue: str | None
    topic: str | None
    cited_by: int
    snapshot: str
    row_number: int
    ours: tuple[str, ...]
    openalex: tuple[str, ...]


class WorksFound(msgspec.Struct, frozen=True):
    """Works, the newest first, how many there are in all, and whether any are loaded at all."""

    loaded: bool
    total: int
    works: tuple[WorkEntry, ...]


def find_works(
    observatory: Observatory, asked: Asked, limit: int = 25, offset: int = 0
) -> WorksFound:
    """The counted works that fit all that is asked: those that figures of works rest on."""
    ((loaded,),) = observatory.query("SELECT count(*) FROM works")
    chosen = {name: value for name, value in msgspec.structs.asdict(asked).items() if value}
    where = " AND ".join(["true", *(f"u.work IN ({_OF[name]})" for name in chosen)])
    values = tuple(v for name, v in chosen.items() for _ in range(_OF[name].count("?")))
    ((total,),) = observatory.query(f"SELECT count(*) FROM outputs u WHERE {where}", values)
    rows = observatory.query(
        f"{_SHOWN} JOIN outputs u ON u.work = w.work WHERE {where} "
        "ORDER BY w.year DESC, w.cited_by DESC, w.work LIMIT ? OFFSET ?",
        (*values, max(0, min(limit, MAX_WORKS)), max(0, offset)),
    )
    return WorksFound(bool(loaded), total, tuple(_entry(row) for row in rows))


def works_named(observatory: Observatory, ids: list[str]) -> dict[str, WorkEntry]:
    """Works by id; an id that is none of a work's is left out."""
    rows = observatory.query(f"{_SHOWN} WHERE w.work IN (SELECT unnest(?))", (ids,))
    return {row[0]: _entry(row) for row in rows}


def _entry(row: tuple[Any, ...]) -> WorkEntry:
    told = dict(zip(WorkEntry.__struct_fields__, row, strict=True))
    return WorkEntry(**told | {name: tuple(told[name] or ()) for name in ("ours", "openalex")})
