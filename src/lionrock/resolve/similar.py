"""Segments of an affiliation string without a known name, compared as names are: other spellings,
word orders and abbreviations."""

from collections.abc import Iterator

from lionrock.model.names.reading import units
from lionrock.model.names.segments import Asked, asked_name
from lionrock.model.names.words import WordClass, words
from lionrock.model.text import T
from lionrock.resolve.addresses import chain, places_in
from lionrock.resolve.context import OTHER_BODIES, fits
from lionrock.resolve.doubts import doubt
from lionrock.resolve.features import FEATURES
from lionrock.resolve.found import Found, Judge, reason
from lionrock.resolve.naming import NameMatcher, Shown
from lionrock.resolve.passage import Passage, classes_of

_CLOSE = [feature.id for feature in FEATURES].index("close")
_LOST = [feature.id for feature in FEATURES].index("lost_name")
_WHOLE = [feature.id for feature in FEATURES].index("reordered")
_ALIKE = [feature.id for feature in FEATURES].index("look_alike")
_SAME = [feature.id for feature in FEATURES].index("same_name")
_PLACE = [feature.id for feature in FEATURES].index("extra_place")
_LEAST_CLOSE, _LEAST_SURE = 0.5, 0.8
_WIDE = frozenset(("china", "guangdong"))
_PLACED = frozenset(("university", "hospital"))
_SORTS = frozenset(("university", "hospital", "institute", "college", "polytechnic", "academy"))
_PLACED_WORDS = 7
WITH_PLACE = T("its name with the place beside it", "名稱連同旁列地點", "名称连同旁列地点")
_SHORTEST, _LONGEST = 2, 16


def similar_segments(
    names: NameMatcher, judge: Judge, passages: list[Passage], found: list[list[Found]]
) -> Iterator[tuple[int, Found]]:
    """(passage number, organisation) for segments that come close enough to a name."""
    texts: list[str] = []
    questions: list[Asked] = []
    origin: list[tuple[int, int, int]] = []
    for number, passage in enumerate(passages):
        for start, end in _segments(passage, found[number]):
            text = passage.between(start, end)
            question = asked_name(text)
            if question.units:
                texts.append(text)
                questions.append(question)
                origin.append((number, start, end))
            placed = _placed(judge, passage, found[number], (start, end))
            if placed is not None:
                yield number, placed
    if not texts:
        return
    ranking = names.rank(texts, questions)
    shown = Shown(names.index, ranking, names.weights, 1)
    for asked, (number, start, end) in enumerate(origin):
        positions = ranking.of(asked)
        if not positions:
            continue
        at = positions[0]
        score = shown.scores[at]
        if score < max(names.weights.match, _LEAST_SURE) or not _is_close(ranking.features[at]):
            continue
        if doubt(names.index, texts[asked], ranking, (at, shown.key(at))) is not None:
            continue
        organisation = int(ranking.organisations[at])
        key = set(shown.key(at).split())
        if OTHER_BODIES & set(questions[asked].units) - key:
            continue
        if ranking.features[at][_PLACE] and _beside(passages[number], found[number], (start, end)):
            continue
        if _agrees(judge, passages[number], organisation, (start, end)):
            part = passages[number].tokens[start].part
            yield number, Found(organisation, start, end, part, score, shown.reasons(at))


def _placed(
    judge: Judge, passage: Passage, found: list[Found], span: tuple[int, int]
) -> Found | None:
    """The school or hospital whose name is a segment with the place of its address: "Harbin Inst
    Technol, Shenzhen". Only where the part names nobody else."""
    tokens = passage.tokens
    start, end = span
    if end - start > _PLACED_WORDS:
        return None
    part = tokens[start].part
    said = [token.unit for token in tokens[start:end]]
    if not said[0].isascii() or not _SORTS & set(said) or any(one.part == part for one in found):
        return None
    taken = [start <= at < end for at in range(len(tokens))]
    told = [one for one in places_in(tokens, taken) if one.certain and one.place not in _WIDE]
    here = [chain(one.place) - _WIDE for one in told if tokens[one.start].part == part]
    for place in sorted(frozenset.intersection(*here)) if here else ():
        near = units(words().places[place].en[0])
        for spelled in (near + said, said + near):
            row = judge.index.row_spelled(spelled)
            if row is None or set(judge.index.words_of(row)) != set(spelled):
                continue
            organisation = int(judge.index.arrays["row_org"][row])
            if judge.index.organisation(organisation).kind in _PLACED:
                why = (reason("together", 1, WITH_PLACE),)
                return Found(organisation, start, end, part, _LEAST_SURE, why)
    return None


def _segments(passage: Passage, found: list[Found]) -> Iterator[tuple[int, int]]:
    """Runs of tokens of segments that may be a name that was not recognised."""
    tokens = passage.tokens
    taken = [False] * len(tokens)
    for hit in found:
        taken[hit.start : hit.end] = [True] * (hit.end - hit.start)
    kinds = classes_of(tokens)
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and tokens[end].segment == tokens[start].segment:
            end += 1
        size = end - start
        telling = any(
            kind in (WordClass.KIND, WordClass.LEGAL, WordClass.NAME) for kind in kinds[start:end]
        )
        usable = _SHORTEST <= size <= 2 * _LONGEST and telling and not any(taken[start:end])
        if usable and fits(tokens, start, end, taken):
            yield start, end
        start = end


def _is_close(features: object) -> bool:
    row: list[float] = features.tolist()  # type: ignore[attr-defined]
    if row[_SAME] or row[_WHOLE] or row[_ALIKE]:
        return True
    return row[_CLOSE] >= _LEAST_CLOSE and row[_LOST] < 0.6


def _beside(passage: Passage, found: list[Found], span: tuple[int, int]) -> bool:
    """Whether an unknown body stands in another segment of the same part: what lacks its place is
    that one's, as the Institute of Energy Conversion of the University of Delaware."""
    tokens = passage.tokens
    own = tokens[span[0]]
    taken = {at for one in found for at in range(one.start, one.end)}
    kinds = classes_of(tokens)
    return any(
        kind == WordClass.KIND and token.part == own.part and token.segment != own.segment
        for at, (token, kind) in enumerate(zip(tokens, kinds, strict=True))
        if at not in taken
    )


def _agrees(judge: Judge, passage: Passage, organisation: int, span: tuple[int, int]) -> bool:
    """Whether no place of the address speaks against the organisation."""
    taken = [span[0] <= at < span[1] for at in range(len(passage.tokens))]
    seen = [one for one in places_in(passage.tokens, taken) if one.certain]
    stands = judge.stands(organisation)
    telling = [one.place for one in seen if one.place != "china"]
    return not telling or not stands or any(place in stands for place in telling)
