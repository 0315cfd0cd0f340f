"""Properties given with a query: what they say for or against a candidate."""

from collections.abc import Mapping

from msgspec import Struct

from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold
from lionrock.model.schema import schema
from lionrock.serve.reconcile import identifiers
from lionrock.serve.reconcile.messages import Condition
from lionrock.serve.reconcile.places import (
    agrees_on_country,
    agrees_on_place,
    countries,
    places,
)
from lionrock.serve.reconcile.things import NAME_PROPERTIES, Thing

_ALIASES = {
    "city": "place", "location": "place", "region": "place", "homepage": "website",
    "ror_id": "ror", "wikidata_id": "wikidata", "qid": "wikidata", "stock_code": "hkex",
    "type": "class", "country_code": "country", "alias": "name", "title": "name",
}  # fmt: skip
_AGREES = 1.0
_DISAGREES: Mapping[str, float] = {"place": -3.0, "country": -3.0, "parent": -2.0, "founded": -1.0}
_IDENTIFIER, _OTHER = -6.0, -0.5
_CONCLUSIVE = frozenset(("place", "country", *identifiers.PROPERTIES))
_PARENTS = ("parent", "part_of", "campus_of")


class Verdict(Struct, frozen=True):
    """What a condition says of a candidate.

    `agrees`: None when it cannot be told; `weight`: added to the log-odds of the score;
    `excludes`: the candidate may not stand; `contradicts`: it cannot be a sure match.
    """

    prop: str
    agrees: bool | None
    weight: float = 0.0
    excludes: bool = False
    contradicts: bool = False


def canonical(prop: str) -> str | None:
    """The property that a client means: an id of ours in any case, or a usual other name of it;
    None when there is none."""
    name = prop.strip().casefold().replace("-", "_").replace(" ", "_")
    name = _ALIASES.get(name, name)
    if name.startswith("name."):
        name = "name"
    return name if name in schema().properties or name == "country" else None


def judge(condition: Condition, thing: Thing, observatory: Observatory) -> Verdict | None:
    """What a condition says of a candidate; None when nothing here knows the property."""
    prop = canonical(condition.prop)
    if prop is None:
        return None
    each = [_agrees(prop, value, thing, observatory) for value in condition.values]
    agrees: bool | None
    if condition.quantifier == "all":
        agrees = False if False in each else None if None in each else True
    else:
        agrees = True if True in each else None if None in each else False
    if condition.quantifier == "none":
        agrees = None if agrees is None else not agrees
    return _weighed(prop, agrees, condition.required)


def _weighed(prop: str, agrees: bool | None, required: bool) -> Verdict:
    excludes = required and agrees is not True
    if agrees is None:
        return Verdict(prop, None, excludes=excludes)
    if agrees:
        return Verdict(prop, True, _AGREES)
    against = _IDENTIFIER if prop in identifiers.PROPERTIES else _DISAGREES.get(prop, _OTHER)
    return Verdict(prop, False, against, excludes, prop in _CONCLUSIVE)


def _agrees(prop: str, value: str, thing: Thing, observatory: Observatory) -> bool | None:
    if prop in ("place", "country"):
        stands_in = frozenset(thing.values("place"))
        known = places(observatory)
        if prop == "place":
            return agrees_on_place(value, stands_in, known)
        code = countries().code(value)
        return agrees_on_country(code, stands_in, known) if code else None
    if prop in identifiers.PROPERTIES:
        return _same_identifier(prop, value, thing)
    if prop in NAME_PROPERTIES:
        return fold(value) in map(fold, thing.names())
    if prop == "parent":
        return _under(value, thing)
    held = _spellings(prop, thing)
    if not held:
        return None
    if schema().properties[prop].type == "date":
        return any(_same_date(value, one) for one in thing.values(prop))
    return fold(value) in held


def _same_identifier(prop: str, value: str, thing: Thing) -> bool | None:
    """Whether an identifier is its own; another page of the same web site tells nothing."""
    is_web = prop in identifiers.WEB
    family = sorted(identifiers.WEB) if is_web else [prop]
    held = [(one, own) for one in family for own in thing.values(one)]
    if not held:
        return None
    given = identifiers.key(prop, value)
    if given in (identifiers.key(one, own) for one, own in held):
        return True
    host = identifiers.address(value)[0]
    if is_web and host in (identifiers.address(own)[0] for _, own in held):
        return None
    return False


def _under(value: str, thing: Thing) -> bool | None:
    parents = thing.related(*_PARENTS)
    if not parents:
        return None
    wanted = fold(value)
    return any(
        value == parent["other"] or wanted in map(fold, parent["label"].values())
        for parent in parents
    )


def _spellings(prop: str, thing: Thing) -> frozenset[str]:
    """The ways in which its values of a property can be written, folded."""
    written: list[str] = []
    choices = schema().labels(prop, thing.kind)
    for fact in thing.facts(prop):
        value = str(fact["value"])
        written += [value, *(fact["label"] or {}).values()]
        if value in choices:
            written += choices[value].table().values()
    return frozenset(map(fold, written))


def _same_date(given: str, held: str) -> bool:
    """Whether two dates agree as far as both of them go."""
    shorter = min(len(given), len(held))
    return shorter >= len("2020") and given[:shorter] == held[:shorter]
