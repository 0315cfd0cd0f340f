"""Names answered: which organisation each means, why, and when none is right."""

from collections.abc import Sequence

import numpy as np

from lionrock.model.match import Answer, Candidate, Reason, Verdict
from lionrock.model.names.reading import LONGEST
from lionrock.model.names.segments import Asked, asked_name
from lionrock.model.names.translate import english_readings
from lionrock.model.text import T
from lionrock.resolve.doubts import doubt
from lionrock.resolve.features import FEATURES
from lionrock.resolve.index import Index
from lionrock.resolve.ranking import Ranker, Ranking
from lionrock.resolve.score import Weights, weights

BATCH = 4_096
_REASONS = 3
_LEAST = 0.25
"""Log-odds a reason must have added or taken to be worth telling."""

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

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        """Which organisation each name means; see model.match.Matcher."""
        answers: list[Answer] = []
        for at in range(0, len(texts), BATCH):
            answers += self._batch([_text(one) for one in texts[at : at + BATCH]], limit)
        return answers

    def _batch(self, texts: list[str], limit: int) -> list[Answer]:
        questions = [asked_name(text) for text in texts]
        ranking = self.ranker.rank(questions, range(len(questions)), len(questions))
        reasons = self._reasons(ranking)
        answers = [
            self.answer(text, ranking, number, limit, reasons) if questions[number].units
            else Answer("none", (), (), EMPTY)
            for number, text in enumerate(texts)
        ]  # fmt: skip
        open_ = [
            n for n, one in enumerate(answers) if one.verdict != "match" and not texts[n].isascii()
        ]
        if open_:
            again = [texts[n] for n in open_]
            ranking = self.rank(again, [questions[n] for n in open_])
            reasons = self._reasons(ranking)
            for at, n in enumerate(open_):
                if questions[n].units:
                    answers[n] = self.answer(texts[n], ranking, at, limit, reasons)
        return answers

    def rank(self, texts: list[str], questions: list[Asked]) -> Ranking:
        """Candidates for names given as text and read; Chinese ones are also read as English."""
        variants = list(questions)
        owners = list(range(len(questions)))
        for number, text in enumerate(texts):
            if not text.isascii():
                for reading in english_readings(text[:LONGEST]):
                    variants.append(Asked(list(reading), list(reading), [], 0, True))
                    owners.append(number)
        return self.ranker.rank(variants, owners, len(questions))

    def answer(
        self, text: str, ranking: Ranking, number: int, limit: int, reasons: "Reasons"
    ) -> Answer:
        """The answer to question `number` of a ranking."""
        positions = ranking.of(number)
        if not positions:
            return Answer("none", (), (), NOTHING_LIKE)
        verdict = self.verdict(float(ranking.scores[positions[0]]))
        doubted = doubt(self.index, text, ranking, positions[0]) if verdict == "match" else None
        if doubted is not None:
            verdict = "review"
        shown = tuple(
            self._candidate(text, ranking, at, reasons) for at in positions[: max(1, limit)]
        )
        if verdict == "none":
            return Answer("none", (), shown, UNLIKELY)
        note = SURE
        if verdict == "review":
            rival = len(positions) > 1 and ranking.scores[positions[1]] > 0.5 * shown[0].score
            note = doubted or (SEVERAL if rival else UNSURE)
        return Answer(verdict, shown[:1], shown, note)

    def verdict(self, score: float) -> Verdict:
        """What a probability means."""
        if score >= self.weights.match:
            return "match"
        return "review" if score >= self.weights.review else "none"

    def _candidate(self, text: str, ranking: Ranking, at: int, reasons: "Reasons") -> Candidate:
        organisation = self.index.organisation(int(ranking.organisations[at]))
        row = int(ranking.rows[at])
        score = min(1.0, float(ranking.scores[at]))
        return Candidate(
            organisation.id, organisation.ror, organisation.kind, organisation.label,
            score, self.index.keys.texts([row])[0], 0, len(text), reasons.of(at),
        )  # fmt: skip

    def _reasons(self, ranking: Ranking) -> "Reasons":
        return Reasons(ranking, self.weights)


class Reasons:
    """The weightiest reasons of each candidate, worked out for a whole ranking at once."""

    def __init__(self, ranking: Ranking, fitted: Weights) -> None:
        self._features = ranking.features
        if not len(ranking.rows):
            self._order = np.zeros((0, _REASONS), np.int64)
            return
        self._parts = ranking.features * np.array(fitted.values, np.float32)
        self._order = np.argsort(-np.abs(self._parts), axis=1, kind="stable")[:, :_REASONS]

    def of(self, at: int) -> tuple[Reason, ...]:
        """The reasons of the candidate at a position, weightiest first."""
        found = []
        for column in self._order[at].tolist():
            part = float(self._parts[at, column])
            if abs(part) >= _LEAST:
                feature = FEATURES[column]
                score = float(self._features[at, column])
                found.append(Reason(feature.id, score, part, feature.text))
        return tuple(found)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
