"""Writes the article: sentences are proposed from the record, and kept when the claim check, which
knows nothing of how they were made, finds them supported by what they were made from."""

from collections.abc import Iterable
from itertools import islice

import msgspec

from lionrock.answer.checking.check import Checker, checker
from lionrock.answer.observatory import Document, Observatory
from lionrock.answer.reading import read_plain
from lionrock.answer.report import figures, ties
from lionrock.answer.report.article import Article, Proposal, Remark, Section, Sentence
from lionrock.answer.report.pages import pages
from lionrock.answer.report.phrases import phrase
from lionrock.model.text import LANGUAGES

_FIGURES, _TIES, _DATES, _CHANGES, _TRENDS = 8, 4, 3, 8, 8  # sentences of a kind in a section
_TRIED = 3  # times as many are proposed
_REMARKS = 5


class _Desk:
    """One article being written."""

    def __init__(self, observatory: Observatory, lang: str) -> None:
        self.observatory, self.lang = observatory, lang
        self.checker: Checker = checker(observatory)
        self.writer = figures.Writer(observatory, lang)
        self.proposed = 0
        self._said: set[str] = set()

    def kept(self, proposals: Iterable[Proposal], most: int) -> tuple[Sentence, ...]:
        """The weightiest sentences that the check supports, none said before."""
        ranked = sorted(proposals, key=lambda one: (-one.weight, one.sentence.text))
        found: list[Sentence] = []
        for one in islice(ranked, most * _TRIED):
            sentence = one.sentence
            if len(found) == most:
                break
            if sentence.text in self._said or not sentence.sources:
                continue
            self.proposed += 1
            if self._holds(sentence):
                self._said.add(sentence.text)
                found.append(sentence)
        return tuple(found)

    def _holds(self, sentence: Sentence) -> bool:
        """Whether every claim in a sentence is supported, and by what it was made from."""
        check = self.checker.check(read_plain(self.observatory, sentence.text))
        if not check.claims or any(c.finding.verdict != "supported" for c in check.claims):
            return False
        cited = {
            id_ for c in check.claims for one in c.finding.evidence
            for id_ in (one.observation, one.statement, one.indicator, one.entity)
        }  # fmt: skip
        return bool(cited & {*sentence.rests_on, sentence.about})


def write(observatory: Observatory, lang: str, facets: tuple[str, ...] = ()) -> Article:
    """Write the article in a language, on all facets or some.

    Raises ValueError for a language or a facet that is none.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"language {lang!r} is none of {', '.join(LANGUAGES)}")
    known = {one["id"]: one for one in observatory.facets()}
    for one in facets:
        if one not in known:
            raise ValueError(f"no facet {one!r}; known: {', '.join(known)}")
    desk = _Desk(observatory, lang)
    chosen = [known[id_] for id_ in known if not facets or id_ in facets]
    measured = _measured(observatory)
    sections = [
        _introduction(desk, chosen, measured),
        *(_section(desk, facet, measured) for facet in chosen),
        _conclusion(desk, chosen, measured),
    ]
    article = Article(
        lang, phrase("title", lang), observatory.build_id, str(observatory.manifest.gathered),
        tuple(one for one in sections if one.sentences), desk.proposed,
        observatory.manifest.version,
    )  # fmt: skip
    cited = pages(observatory, {source.url for source in article.sources}, lang)
    return msgspec.structs.replace(article, pages=cited)


def _measured(observatory: Observatory) -> list[Document]:
    """The indicators whose newest value was measured, not promised or forecast."""
    asked = "SELECT id FROM observations WHERE nature = 'measured'"
    measured = {row[0] for row in observatory.query(asked)}
    return [
        one for one in observatory.indicators() if one["value"] and one["value"]["id"] in measured
    ]


def _introduction(desk: _Desk, facets: list[Document], measured: list[Document]) -> Section:
    """The leading figure of each facet."""
    sentences: list[Sentence] = []
    for facet in facets:
        leads = [one for one in measured if one["facet"] == facet["id"] and one["lead"]]
        sentences += desk.kept(filter(None, map(desk.writer.latest, leads)), 1)
    return Section("introduction", phrase("introduction", desk.lang), tuple(sentences))


def _section(desk: _Desk, facet: Document, measured: list[Document]) -> Section:
    id_ = facet["id"]
    own = [one for one in measured if one["facet"] == id_]
    sentences = desk.kept(filter(None, map(desk.writer.latest, own)), _FIGURES)
    known = desk.checker.figures
    sentences += desk.kept(ties.dated(desk.observatory, known, id_, desk.lang), _DATES)
    sentences += desk.kept(ties.ties(desk.observatory, known, id_, desk.lang), _TIES)
    year = int(str(desk.observatory.manifest.gathered)[:4])
    remarks: dict[str, list[Remark]] = {"differ": [], "unknown": []}
    for light in sorted(own, key=lambda one: (not one["lead"], -one["points"])):
        for kind, remark in desk.writer.remarks(light, year):
            if len(remarks[kind]) < _REMARKS:
                remarks[kind].append(remark)
    drawn = [one for one in own if one["lead"] and one["points"] >= 3]
    return Section(
        id_, facet["title"][desk.lang], sentences, tuple(remarks["differ"]),
        tuple(remarks["unknown"]), drawn[0]["id"] if drawn else None,
    )  # fmt: skip


def _conclusion(desk: _Desk, facets: list[Document], measured: list[Document]) -> Section:
    """What has changed, of the figures that lead."""
    ids = {facet["id"] for facet in facets}
    own = [one for one in measured if one["facet"] in ids and one["points"] >= 3]
    sentences = desk.kept(filter(None, map(desk.writer.change, own)), _CHANGES)
    year = int(str(desk.observatory.manifest.gathered)[:4])
    told = (one for light in own for one in desk.writer.trends(light, year))
    sentences += desk.kept(told, _TRENDS)
    return Section("conclusion", phrase("conclusion", desk.lang), sentences)
