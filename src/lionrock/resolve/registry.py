"""The organisations of a build, as the matcher wants them, from its tables."""

from collections import defaultdict
from collections.abc import Iterator

from lionrock.model.aliases import Aliases, Names
from lionrock.model.fold import fold
from lionrock.model.match import NameType, Organisation, OrganisationName
from lionrock.model.text import T
from lionrock.store.duck import Duck

_NAMES = """
SELECT s.subject, s.prop, coalesce(s.lang, ''), s.value
FROM facts s
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
NO_ALIASES = Aliases()
_TYPES: dict[str, NameType] = {"abbreviation": "abbreviation", "former_name": "former"}
_COUNTRIES = {"hong kong": "HK", "macau": "MO"}


def organisations(database: Duck, aliases: Aliases = NO_ALIASES) -> Iterator[Organisation]:
    """Every organisation of the build whose tables `database` holds, by id."""
    shared = {fold(name) for name in aliases.shared}
    merged: dict[str, str] = dict(database.rows("SELECT id, canonical FROM clusters"))
    names: defaultdict[str, list[OrganisationName]] = defaultdict(list)
    ror: dict[str, str] = {}
    for id_, prop, lang, value in database.rows(_NAMES):
        if prop == "ror":
            ror.setdefault(id_, str(value).rpartition("/")[2])
        elif fold(value) not in shared:
            names[id_].append(OrganisationName(value, _TYPES.get(prop, "official"), lang))
    for id_, more in aliases.alias.items():
        names[merged.get(id_, id_)] += _aliases(more)
    parents: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in database.rows(_PARENTS):
        parents[source].append(target)
    places: defaultdict[str, list[str]] = defaultdict(list)
    for source, place in database.rows(_PLACES):
        places[source].append(str(place).lower())
    for id_, class_, english, hant, hans in database.rows(_ENTITIES):
        if names[id_]:
            country = next((_COUNTRIES[p] for p in places[id_] if p in _COUNTRIES), "")
            yield Organisation(
                id_, class_, T(english, hant, hans), tuple(names[id_]), tuple(places[id_]),
                country, tuple(parents[id_]), ror.get(id_, ""),
            )  # fmt: skip


def _aliases(more: Names) -> list[OrganisationName]:
    return [
        *(OrganisationName(name, "alias") for name in more.names),
        *(OrganisationName(name, "abbreviation") for name in more.short),
        *(OrganisationName(name, "former") for name in more.former),
    ]
