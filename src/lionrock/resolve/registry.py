"""The organisations of a build, as the matcher wants them, from its tables."""

from collections import defaultdict
from collections.abc import Iterator

from lionrock.model.match import NameType, Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.store.duck import Duck

_NAMES = """
SELECT coalesce(c.canonical, s.subject), s.prop, coalesce(s.lang, ''), s.value
FROM statements s LEFT JOIN clusters c ON c.id = s.subject
WHERE s.kind = 'organisation' AND s.prop IN ('name', 'abbreviation', 'former_name', 'ror')
ORDER BY 1, s.rank, s.value
"""
_PARENTS = """
SELECT DISTINCT source, target FROM edges
WHERE type IN ('parent', 'part_of', 'campus_of') ORDER BY source, target
"""
_ENTITIES = """
SELECT e.id, coalesce(e.class, 'organisation'), e.label_en, e.label_hant, e.label_hans
FROM entities e WHERE e.kind = 'organisation' ORDER BY e.id
"""
_PLACES = """
SELECT DISTINCT g.source, coalesce(p.name_en, p.id) AS place
FROM edges g JOIN subjects p ON p.id = g.target
WHERE g.type = 'place' ORDER BY g.source, place
"""
_TYPES: dict[str, NameType] = {"abbreviation": "abbreviation", "former_name": "former"}
_COUNTRIES = {"Hong Kong": "HK", "Macau": "MO"}


def organisations(database: Duck) -> Iterator[Organisation]:
    """Every organisation of the build whose tables `database` holds, by id."""
    names: defaultdict[str, list[OrganisationName]] = defaultdict(list)
    ror: dict[str, str] = {}
    for id_, prop, lang, value in database.rows(_NAMES):
        if prop == "ror":
            ror.setdefault(id_, str(value).rpartition("/")[2])
        else:
            names[id_].append(OrganisationName(value, _TYPES.get(prop, "official"), lang))
    parents: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in database.rows(_PARENTS):
        parents[source].append(target)
    places: defaultdict[str, list[str]] = defaultdict(list)
    for source, place in database.rows(_PLACES):
        places[source].append(place)
    for id_, class_, english, hant, hans in database.rows(_ENTITIES):
        if names[id_]:
            country = next((_COUNTRIES[p] for p in places[id_] if p in _COUNTRIES), "")
            yield Organisation(
                id_, class_, T(english, hant, hans), tuple(names[id_]), tuple(places[id_]),
                country, tuple(parents[id_]), ror.get(id_, ""),
            )  # fmt: skip
