"""Tools that answer a question: is it so, what may one apply for, what applies, whom to ask."""

from typing import Annotated, Any

import msgspec
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from lionrock.answer.as_of import ties_as_of
from lionrock.answer.checking.check import checker
from lionrock.answer.checking.told import check_document
from lionrock.answer.finding.applicant import Condition
from lionrock.answer.finding.asking import applicant
from lionrock.answer.finding.partners import partners, wish
from lionrock.answer.finding.programmes import programmes
from lionrock.answer.finding.reasons import told as worded
from lionrock.answer.finding.reasons import traced
from lionrock.answer.finding.rules import rules
from lionrock.answer.finding.uses import use
from lionrock.answer.graph import find_way
from lionrock.answer.observatory import Document, Live, Observatory
from lionrock.answer.reading import read_plain
from lionrock.answer.ties import find_ties
from lionrock.answer.works import Asked, find_works
from lionrock.model.dates import parse_date
from lionrock.serve.mcp import arguments as a
from lionrock.serve.mcp.told import Answer, Call, told
from lionrock.serve.mcp.views import View

_WORK = ("work", "title", "year", "doi", "type", "venue", "topic", "cited_by", "ours", "openalex")


class Questions:
    """Answers questions in plain words; each answer with its reasons and its sources."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def check_text(
        self,
        text: a.Text,
        published: Annotated[
            str | None, Field(max_length=10, description="Day it was published: YYYY-MM-DD.")
        ] = None,
        lang: a.Lang = "en",
    ) -> Answer:
        """Hold the claims of a text against the record: supported, contradicted, outdated,
        without evidence, not checkable; with the evidence for and against. Nothing is kept.
        """
        try:
            parse_date(published or "2026")
        except ValueError as error:
            raise ToolError(f"published: {error}") from None
        now = self._live.now()
        view = View(now, lang)
        found = check_document(checker(now).check(read_plain(now, text, published)), lang)
        for claim in found["claims"]:
            for support in claim["evidence"]:
                support["sources"] = view.sources.of(support["sources"])
        answer = {name: found[name] for name in ("summary", "language", "claims", "planted")}
        call = Call("check_text", text=text, published=published, lang=lang)
        return told(now, call, answer, view.sources)

    def find_programmes(
        self,
        question: a.Question,
        years: Annotated[
            float | None, Field(ge=0, le=1000, description="Age of the company in years.")
        ] = None,
        staff: Annotated[
            int | None, Field(ge=1, le=10_000_000, description="Number of people.")
        ] = None,
        limit: a.Limit = 10,
        lang: a.Lang = "en",
    ) -> Answer:
        """Find what somebody may apply for: money, compute, space, people, tax relief.

        Say who asks and what for: "a two-year-old health AI company with 8 staff, needs compute".
        "fits": every condition on record holds; "unsure": something is not known; "no".
        """
        now = self._live.now()
        who = applicant(question, int(str(now.manifest.gathered)[:4]))
        who = who.given(years, staff)
        offer = programmes(now, who)
        view = View(now, lang)
        shown = []
        for one in offer.programmes[:limit]:
            row = _row(view, one, one.conditions, offer.as_of)
            row["operator"] = view.said(one.operator)
            shown.append(row)
        counted = {v: sum(one.verdict == v for one in offer.programmes)
                   for v in ("fits", "unsure", "no")}  # fmt: skip
        answer = {"understood": msgspec.to_builtins(who), "as_of": offer.as_of,
                  "counts": counted, "programmes": shown, "decides": offer.decides}  # fmt: skip
        call = Call("find_programmes", question=question, years=years, staff=staff, limit=limit,
                    lang=lang)  # fmt: skip
        options = [f"--{k}={v}" for k, v in (("years", years), ("staff", staff)) if v is not None]
        call.at("find", "programmes", q=question, years=years, staff=staff)
        call.like("find", "programmes", question, *options)
        return told(now, call, answer, view.sources)

    def find_rules(self, question: a.Question, limit: a.Limit = 15, lang: a.Lang = "en") -> Answer:
        """Find which laws, guidelines and circulars bear on a use of AI, and what they ask.

        Say what is done, by whom and where: "a bank uses generative AI on customers' personal
        data, processed in Shenzhen". This is no legal advice.
        """
        now = self._live.now()
        found = rules(now, use(question))
        view = View(now, lang)
        shown = []
        for one in found.rules[:limit]:
            row = _row(view, one, one.why, found.as_of)
            row["issuer"] = view.said(one.issuer)
            shown.append(row)
        answer = {"understood": msgspec.to_builtins(found.use), "as_of": found.as_of,
                  "total": len(found.rules), "rules": shown, "asks": found.asks,
                  "note": "No legal advice: what is on record, with its sources."}  # fmt: skip
        call = Call("find_rules", question=question, limit=limit, lang=lang)
        call.at("find", "rules", q=question)
        call.like("find", "rules", question)
        return told(now, call, answer, view.sources)

    def find_partners(
        self,
        question: a.Question,
        of: Annotated[
            str | None, Field(max_length=200, description="Who asks: an id or a name.")
        ] = None,
        limit: a.Limit = 10,
        lang: a.Lang = "en",
    ) -> Answer:
        """Find organisations to work with on a topic, what speaks for each, and ties to who asks.

        Say the topic and what is lacking: "robotics in Shenzhen, needs a company".
        """
        now = self._live.now()
        sought = wish(now, question, of)
        if of and sought.of is None:
            raise ToolError(f"nothing on record is called {of[:80]!r}; find its id with search")
        found = partners(now, sought)
        view = View(now, lang)
        shown = []
        for one in found.partners[:limit]:
            row = _plain(one)
            row["label"] = view.said(one.label)
            row["evidence"] = [traced(now, trace, lang) for trace in one.evidence]
            row["sources"] = view.pages(one.sources[:4])
            for name, ties in (("ties", one.ties), ("way", one.way)):
                row[name] = [{**_plain(t), "sources": view.pages(t.sources)} for t in ties]
            shown.append(row)
        answer = {"understood": msgspec.to_builtins(found.wish), "works_loaded": found.works,
                  "total": found.total, "partners": shown}  # fmt: skip
        call = Call("find_partners", question=question, of=of, limit=limit, lang=lang)
        call.at("find", "partners", q=question, of=of)
        call.like("find", "partners", question, *(("--of", of) if of else ()))
        return told(now, call, answer, view.sources)

    def ties(self, source: a.EntityId, target: a.EntityId, lang: a.Lang = "en") -> Answer:
        """Show how two entities are tied: the shortest way by ties on record (ownership, funding,
        labs, membership …), and by research works made together where works are loaded.
        """
        now = self._live.now()
        source, target = (_entity(now, one) for one in (source, target))
        view = View(now, lang)
        way = find_way(ties_as_of(now), source, target)
        works = find_ties(now, source, target)
        answer: dict[str, Any] = {
            "steps": len(way.ties) and len(way.nodes) - 1,
            "way": [{"id": n.id, "kind": n.kind, "label": n.label[lang]} for n in way.nodes],
            "ties": [
                {**_plain(t), "sources": view.sources.of(msgspec.to_builtins(t.sources))}
                for t in way.ties
            ],
            "works_loaded": works.loaded,
            "by_works": [
                {"source": s.source, "target": s.target, "works": s.works,
                 "first_year": s.first_year, "last_year": s.last_year,
                 "examples": [_work(view, w) for w in s.examples]}
                for s in works.steps
            ],
        }  # fmt: skip
        call = Call("ties", source=source, target=target, lang=lang)
        call.at("graph", "way", **{"from": source, "to": target})
        return told(now, call, answer, view.sources)

    def works(
        self,
        about: a.MaybeId = None,
        field: Annotated[
            str | None, Field(max_length=100, description="A field of research, by id.")
        ] = None,
        year: Annotated[int | None, Field(ge=1000, le=9999)] = None,
        offset: a.Offset = 0,
        limit: a.Limit = 20,
    ) -> Answer:
        """List research works in AI of a body or place, in a field, of a year: those that figures
        rest on. `loaded` false: none are loaded, so nothing is known of works here.
        """
        now = self._live.now()
        if about is not None:
            about = _entity(now, about)
        view = View(now, "en")
        found = find_works(now, Asked(about, field, year), limit, offset)
        answer = {"loaded": found.loaded, "total": found.total, "offset": offset,
                  "works": [_work(view, one) for one in found.works]}  # fmt: skip
        call = Call("works", about=about, field=field, year=year, offset=offset or None,
                    limit=limit)  # fmt: skip
        call.at("works", about=about, field=field, year=year, limit=limit, offset=offset)
        return told(now, call, answer, view.sources)


def _entity(now: Observatory, id_: str) -> str:
    stays = now.redirect(id_) or id_
    if now.document("entity", stays) is None:
        raise ToolError(f"no entity has the id {id_[:80]!r}; use the tool search to find the id")
    return stays


def _plain(one: Any) -> Document:
    plain: Document = msgspec.to_builtins(one)
    return plain


def _row(view: View, one: Any, conditions: tuple[Condition, ...], as_of: str) -> Document:
    """A programme or a document, its conditions in words and its sources by number."""
    row = _plain(one)
    row.pop("conditions", None)
    row["label"] = view.said(one.label)
    row["why"] = [
        {"state": c.state, "words": worded(view.observatory, c, view.lang, as_of)}
        for c in conditions
    ]
    row["sources"] = view.pages(one.sources)
    return row


def _work(view: View, one: Any) -> Document:
    row = {name: getattr(one, name) for name in _WORK}
    page = view.sources.page(f"https://openalex.org/{one.work}", "OpenAlex", "data")
    return {**row, "snapshot": one.snapshot, "row": one.row_number, "sources": [page]}
