"""Names in a document linked to entities, with what stands around them.

A name that several bear is settled by what the document names else; a campus by the city after
it; "the University" is the one named last; an abbreviation is what the text itself explains.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from lionrock.model.reading import Document, Mention, Sentence
from lionrock.read.fold import folded_letters, folded_pattern
from lionrock.read.gazetteer import Gazetteer, Hit, Tails
from lionrock.read.headed import headed
from lionrock.read.tails import settled

_ALONE = "(?<![\u3400-\u9fff])"
_ANAPHORA = (
    (
        folded_pattern(
            rf"\b[Tt]he University\b(?! of)|{_ALONE}(?:该|该所|本)大学"
            rf"|{_ALONE}大学(?=表示|指出|宣布)"
        ),
        "university",
    ),
    (folded_pattern(rf"\b[Tt]he (?:Authority|regulator)\b(?! of)|{_ALONE}该局"), "regulator"),
    (re.compile(r"\b[Tt]he (?:Bureau|Department)\b(?! of)"), "government"),
    (folded_pattern(r"\b[Tt]he (?:company|firm|start-up|startup)\b|该公司|该企业"), "company"),
    (folded_pattern(r"\b[Tt]he bank\b|该行|该银行"), "company"),
)
_GOVERNMENT = folded_pattern(
    rf"(?:{_ALONE}|(?<=由))(?:特区)?政府(?=全资|出资|将|会|已|拟|预留|计划|宣布|推出|表示|公布|拨款|建议|亦|于|在|去年|今年|早前)"
)
"""What stands alone is the government of Hong Kong, in a text about Hong Kong."""
_EXPLAINED = folded_pattern(r"\s*[(（]\s*(?:the |“|\")?([A-Z][A-Za-z&.-]{1,12})(?:”|\")?\s*[)）]")


class Known(msgspec.Struct, frozen=True):
    """What linking knows of entities: their class, the campuses of an organisation by the words of
    their place (folded, lower case), and whose names theirs begin with."""

    classes: Mapping[str, str]
    campuses: Mapping[str, tuple[tuple[str, str], ...]]
    owners: Mapping[str, frozenset[str]] = {}


class EntityLinker:
    """Links the names of one build; model.reading.Linker."""

    def __init__(self, gazetteer: Gazetteer, known: Known) -> None:
        self._gazetteer, self._known = gazetteer, known

    def mentions(self, document: Document, sentences: tuple[Sentence, ...]) -> tuple[Mention, ...]:
        """Every mention in the text, in order; none overlaps another."""
        text = document.text
        hits = self._gazetteer.hits(text)
        found = self._linked(text, hits)
        found = self._with_campuses(text, found)
        if self._known.classes:
            found += self._referring(text, found)
        found += _explained(text, found)
        if all(one.end <= other.start for one, other in pairwise(found)):
            return tuple(found)
        return tuple(_apart(found, len(text)))

    def _linked(self, text: str, hits: list[Hit]) -> list[Mention]:
        """The entity that each name means."""
        sure: set[str] | None = None
        found: list[Mention] = []
        for hit in hits:
            start, end, listed = hit.start, hit.end, hit.entities
            if listed.__class__ is Tails:
                one = settled(listed, self._known.owners, {m.id for m in found if m.id})
                if one is not None:
                    found.append(Mention(start, end, text[start:end], *one, 0.8, "context"))
                continue
            if len(listed) == 1:
                id_, kind = listed[0]
                found.append(Mention(start, end, text[start:end], id_, kind, 1.0, "alias"))
                continue
            if sure is None:
                sure = {one.entities[0][0] for one in hits if len(one.entities) == 1}
            found.append(self._likeliest(text, hit, sure))
        return found

    def _likeliest(self, text: str, hit: Hit, sure: set[str]) -> Mention:
        """Of several bearers of a name the one named elsewhere under a name of its own."""
        listed = hit.entities
        best = next((one for one in listed if one[0] in sure), listed[0])
        score = 0.8 if best[0] in sure else 0.6
        others = tuple(one[0] for one in listed if one is not best)[:5]
        return Mention(
            hit.start, hit.end, text[hit.start : hit.end], *best, score, "context", others
        )

    def _with_campuses(self, text: str, found: list[Mention]) -> list[Mention]:
        """HKUST in Guangzhou, HKUST's Guangzhou campus: the campus, not its parent."""
        if not self._known.campuses:
            return found
        out = []
        for one in found:
            campuses = self._known.campuses.get(one.id or "", ())
            if not campuses:
                out.append(one)
                continue
            after = folded_letters(text[one.end : one.end + 40]).lower()
            for place, campus in campuses:
                match = re.match(
                    rf"(?:['’]s)?\s*(?:\(|（|in |,\s*)?\s*{re.escape(place)}"
                    r"(?:\s*[)）]|\s*campus|校区|校园)?",
                    after,
                )
                if match and place:
                    end = one.end + match.end()
                    one = Mention(
                        one.start, end, text[one.start : end], campus, one.kind, 0.9, "context"
                    )
                    break
            out.append(one)
        return out

    def _referring(self, text: str, found: list[Mention]) -> list[Mention]:
        """What "the University", 該公司 and their like refer to: the last of that class named."""
        folded = folded_letters(text)
        out = []
        if "hksar-government" in self._known.classes:
            for match in _GOVERNMENT.finditer(folded):
                start, end = match.span()
                out.append(
                    Mention(
                        start,
                        end,
                        text[start:end],
                        "hksar-government",
                        "organisation",
                        0.7,
                        "context",
                    )
                )
        named: dict[str, list[Mention]] = defaultdict(list)
        for one in sorted(found, key=lambda m: m.end):
            named[self._known.classes.get(one.id or "", "")].append(one)
        for pattern, class_ in _ANAPHORA:
            of_class = named.get(class_, [])
            for match in pattern.finditer(folded) if of_class else ():
                start, end = match.span()
                last = bisect_right(of_class, start, key=lambda m: m.end) - 1
                if last >= 0:
                    one = of_class[last]
                    out.append(
                        Mention(start, end, text[start:end], one.id, one.kind, 0.7, "anaphora")
                    )
        out += headed(text, folded, found)
        return out


def _explained(text: str, found: list[Mention]) -> list[Mention]:
    """Abbreviations that the text introduces in brackets after a name, wherever they stand."""
    out: list[Mention] = []
    if "(" not in text and "（" not in text:
        return out
    taken = [(m.start, m.end) for m in found]
    for one in found:
        match = _EXPLAINED.match(text, one.end)
        if match is None or one.how == "anaphora":
            continue
        short = match.group(1)
        for again in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(short)}(?![A-Za-z0-9])", text):
            start, end = again.span()
            if not any(a < end and start < b for a, b in taken):
                out.append(Mention(start, end, short, one.id, one.kind, 0.9, "context"))
                taken.append((start, end))
    return out


def _apart(found: list[Mention], size: int) -> list[Mention]:
    """In order; of two that overlap the longer."""
    kept: list[Mention] = []
    taken = bytearray(size)
    for one in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if 1 not in taken[one.start : one.end]:
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)
