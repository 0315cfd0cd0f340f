"""Campuses told by their place: "HKUST opened a campus in Guangzhou" tells of the campus."""

import re

import msgspec

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.observatory import Observatory
from lionrock.model.reading import Mention

_CAMPUSES = """
SELECT DISTINCT c.target, p.target, c.source FROM edges c
JOIN edges p ON p.source = c.source AND p.type = 'place'
WHERE c.type = 'campus_of' ORDER BY ALL
"""
_SAID = re.compile(r"\bcampus(?:es)?\b|校区|校园|分校")


_UNIVERSITIES = """
SELECT e.id, e.label_en, p.target, q.label_en FROM entities e
JOIN edges p ON p.source = e.id AND p.type = 'place' JOIN entities q ON q.id = p.target
WHERE e.class = 'university' ORDER BY ALL
"""
_PLACED = re.compile(r"(?:The )?(.+?)(?: \(|, )([A-Z][a-z]+)\)?")


class Campuses:
    """The campuses of one build by university and place; made once, safe between threads."""

    def __init__(self, observatory: Observatory) -> None:
        self._at: dict[tuple[str, str], str] = {}
        for university, place, campus in observatory.query(_CAMPUSES):
            self._at.setdefault((university, place), campus)
        self._by_name(observatory.query(_UNIVERSITIES))

    def _by_name(self, rows: list[tuple[str, str, str, str]]) -> None:
        """Those called like a university with the place where they are behind it."""
        whole = {label.removeprefix("The "): id_ for id_, label, _, _ in rows}
        for id_, label, place, city in rows:
            match = _PLACED.fullmatch(label)
            parent = whole.get(match[1]) if match and match[2] == city else None
            if parent is not None:
                self._at.setdefault((parent, place), id_)

    def resolved(self, claim: Claim) -> Claim:
        """A claim of a university's campus at a place it names, the campus among those named: in
        the university's stead where something is dated, else beside it."""
        if not _SAID.search(fold_kept(claim.text)):
            return claim
        places = [m.id for m in claim.mentions if m.kind == "place" and m.id]
        named: list[Mention] = []
        for mention in claim.mentions:
            at = (self._at.get((mention.id or "", place)) for place in places)
            campus = next((one for one in at if one is not None), None)
            if campus is None or claim.kind != "date":
                named.append(mention)
            if campus is not None:
                named.append(msgspec.structs.replace(mention, id=campus, how="context"))
        return msgspec.structs.replace(claim, mentions=tuple(named))
