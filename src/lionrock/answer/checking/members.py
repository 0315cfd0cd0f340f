"""How many members a whole has, and which: "nine cities in Guangdong"."""

import re

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.observatory import Observatory
from lionrock.model.text import T

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen",
)  # fmt: skip
_CHINESE = "零一二三四五六七八九十"
_CITIES = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS[1:])})\s+"
    r"(?:(?:other|major|mainland|guangdong|bay area|gba|pearl river delta)\s+)*"
    r"(?:cities|municipalities)\b|(?P<z>\d{1,2}|十?[一二三四五六七八九十])(?:个|座)?(?:广东|内地|珠三角|粤)?(?:省)?(?:内地)?城?市(?![场民])"
)
_GUANGDONG = re.compile(r"guangdong|mainland|pearl river|广东|内地|珠三角|粤(?!港)")
WHOLE = "greater-bay-area"
SARS = frozenset(("hong-kong", "macau"))


def check_members(observatory: Observatory, figures: Figures, claim: Claim) -> Finding | None:
    """The verdict on a claimed number of cities of the bay area; None when none is claimed."""
    plain = fold_kept(claim.text)
    match = _CITIES.search(plain)
    if match is None or WHOLE not in {m.id for m in claim.mentions}:
        return None
    rows = observatory.query(
        "SELECT value, records[1], key FROM facts WHERE subject = ? AND prop = 'member' "
        "ORDER BY value", (WHOLE,),
    )  # fmt: skip
    members = [row[0] for row in rows]
    mainland = [id_ for id_ in members if id_ not in SARS]
    count = _number(match["n"] or match["z"])
    near = plain[max(0, match.start() - 30) : match.end() + 40]
    right = {len(mainland)} if _GUANGDONG.search(near) else {len(mainland), len(members)}
    names = [figures.label(id_) for id_ in (mainland if count != len(members) else members)]
    told = note(
        "members", whole=figures.label(WHOLE), count=len(names),
        members=T(*(s.join(n.in_(lang) for n in names) for s, lang in _JOINED)),
    )  # fmt: skip
    stand: Stand = "for" if count in right else "against"
    addresses = figures.addresses(rows[0][1])
    evidence = Support(
        stand, figures.label(WHOLE), str(len(names)), None, addresses,
        addresses[0].tier if addresses else "unknown", statement=rows[0][2], entity=WHOLE,
    )  # fmt: skip
    return Finding("supported" if count in right else "contradicted", 0.9, told, (evidence,))


_JOINED = ((", ", "en"), ("、", "zh-Hant"), ("、", "zh-Hans"))


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text in _NUMBERS:
        return _NUMBERS.index(text)
    if len(text) == 2:
        return 10 + _CHINESE.index(text[1])
    return _CHINESE.index(text)
