"""Names answered: which organisation each means, why, and when none is right."""

from collections.abc import Sequence
from itertools import chain

import msgspec
import numpy as np

from lionrock.model.fold import is_cjk
from lionrock.model.match import Answer, Candidate, Reason, Verdict
from lionrock.model.names.reading import LONGEST
from lionrock.model.names.segments import Asked, asked_name
from lionrock.model.names.translate import english_readings
from lionrock.model.text import T
from lionrock.resolve import apart, shortened
from lionrock.resolve.doubts import doubt
from lionrock.resolve.expanding import Expander
from lionrock.resolve.features import FEATURES
from lionrock.resolve.index import Index
from lionrock.resolve.mending import Mender
from lionrock.resolve.ranking import Ranker, Ranking
from lionrock.resolve.score import Weights, weights
from lionrock.resolve.transcriptions import sounds_of
from lionrock.resolve.twice import agree, twice

BATCH = 4_096
_REASONS = 3
_MENDED = 5
"""Candidates whose names a misspelt name may be."""
_TRANSCRIBED = 200
"""Letters of a name that is read as Chinese in Latin letters."""
_LEAST = 0.25
"""Log-odds a reason must have added or taken to be worth telling."""
_TOLD = [(feature.id, feature.text) for feature in FEATURES]

SURE = T("sure", "確定", "确定")
EMPTY = T("holds no name", "不含名稱", "不含名称")
NOTHING_LIKE = T("nothing like it is known", "沒有相近的名稱", "没有相近的名称")
UNSURE = T("not sure enough: a person should look", "未能確定，需人手核對", "未能确定，需人工核对")
UNLIKELY = T("the nearest is too different", "最接近者仍相差太遠", "最接近者仍相差太远")
SEVERAL = T("several are as likely", "有多個同樣可能", "有多个同样可能")


class NameMatcher:
    """Answers names from one index."""

    def __init__(self, index: Index, fitted: Weights | None = None, threads: int = 2) -> None:
        self.index = index
        self.weights = fitted or weights()
        self.ranker = Ranker(index, self.weights, threads)
        self._expander = Expander(index)
        self._mender = Mender(index)

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisation each name means; see model.match.Matcher."""
        answers: list[Answer] = []
        for at in range(0, len(texts), BATCH):
            answers += self._batch([_text(one) for one in texts[at : at + BATCH]], limit)
        return answers

    def _batch(self, texts: list[str], limit: int) -> list[Answer]:
        questions = [asked_name(text) for text in texts]
        ranking = self.ranker.rank(questions, range(len(questions)), len(questions))
        answers = self._answers(texts, ranking, limit)
        open_ = []
        for n, answer in enumerate(answers):
            if not questions[n].units:
                answers[n] = Answer("none", (), (), EMPTY)
            elif answer.verdict != "match":
                open_.append(n)
        self._read_otherwise(texts, answers, (ranking, open_), limit)
        self._read_apart(texts, answers, limit)
        self._read_twice(texts, answers, limit)
        return answers

    def _read_otherwise(
        self, texts: list[str], answers: list[Answer], of: tuple[Ranking, list[int]], limit: int
    ) -> None:
        """Answer some questions of a ranking again, with candidates for their other readings."""
        ranking, open_ = of
        rows, starts = ranking.rows.tolist(), ranking.starts.tolist()
        first = [rows[starts[n] : min(starts[n] + _MENDED, starts[n + 1])] for n in open_]
        variants = [
            self._variants(texts[n])
            + self._as_heard(texts[n])
            + self._mender.readings(texts[n], near)
            + shortened.readings(self.index, texts[n], near)
            for n, near in zip(open_, first, strict=True)
        ]
        chosen = [n for n, readings in zip(open_, variants, strict=True) if readings]
        if not chosen:
            return
        variants = [readings for readings in variants if readings]
        owners = [owner for owner, readings in enumerate(variants) for _ in readings]
        more = self.ranker.rank_more(ranking, chosen, list(chain.from_iterable(variants)), owners)
        again = self._answers([texts[n] for n in chosen], more, limit)
        for n, answer in zip(chosen, again, strict=True):
            answers[n] = answer

    def _read_apart(self, texts: list[str], answers: list[Answer], limit: int) -> None:
        """Answer again what is not sure but has two parts, by asking for each alone."""
        found = {
            n: part
            for n, answer in enumerate(answers)
            if answer.verdict != "match" and (part := apart.parts(texts[n])) is not None
        }
        if not found:
            return
        asked = [text for part in found.values() for text in (part.name, part.other)]
        again = self._alone(asked, limit)
        for (n, part), first, second in zip(found.items(), again[::2], again[1::2], strict=True):
            sure = first.verdict == "match"
            if sure and apart.agrees(self.index, part, first.found[0], second):
                answers[n] = apart.whole(texts[n], first)

    def _read_twice(self, texts: list[str], answers: list[Answer], limit: int) -> None:
        """Answer again what is not sure but written twice over, by asking for each writing."""
        found = {
            n: both
            for n, answer in enumerate(answers)
            if answer.verdict != "match" and (both := twice(texts[n])) is not None
        }
        if not found:
            return
        asked = [text for both in found.values() for text in (both.first, both.second)]
        again = self._alone(asked, limit)
        for (n, both), first, second in zip(found.items(), again[::2], again[1::2], strict=True):
            for one, other, text in ((first, second, both.second), (second, first, both.first)):
                sure = one.verdict == "match" and answers[n].verdict != "match"
                if sure and agree(one.found[0], other, text, both.told):
                    answers[n] = apart.whole(texts[n], one)

    def _alone(self, asked: list[str], limit: int) -> list[Answer]:
        """The answers to parts of names."""
        ranking = self.rank(asked, [asked_name(text) for text in asked], transcribed=True)
        return self._answers(asked, ranking, limit)

    def _answers(self, texts: list[str], ranking: Ranking, limit: int) -> list[Answer]:
        """The answers to all questions of a ranking."""
        shown = Shown(self.index, ranking, self.weights, max(1, limit))
        return [self._answer(text, ranking, n, shown) for n, text in enumerate(texts)]

    def rank(self, texts: list[str], questions: list[Asked], transcribed: bool = False) -> Ranking:
        """Candidates for names given as text and read, and for their other readings; also for the
        Chinese names they are in Latin letters when they may be `transcribed`."""
        variants = list(questions)
        owners = list(range(len(questions)))
        for number, text in enumerate(texts):
            readings = self._variants(text) + (self._as_heard(text) if transcribed else [])
            variants += readings
            owners += [number] * len(readings)
        return self.ranker.rank(variants, owners, len(questions))

    def _variants(self, text: str) -> list[Asked]:
        """Other readings of a name: a Chinese one in English, one with its short name written
        out."""
        full = self._expander.expanded(text)
        return _readings(text) + ([] if full is None else [asked_name(full)])

    def _as_heard(self, text: str) -> list[Asked]:
        """A Latin name as the Chinese names that it is a transcription of."""
        if not text.isascii() and any(map(is_cjk, text)):
            return []
        known = sounds_of(self.index.arrays, text[:_TRANSCRIBED])
        found = asked_name(text) if known else None
        return [msgspec.structs.replace(found, sound=one) for one in known] if found else []

    def _answer(self, text: str, ranking: Ranking, number: int, shown: "Shown") -> Answer:
        positions = ranking.of(number)
        if not positions:
            return Answer("none", (), (), NOTHING_LIKE)
        first = positions[0]
        verdict = self.verdict(shown.scores[first])
        doubted = None
        if verdict == "match":
            doubted = doubt(self.index, text, ranking, (first, shown.key(first)))
            verdict = "match" if doubted is None else "review"
        candidates = tuple(
            self._candidate(text, ranking, at, shown) for at in positions[: shown.limit]
        )
        if verdict == "none":
            return Answer("none", (), candidates, UNLIKELY)
        note = SURE
        if verdict == "review":
            rival = len(positions) > 1 and shown.scores[first + 1] > 0.5 * candidates[0].score
            note = doubted or (SEVERAL if rival else UNSURE)
        return Answer(verdict, candidates[:1], candidates, note)

    def verdict(self, score: float) -> Verdict:
        """What a probability means."""
        if score >= self.weights.match:
            return "match"
        return "review" if score >= self.weights.review else "none"

    def _candidate(self, text: str, ranking: Ranking, at: int, shown: "Shown") -> Candidate:
        organisation = self.index.organisation(shown.organisations[at])
        score = min(1.0, shown.scores[at])
        return Candidate(
            organisation.id, organisation.ror, organisation.kind, organisation.label,
            score, shown.key(at), 0, len(text), shown.reasons(at),
        )  # fmt: skip


class Shown:
    """What is shown of a ranking's first candidates, drawn from its arrays at once: the name each
    was found under, and its weightiest reasons."""

    def __init__(self, index: Index, ranking: Ranking, fitted: Weights, limit: int) -> None:
        self.limit = limit
        self.scores: list[float] = ranking.scores.tolist()
        self.organisations: list[int] = ranking.organisations.tolist()
        counts = np.minimum(np.diff(ranking.starts), limit)
        first = np.repeat(ranking.starts[:-1], counts)
        inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        positions = first + inside
        self._place = dict(zip(positions.tolist(), range(len(positions)), strict=True))
        self._keys = index.keys.texts(ranking.rows[positions].tolist())
        if not len(positions):
            return
        features = ranking.features[positions]
        parts = features * np.array(fitted.values, np.float32)
        columns = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, :_REASONS]
        self._columns = columns.tolist()
        self._parts = np.take_along_axis(parts, columns, 1).tolist()
        self._values = np.take_along_axis(features, columns, 1).tolist()

    def key(self, at: int) -> str:
        """The name that the candidate at a position was found under."""
        return self._keys[self._place[at]]

    def reasons(self, at: int) -> tuple[Reason, ...]:
        """The reasons of the candidate at a position, weightiest first."""
        place = self._place[at]
        rows = zip(self._columns[place], self._values[place], self._parts[place], strict=True)
        return tuple(
            [
                Reason(_TOLD[column][0], value, part, _TOLD[column][1])
                for column, value, part in rows
                if abs(part) >= _LEAST
            ]
        )


def _readings(text: str) -> list[Asked]:
    """A Chinese name in English, as names that are asked for."""
    if text.isascii():
        return []
    found = english_readings(text[:LONGEST])
    return [Asked(list(reading), list(reading), [], 0, 0, True) for reading in found]


def _text(value: object) -> str:
    """A value as the text of a name; what comes after LONGEST is none, and no pattern sees it."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    return text[:LONGEST]
