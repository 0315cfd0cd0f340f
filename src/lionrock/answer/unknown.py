"""Bodies that affiliations name and the registry does not: grouped, with the works behind each.

They are proposals made by machine (derive/grouping.py), no organisations of the registry: a person
decides whether one is added, whether a name belongs to a known body, and which names are one.
"""

import re
from typing import Any

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.answer.works import WorkEntry, works_named
from lionrock.model.fold import is_cjk
from lionrock.model.judgement import OF_NAME
from lionrock.model.text import LANGUAGES
from lionrock.sources._scripts import scripts

MAX_BODIES = 100
_NAMES, _STRINGS, _WORKS, _PAIRS, _SOURCES = 50, 50, 25, 50, 5

_BODIES = """
SELECT p.proposed, p.text, p.place, p.names, p.strings, p.works, p.institution, i.name, i.ror,
    i.country, p.example
FROM proposed_organisations p
LEFT JOIN institutions i ON i.institution = p.institution
"""
_NAMED = "(SELECT n.name FROM proposed_names n WHERE n.proposed = ?)"
_SPELLINGS = """
SELECT name, text, place, works FROM proposed_names WHERE proposed = ?
ORDER BY works DESC, text, name LIMIT ?
"""
_WRITTEN = f"""
SELECT raw, min(works) FROM proposed_strings WHERE name IN {_NAMED}
GROUP BY raw ORDER BY 2 DESC, raw LIMIT ?
"""
_BEHIND = f"""
SELECT o.work
FROM (
    SELECT DISTINCT a.work FROM proposed_strings s
    JOIN authorships a ON a.raw = s.raw
    WHERE s.name IN {_NAMED}
) b
JOIN outputs o ON o.work = b.work
ORDER BY o.cited_by DESC, o.year DESC, o.work LIMIT ?
"""
_COMPARED = """
SELECT a.name, a.text, b.name, b.text, b.proposed, p.score, p.verdict, a.proposed = b.proposed
FROM (
    SELECT one, other, score, verdict FROM proposed_pairs
    UNION ALL
    SELECT other, one, score, verdict FROM proposed_pairs
) p
JOIN proposed_names a ON a.name = p.one AND a.proposed = ?
JOIN proposed_names b ON b.name = p.other
WHERE a.proposed <> b.proposed OR a.name < b.name
ORDER BY a.proposed = b.proposed DESC, p.score DESC, a.name, b.name LIMIT ?
"""


class UnknownBody(msgspec.Struct, frozen=True):
    """A body that no organisation of the registry is: what most works call it, where its address
    says that it is (the id of a place, or empty), and how many names and affiliation strings,
    standing in how many works, were put together. `institution` is OpenAlex's, where it gives its
    strings but one."""

    id: str
    text: str
    place: str
    names: int
    strings: int
    works: int
    institution: str | None
    institution_name: str | None
    ror: str | None
    country: str | None
    example: str


class Unknown(msgspec.Struct, frozen=True):
    """Bodies, those in most works first, and how many there are; `unresolved` is the number of
    affiliation strings of counted works in which no known body was found, `unread` of those in
    which no name of a body was found either. `loaded` is false when there are no works at all."""

    loaded: bool
    unresolved: int
    unread: int
    total: int
    bodies: tuple[UnknownBody, ...]


class Spelling(msgspec.Struct, frozen=True):
    """One of a body's names, and in how many works it stands."""

    name: str
    text: str
    place: str
    works: int


class Written(msgspec.Struct, frozen=True):
    """An affiliation as it is printed, and in how many works."""

    raw: str
    works: int


class Compared(msgspec.Struct, frozen=True):
    """Two names that were held against each other: `joined` when they are now one body."""

    name: str
    text: str
    other: str
    other_text: str
    proposed: str
    score: float
    verdict: str
    joined: bool


class UnknownDetail(msgspec.Struct, frozen=True):
    """A body with its evidence: names, strings and works, the most frequent and most cited first,
    which names were compared, and a draft of the line that would put it into the registry."""

    body: UnknownBody
    spellings: tuple[Spelling, ...]
    strings: tuple[Written, ...]
    works: tuple[WorkEntry, ...]
    compared: tuple[Compared, ...]
    draft: dict[str, Any]


def unknown_bodies(
    observatory: Observatory, text: str = "", place: str = "", limit: int = 25, offset: int = 0
) -> Unknown:
    """The proposed bodies; only of a place, only with a name that holds `text`, where given."""
    ((loaded,),) = observatory.query("SELECT count(*) FROM works")
    ((unresolved, unread),) = observatory.query(
        "SELECT count(DISTINCT a.raw), count(DISTINCT a.raw) FILTER (WHERE p.raw IS NULL) "
        "FROM authorships a JOIN outputs o ON o.work = a.work "
        "LEFT JOIN affiliation_strings s ON s.raw = a.raw "
        "LEFT JOIN proposed_strings p ON p.raw = a.raw "
        "WHERE a.raw IS NOT NULL AND s.raw IS NULL"
    )
    where, values = "WHERE true", list[str]()
    if text:
        where += (
            " AND p.proposed IN (SELECT n.proposed FROM proposed_names n"
            " WHERE contains(lower(n.text), lower(?)))"
        )
        values.append(text)
    if place:
        where += " AND p.place = ?"
        values.append(place)
    ((total,),) = observatory.query(
        f"SELECT count(*) FROM proposed_organisations p {where}", tuple(values)
    )
    rows = observatory.query(
        f"{_BODIES} {where} ORDER BY p.works DESC, p.strings DESC, p.proposed LIMIT ? OFFSET ?",
        (*values, max(0, min(limit, MAX_BODIES)), max(0, offset)),
    )
    bodies = tuple(UnknownBody(*row) for row in rows)
    return Unknown(bool(loaded), unresolved, unread, total, bodies)


def unknown_places(observatory: Observatory) -> dict[str, int]:
    """How many proposed bodies each place has; those without a place are left out."""
    return dict(
        observatory.query(
            "SELECT place, count(*) FROM proposed_organisations WHERE place <> '' "
            "GROUP BY place ORDER BY 2 DESC, 1"
        )
    )


def unknown_body(observatory: Observatory, id_: str) -> UnknownDetail | None:
    """One proposed body with its evidence, by its id or that of one of its names; None for others.

    Ids of names stay the same from build to build; which of a body's names gives it its own id may
    change with the works that are loaded.
    """
    rows = observatory.query(
        f"{_BODIES} WHERE p.proposed IN (SELECT proposed FROM proposed_names WHERE name = ?)",
        (id_,),
    )
    if not rows:
        return None
    body, query = UnknownBody(*rows[0]), observatory.query
    works = [work for (work,) in query(_BEHIND, (body.id, _WORKS))]
    shown = works_named(observatory, works)
    spellings = tuple(Spelling(*row) for row in query(_SPELLINGS, (body.id, _NAMES)))
    is_place = observatory.document("entity", body.place) is not None if body.place else False
    return UnknownDetail(
        body,
        spellings,
        tuple(Written(*row) for row in query(_WRITTEN, (body.id, _STRINGS))),
        tuple(shown[work] for work in works),
        tuple(Compared(*row) for row in query(_COMPARED, (body.id, _PAIRS))),
        _draft(body, spellings, works, is_place),
    )


def is_unknown_name(observatory: Observatory, id_: str) -> bool:
    """Whether an id is that of a name which belongs to no known body."""
    if not id_.startswith(OF_NAME):
        return False
    return bool(observatory.query("SELECT 1 FROM proposed_names WHERE name = ? LIMIT 1", (id_,)))


def _draft(
    body: UnknownBody, spellings: tuple[Spelling, ...], works: list[str], is_place: bool
) -> dict[str, Any]:
    """The line for organisations.jsonl. What kind of body it is no affiliation says for certain:
    `kind` is empty, so the line is refused until a person has written it in."""
    names: dict[str, list[str]] = {}
    for one in spellings:
        langs = scripts(one.text) if any(map(is_cjk, one.text)) else ("en",)
        for lang in langs:
            if one.text not in names.setdefault(lang, []):
                names[lang].append(one.text)
    first = next((one.text for one in spellings if one.text.isascii()), "")
    slug = re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")[:60] or body.id
    line: dict[str, Any] = {
        "id": slug, "kind": "",
        "names": {lang: names[lang] for lang in LANGUAGES if lang in names},
    }  # fmt: skip
    if body.ror:
        line["ids"] = {"ror": f"https://ror.org/{body.ror}"}
    if is_place:
        line["place"] = body.place
    return line | {"sources": [f"https://openalex.org/{work}" for work in works[:_SOURCES]]}
