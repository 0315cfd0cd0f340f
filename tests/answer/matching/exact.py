"""A matcher that knows a few names exactly: quick to make, and sure of what it says."""

from collections.abc import Sequence

from lionrock.model.fold import fold
from lionrock.model.match import Answer, Candidate, Reason
from lionrock.model.text import T

NAMES = {
    "hkust": (T("HKUST", "香港科技大學", "香港科技大学"), "00q4vv597"),
    "hku": (T("HKU", "香港大學", "香港大学"), "02zhqgq86"),
    "acme": (T("=ACME()", "=極致", "=极致"), ""),
}
_BY_NAME = {fold(text): id_ for id_, (label, _) in NAMES.items() for text in label.table().values()}
_SAME, _NO = (
    T("same name", "名稱相同", "名称相同"),
    T("unknown", "沒有相近的名稱", "没有相近的名称"),
)


class Exact:
    """Names are known when they fold alike, with a question mark they are for review; an
    affiliation is names parted by "+". `asked` keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    def names(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        self.asked += texts
        return [self._answer([text or ""]) for text in texts]

    def affiliations(self, texts: Sequence[str | None], limit: int = 5) -> list[Answer]:
        self.asked += texts
        return [self._answer((text or "").split("+")) for text in texts]

    def _answer(self, parts: list[str]) -> Answer:
        found = tuple(_candidate(part) for part in parts if fold(part) in _BY_NAME)
        if not found:
            return Answer("none", (), (), _NO)
        unsure = any("?" in part for part in parts)
        note = T("look", "請核對", "请核对") if unsure else T("", "", "")
        return Answer("review" if unsure else "match", found, found, note)


def _candidate(text: str) -> Candidate:
    id_ = _BY_NAME[fold(text)]
    label, ror = NAMES[id_]
    reasons = (Reason("same", 1.0, 5.0, _SAME),)
    return Candidate(id_, ror, "university", label, 0.98765, text, 0, len(text), reasons)
