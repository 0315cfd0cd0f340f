"""`lionrock search` and `lionrock facets`: lists, as they are now or as of a day."""

from typing import Annotated, Literal

from cyclopts import Parameter

from lionrock.cli import output
from lionrock.cli.commands import Given, Id
from lionrock.model.change import Meaning

_ROWS = 100_000
State = Literal["holds", "unclear", "undated", "earlier", "changed", "ended", "not_yet"]


def search(
    query: str,
    /,
    *,
    kind: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    limit: int = 20,
    as_of: str | None = None,
    meaning: Meaning = "valid",
    door: Given,
) -> int:
    """Find entities and indicators by words in English, 繁體 or 简体.

    Parameters
    ----------
    query
        Words of names, notes, sectors, techniques; abbreviations; ids.
    kind
        Only of this kind (organisation, initiative, indicator …); may be repeated.
    limit
        At most this many results, 1 to 200.
    as_of
        Each as of a day, YYYY-MM-DD; which of two meanings is always said.
    meaning
        valid: what was true for that day, as known today. known: what was known on that day.
    """
    if not 1 <= limit <= 200:
        output.complain(f"--limit {limit}: expected 1 to 200")
        return 2
    if as_of is not None:
        from lionrock.answer.as_of import Words
        from lionrock.cli.as_of import show_search_as_of

        words = Words(query, kind, limit)
        return show_search_as_of(door.output, door.observatory(), words, (as_of, meaning))
    return door.output.found(door.observatory().search(query, kind, limit))


def facets(
    id_: Id | None = None,
    /,
    *,
    as_of: str | None = None,
    meaning: Meaning = "valid",
    table: str | None = None,
    state: State | None = None,
    door: Given,
) -> int:
    """List the seven facets, or show one: its question and lead indicators.

    Parameters
    ----------
    id_
        A facet's id; without it all are listed.
    as_of
        One of its tables as of a day, YYYY-MM-DD; which of two meanings is always said.
    meaning
        valid: what was true for that day, as known today. known: what was known on that day.
    table
        Which table, with --as-of. Default: its first.
    state
        Only rows of this state, with --as-of.
    """
    observatory = door.observatory()
    if id_ is None:
        return door.output.facets(list(observatory.facets()))
    document = observatory.facet_document(id_)
    if document is None:
        known = ", ".join(one["id"] for one in observatory.facets())
        output.complain(f"no facet {id_!r}; known: {known}")
        return 1
    if as_of is None:
        return door.output.facet(document)
    from lionrock.answer.as_of import Which
    from lionrock.cli.as_of import show_table_as_of

    which = Which(id_, table, state, _ROWS)
    return show_table_as_of(door.output, observatory, which, (as_of, meaning))
