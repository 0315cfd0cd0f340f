"""Affiliation strings → the organisations they name: none, one or several.

Known names are found as phrases; what stands around them and the places of the address decide
whether they count and which campus is meant; segments that hold no known name are compared as
names are, for other spellings.
"""

from collections.abc import Sequence

from lionrock.model.match import Answer, Candidate
from lionrock.model.text import T
from lionrock.resolve.found import Found, Judge
from lionrock.resolve.households import household
from lionrock.resolve.index import Index
from lionrock.resolve.members import Members
from lionrock.resolve.mentions import mentions
from lionrock.resolve.naming import BATCH, EMPTY, SURE, UNSURE, NameMatcher
from lionrock.resolve.passage import Passage, passage
from lionrock.resolve.similar import similar_segments
from lionrock.resolve.spelling import Speller

NONE = T("names no known organisation", "沒有列出已知機構", "没有列出已知机构")


class AffiliationMatcher:
    """Answers affiliation strings from one index."""

    def __init__(self, names: NameMatcher) -> None:
        self._names = names
        self.index: Index = names.index
        self._speller = Speller(self.index.arrays, self.index.ids, self.index.vocabulary)
        self._judge = Judge(self.index)
        self._members = Members(self._judge)

    def affiliations(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisations each string names; see model.match.Matcher."""
        answers: list[Answer] = []
        for at in range(0, len(texts), BATCH):
            batch = [t if isinstance(t, str) else "" for t in texts[at : at + BATCH]]
            answers += self._batch(batch, limit)
        return answers

    def _batch(self, texts: list[str], limit: int) -> list[Answer]:
        passages = [passage(text) for text in texts]
        found = [
            self._judge.found(one, hits)
            for one, hits in zip(
                passages, mentions(self.index, self._speller, passages), strict=True
            )
        ]
        found = [self._members.named(one, hits) for one, hits in zip(passages, found, strict=True)]
        for number, more in similar_segments(self._names, self._judge, passages, found):
            found[number] = [*found[number], more]
        return [
            self._answer(one, household(self._judge, one, hits), limit)
            for one, hits in zip(passages, found, strict=True)
        ]

    def _answer(self, one: Passage, found: list[Found], limit: int) -> Answer:
        if not one.tokens:
            return Answer("none", (), (), EMPTY)
        best: dict[int, Found] = {}
        for hit in found:
            if hit.organisation not in best or best[hit.organisation].score < hit.score:
                best[hit.organisation] = hit
        weights = self._names.weights
        sure = [hit for hit in best.values() if hit.score >= weights.match]
        open_ = [hit for hit in best.values() if weights.review <= hit.score < weights.match]
        considered = sorted(best.values(), key=lambda hit: -hit.score)[: max(1, limit)]
        candidates = tuple(self._candidate(one, hit) for hit in considered)
        if sure:
            return Answer(
                "match", tuple(self._candidate(one, hit) for hit in sure), candidates, SURE
            )
        if open_:
            named = tuple(self._candidate(one, hit) for hit in open_)
            return Answer("review", named, candidates, UNSURE)
        return Answer("none", (), candidates, NONE)

    def _candidate(self, one: Passage, hit: Found) -> Candidate:
        organisation = self.index.organisation(hit.organisation)
        return Candidate(
            organisation.id, organisation.ror, organisation.kind, organisation.label, hit.score,
            one.between(hit.start, hit.end), one.tokens[hit.start].start,
            one.tokens[hit.end - 1].end, hit.reasons,
        )  # fmt: skip
