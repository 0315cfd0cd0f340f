"""Tools that look something up: by words, by name, by id."""

from typing import Annotated, Any, Literal

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from lionrock.answer.observatory import Document, Live, Observatory
from lionrock.model.schema import schema
from lionrock.serve.mcp import arguments as a
from lionrock.serve.mcp.told import Answer, Call, told
from lionrock.serve.mcp.views import PARTS, View

_INDICATOR = ("id", "unit", "direction", "nature", "facet", "lead")


class Lookups:
    """Finds entities and indicators, and shows one with everything it rests on."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def search(
        self,
        query: a.Words,
        kind: Annotated[
            str | None, Field(description="organisation, initiative, programme, indicator …")
        ] = None,
        limit: a.Limit = 10,
        lang: a.Lang = "en",
    ) -> Answer:
        """Find organisations, initiatives, programmes, rules, deals, indicators … by words.

        Begin here: other tools want the ids that this one gives. Answers are cited.
        """
        known = (*schema().kinds, "indicator")
        if kind is not None and kind not in known:
            raise ToolError(f"no kind {kind[:80]!r}; known: {', '.join(known)}")
        now = self._live.now()
        view = View(now, lang)
        found = now.search(query, (kind,) if kind else (), limit)
        at = ("en", "zh-Hant", "zh-Hans").index(lang)
        hits = [
            {"id": hit.id, "kind": hit.kind, "label": hit.title[at],
             "sources": view.brief(hit.id, hit.kind)}
            for hit in found.hits
        ]  # fmt: skip
        answer = {"total": found.total, "relaxed": found.relaxed, "kinds": found.kinds,
                  "hits": hits}  # fmt: skip
        call = Call("search", query=query, kind=kind, limit=limit, lang=lang)
        call.at("search", q=query, kind=kind, limit=limit)
        call.like("search", query, *(("--kind", kind) if kind else ()), "--limit", limit)
        return told(now, call, answer, view.sources)

    def match_names(
        self,
        names: a.Names,
        affiliation: Annotated[
            bool, Field(description="They are affiliations as authors write them.")
        ] = False,
        lang: a.Lang = "en",
    ) -> Answer:
        """Say which organisation each name (or affiliation string) means, how sure, and why.

        "match" is sure; "review" is a proposal a person should look at; "none" means that no
        organisation on record fits: do not take the nearest one for it.
        """
        now = self._live.now()
        view = View(now, lang)
        matcher = now.matcher()
        answers = (matcher.affiliations if affiliation else matcher.names)(names, 3)
        rows = [
            {
                "name": name, "verdict": one.verdict, "note": one.note.in_(lang),
                "found": [self._candidate(view, c) for c in one.found],
                "considered": [c.id for c in one.candidates],
            }
            for name, one in zip(names, answers, strict=True)
        ]  # fmt: skip
        call = Call("match_names", names=names, affiliation=affiliation or None, lang=lang)
        return told(now, call, {"answers": rows}, view.sources)

    def show_entity(
        self,
        id: a.EntityId,
        part: Annotated[
            Literal["overview", "facts", "links", "figures", "events"],
            Field(description="overview: the first of everything."),
        ] = "overview",
        offset: a.Offset = 0,
        limit: a.Limit = 40,
        lang: a.Lang = "en",
    ) -> Answer:
        """Show what is on record of an entity; every value with its sources, conflicts marked.

        What is not there is unknown, which does not mean no.
        """
        now = self._live.now()
        stays = now.redirect(id)
        document = now.entity_document(stays or id)
        if document is None:
            raise ToolError(_missing(now, "entity", id))
        view = View(now, lang)
        answer: Document = view.heading(document)
        if stays:
            answer["merged_from"] = id
        if part == "overview":
            for name in PARTS:
                answer[name] = view.part(document, name, 0, min(limit, 12))
            answer["facts"] = view.part(document, "facts", 0, limit)
        else:
            answer[part] = view.part(document, part, offset, limit)
        call = Call("show_entity", id=id, part=part, offset=offset or None, limit=limit, lang=lang)
        call.at("entities", stays or id)
        call.like("show", id, "--evidence")
        return told(now, call, answer, view.sources)

    def show_indicator(
        self,
        id: a.IndicatorId,
        about: a.MaybeId = None,
        offset: a.Offset = 0,
        limit: a.Limit = 12,
        lang: a.Lang = "en",
    ) -> Answer:
        """Show an indicator: its definition, and the values by period, the newest first.

        Every publisher's value is given; `leads` says which one is shown first, `conflict` how
        far the others are from it. `about` chooses whom it is about; `series` lists all.
        """
        now = self._live.now()
        document = now.indicator_document(id)
        if document is None:
            raise ToolError(_missing(now, "indicator", id))
        series = document["series"]
        shown = next((one for one in series if about in (None, one["about"])), None)
        if shown is None:
            known = ", ".join(one["about"] for one in series[:20])
            raise ToolError(f"{id!r} has no value about {about!r}; it has about: {known}")
        view = View(now, lang)
        points = shown["points"][::-1]
        answer: dict[str, Any] = {name: document[name] for name in _INDICATOR}
        answer |= {
            "label": document["label"][lang], "definition": document["definition"][lang],
            "about": shown["about"], "about_label": shown["label"][lang],
            "trend": shown["trend"], "course": shown["course"],
            "periods": len(points), "offset": offset,
            "points": [view.point(document, p) for p in points[offset : offset + limit]],
            "series": [
                {"about": one["about"], "label": one["label"][lang], "periods": len(one["points"])}
                for one in series[: a.MAX_SHOWN]
            ],
            "series_total": len(series),
        }  # fmt: skip
        call = Call(
            "show_indicator", id=id, about=about, offset=offset or None, limit=limit, lang=lang
        )
        call.at("indicators", id)
        call.like("indicators", id)
        return told(now, call, answer, view.sources)

    def _candidate(self, view: View, one: Any) -> Document:
        return {
            "id": one.id, "ror": one.ror or None, "kind": one.kind, "score": round(one.score, 3),
            "label": one.label.in_(view.lang),
            "start": one.start, "end": one.end,
            "reasons": [reason.text.in_(view.lang) for reason in one.reasons],
            "sources": view.brief(one.id, "organisation"),
        }  # fmt: skip


def _missing(now: Observatory, kind: str, id_: str) -> str:
    hits = now.search(id_, ("indicator",) if kind == "indicator" else (), 3).hits
    near = ", ".join(f"{hit.id} ({hit.title[0]})" for hit in hits)
    advice = f"near it: {near}; " if near else ""
    return f"no {kind} has the id {id_[:80]!r}; {advice}the tool search finds ids"
