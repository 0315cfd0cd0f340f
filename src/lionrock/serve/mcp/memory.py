"""The tool that remembers: what builds added, changed and withdrew, and why."""

from typing import Annotated, Any

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from lionrock.answer.changes import Told as Remembered
from lionrock.answer.changes import Unknown, Watch, changes, day_of, watch_list
from lionrock.answer.observatory import Live, Observatory
from lionrock.model.change import Change
from lionrock.model.dates import parse_date
from lionrock.serve.mcp import arguments as a
from lionrock.serve.mcp.told import Answer, Call, told
from lionrock.serve.mcp.views import View

_SAID = ("what", "how", "subject", "kind", "prop", "lang", "period", "before", "after")

_STATED = """
SELECT DISTINCT e.url FROM (SELECT unnest(records) AS n FROM statements WHERE key = ?) s
JOIN evidence e ON e.n = s.n ORDER BY e.url
"""
_OF = """
SELECT e.url FROM (SELECT unnest(records) AS n FROM statements WHERE subject = ?) s
JOIN evidence e ON e.n = s.n GROUP BY e.url ORDER BY count(*) DESC, e.url LIMIT 2
"""
_MEASURED = """
SELECT DISTINCT e.url FROM ranked o JOIN evidence e ON e.n = o.n
WHERE o.indicator = ? AND o.about = ? AND o.period_text = ? ORDER BY e.url
"""


class Memory:
    """Tells what changed in this observatory, the newest first."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def what_changed(
        self,
        since: Annotated[
            str | None,
            Field(max_length=10, description="From this day on: YYYY, YYYY-MM or YYYY-MM-DD."),
        ] = None,
        entity: a.MaybeId = None,
        facet: Annotated[
            str | None, Field(max_length=100, description="Only of this facet, by id.")
        ] = None,
        watch: Annotated[
            str | None, Field(max_length=100, description="Only of this list of watch.toml.")
        ] = None,
        limit: a.Limit = 20,
        lang: a.Lang = "en",
    ) -> Answer:
        """Tell what this observatory added, changed and withdrew, each with its reason: a source,
        a judgement, a rate, a definition or the code changed. `begins` is when its memory begins:
        what was before is not known. Sources are the pages that what is said now rests on; what
        was withdrawn has none any more.
        """
        now = self._live.now()
        day = _day(since)
        found = changes(now.settings, _followed(now, entity, facet, watch), day, (limit, 0))
        view = View(now, lang)
        shown = [self._row(view, one) for one in found.told]
        answer: dict[str, Any] = {
            "begins": found.begins, "damaged": len(found.damaged), "total": found.total,
            "builds": [
                {"build": one.build, "before": one.before, "day": day_of(one),
                 "inputs": one.inputs, "comparable": one.comparable, "changes": len(one.changes)}
                for one in found.entries[: a.MAX_SHOWN]
            ],
            "changes": shown,
        }  # fmt: skip
        call = Call("what_changed", since=since, entity=entity, facet=facet, watch=watch,
                    limit=limit, lang=lang)  # fmt: skip
        call.at("changes", since=since, entity=entity, facet=facet, watch=watch, limit=limit)
        given = (("--entity", entity), ("--facet", facet), ("--watch", watch))
        if since is not None:
            asked = [word for pair in given if pair[1] for word in pair]
            call.like("diff", "--since", since, *asked)
        return told(now, call, answer, view.sources)

    def _row(self, view: View, one: Remembered) -> dict[str, Any]:
        change = one.change
        said = {name: getattr(change, name) for name in _SAID}
        return {
            **{name: value for name, value in said.items() if value is not None},
            "label": change.label.in_(view.lang), "day": day_of(one.entry),
            "build": one.entry.build, "reasons": change.reasons, "causes": change.causes,
            "facets": change.facets, "sources": view.pages(_pages(view.observatory, change)),
        }  # fmt: skip


def _pages(now: Observatory, change: Change) -> list[str]:
    """The pages behind what a change left standing; none of what was withdrawn."""
    if change.how == "withdrawn":
        return []
    if change.what == "observation":
        values = (change.prop, change.subject, change.period)
        rows = now.query(_MEASURED, values)
    elif change.now is not None:
        rows = now.query(_STATED, (change.now.key,))
    else:
        rows = now.query(_OF, (change.subject,))
    return [url for (url,) in rows]


def _day(since: str | None) -> str | None:
    try:
        return parse_date(since).start.isoformat() if since else None
    except ValueError as error:
        raise ToolError(f"since: {error}") from None


def _followed(
    now: Observatory, entity: str | None, facet: str | None, watch: str | None
) -> list[Watch]:
    """What is asked for: all that is named must hold."""
    known = [one["id"] for one in now.facets()]
    if facet is not None and facet not in known:
        raise ToolError(f"no facet {facet[:80]!r}; known: {', '.join(known)}")
    found = [Watch(frozenset((entity,) if entity else ()))]
    found.append(Watch(facets=frozenset((facet,) if facet else ())))
    if watch is not None:
        try:
            found.append(watch_list(now.settings, watch))
        except Unknown:  # its message names places of this machine
            raise ToolError(f"no list {watch[:80]!r} in the watch.toml of this place") from None
    return found
