"""The properties that can be given with a query and fetched for an entity."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES
from lionrock.serve.reconcile.wording import say

NAME, SOURCES, RELATION, FIGURE, COUNTRY, PAGE = (
    "name", "sources", "relation", "figure", "country", "page",
)  # fmt: skip
_PLACED = ("organisation",)


class Offered(Struct, frozen=True):
    """A property that is offered: its id and what it is called."""

    id: str
    name: str


def label(id_: str, lang: str, observatory: Observatory) -> str | None:
    """What a property is called; None when there is no such property.

    name.LANG, sources.PROPERTY, relation.TYPE and figure.INDICATOR stand beside those of the
    schema.
    """
    first, _, rest = id_.partition(".")
    if not rest:
        if id_ in (COUNTRY, SOURCES, PAGE):
            return say(id_, lang)
        known = schema().properties.get(id_)
        return known.label.in_(lang) if known else None
    if first == NAME and rest in LANGUAGES:
        return say(f"name_{rest}", lang)
    if first == SOURCES and rest in schema().properties:
        return say("sources_of", lang, label=schema().properties[rest].label.in_(lang))
    if first == RELATION and rest in schema().relations:
        return schema().relations[rest].label.in_(lang)
    if first == FIGURE:
        found = _indicators(observatory).get(rest)
        return say("latest", lang, label=found[lang]) if found else None
    return None


def offered(kind: str, lang: str, observatory: Observatory) -> list[Offered]:
    """The properties of a kind, in the order a reader wants them; of any kind when it is empty."""
    known = [schema().kinds[kind]] if kind else list(schema().kinds.values())
    props = list(dict.fromkeys(prop for one in known for prop in one.properties))
    ids: list[str] = []
    for prop in props:
        ids += [prop, *(f"name.{one}" for one in LANGUAGES)] if prop == NAME else [prop]
    if not kind or kind in _PLACED:
        ids += [COUNTRY, *(f"{RELATION}.{one}" for one in schema().relations)]
    ids += [SOURCES, PAGE]
    return _named(ids, lang, observatory)


def figures(lang: str, observatory: Observatory) -> list[Offered]:
    """The latest value of each indicator, as a property."""
    return _named((f"{FIGURE}.{id_}" for id_ in _indicators(observatory)), lang, observatory)


def beginning(found: Iterable[Offered], prefix: str) -> list[Offered]:
    """Those whose name or id begins with what is typed, then those that hold it."""
    wanted = fold(prefix)
    if not wanted:
        return list(found)
    ranked = []
    for place, one in enumerate(found):
        texts = [fold(one.id), fold(one.name)]
        if any(text.startswith(wanted) for text in texts):
            ranked.append((0, place, one))
        elif any(wanted in text for text in texts):
            ranked.append((1, place, one))
    return [one for *_, one in sorted(ranked, key=lambda item: item[:2])]


def _named(ids: Iterable[str], lang: str, observatory: Observatory) -> list[Offered]:
    labelled = ((id_, label(id_, lang, observatory)) for id_ in ids)
    return [Offered(id_, name) for id_, name in labelled if name]


@lru_cache(maxsize=2)
def _indicators(observatory: Observatory) -> dict[str, dict[str, str]]:
    return {str(one["id"]): one["label"] for one in observatory.indicators()}
