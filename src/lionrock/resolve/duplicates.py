"""Near-duplicates in a registry: pairs of ids that may be one body, for a person to judge.

Blocking finds the pairs worth comparing: a code or a web domain in common, the same words in
their names but for legal forms and places, a rare word in common, or one that begins alike.
A scorer says how likely a pair is one; codes that agree or differ weigh on top of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations
from math import exp, log

import msgspec
from rapidfuzz.fuzz import ratio

from lionrock.model.match import Organisation, Reason
from lionrock.model.names.reading import units
from lionrock.model.names.translate import english_readings
from lionrock.model.names.words import WordClass, words
from lionrock.model.text import T

Score = Callable[[Organisation, Organisation], tuple[float, tuple[Reason, ...]]]
"""How likely two organisations are one (0 to 1), and why."""

BLOCK = 12  # ids; what more than so many have in common tells nothing
_PREFIX = 4  # letters
_LIKELY = 0.2
_BASE = -3.5
_WORTH = {
    "ror": (6.0, 6.0), "wikidata": (5.0, 5.0), "lei": (6.0, 6.0), "hkex": (5.0, 5.0),
    "domain": (2.5, 0.0), "founded": (0.3, 1.0),
}  # fmt: skip
"""Log-odds that a scheme adds when the codes of two bodies agree, and takes when they differ."""
_WEIGHT = {
    WordClass.NAME: 3.0, WordClass.GENERIC: 1.0, WordClass.KIND: 1.5, WordClass.PLACE: 1.0,
    WordClass.LEGAL: 0.0, WordClass.NUMBER: 2.0, WordClass.UNIT: 1.5,
}  # fmt: skip
_SCRIPTS = ("latin", "chinese", "read")
_TRANSLATED = 0.85  # of a likeness that rests on a word-for-word reading of a Chinese name
_LITTLE = 0.5  # weight of words at which an agreement counts for half of itself
_AGREEMENT = 7.0
_ALIKE = 85.0  # percent of letters


class Known(msgspec.Struct, frozen=True):
    """An organisation and its codes elsewhere, each as (scheme, code): ("hkex", "2670").

    The year it was founded counts as one: ("founded", "2018").
    """

    organisation: Organisation
    codes: frozenset[tuple[str, str]] = frozenset()


class Pair(msgspec.Struct, frozen=True):
    """Two ids that may be one; the better known one is on the left."""

    left: str
    right: str
    score: float
    reasons: tuple[Reason, ...]


def propose(
    known: Iterable[Known],
    score: Score,
    settled: Callable[[str, str], bool] = lambda left, right: False,
    least: float = _LIKELY,
) -> list[Pair]:
    """The pairs that may be one, the likeliest first; never one that is `settled`.

    A parent and its part are not proposed. `known` comes best known first: that order says which
    id of a pair stands on the left. `least` is the lowest score that is worth a person's time.
    """
    listed = {one.organisation.id: one for one in known}
    found = []
    for left, right in _candidates(listed):
        one, other = listed[left], listed[right]
        if settled(left, right) or _kin(one.organisation, other.organisation):
            continue
        likely, reasons = score(one.organisation, other.organisation)
        codes = tuple(_codes(one, other))
        likely = _probability(_odds(likely) + sum(reason.weight for reason in codes))
        if likely >= least:
            found.append(Pair(left, right, round(likely, 4), codes + reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.left, pair.right))


def resemblance(left: Organisation, right: Organisation) -> tuple[float, tuple[Reason, ...]]:
    """A score from names, places and parents alone.

    The closest pair of names in each script speaks; where both bodies are named in both scripts
    the two have the same say, and where no script is common a word-for-word reading stands in.
    (Kept beside the matcher's fitted score: on the registry with 365 bodies doubled under a spoiled
    name its average precision is .82, that of pairing.py's best pair of names .79.)
    """
    mine, theirs = _spellings(left), _spellings(right)
    scripts = [
        max(_overlap(one, other) for one in mine[script] for other in theirs[script])
        for script in ("latin", "chinese")
        if mine[script] and theirs[script]
    ]
    best = sum(scripts) / len(scripts) if scripts else 0.0
    if not scripts:
        best = _TRANSLATED * max(
            (
                _overlap(one, other)
                for script in _SCRIPTS
                for one in mine[script]
                for other in theirs["read" if script != "read" else "latin"]
            ),
            default=0.0,
        )
    odds = _BASE + _AGREEMENT * best**2
    reasons = [Reason("names", round(best, 4), _AGREEMENT * best**2, _NAMES)]
    if left.cities and right.cities:
        apart = left.cities[0] != right.cities[0]
        weight = -1.5 if apart else 0.5
        reasons.append(Reason("place", float(not apart), weight, _APART if apart else _PLACE))
        odds += weight
    if set(left.parents) & set(right.parents):
        reasons.append(Reason("siblings", 1.0, -1.0, _SIBLINGS))
        odds -= 1.0
    if left.kind != right.kind:
        reasons.append(Reason("kind", 0.0, -0.5, _KIND))
        odds -= 0.5
    return _probability(odds), tuple(reasons)


_LABELS = {
    scheme: (
        (f"same {en}: ", f"{hant}相同：", f"{hans}相同："),
        (f"different {en}", f"{hant}不同", f"{hans}不同"),
    )
    for scheme, en, hant, hans in (
        ("ror", "ROR", "ROR ", "ROR "),
        ("wikidata", "Wikidata item", "維基數據項目", "维基数据项目"),
        ("lei", "LEI", "LEI ", "LEI "),
        ("hkex", "HKEX code", "港交所代號", "港交所代码"),
        ("domain", "domain", "網域", "域名"),
        ("founded", "founding year", "成立年份", "成立年份"),
    )
}
_NAMES = T("names are alike", "名稱相近", "名称相近")
_PLACE = T("same place", "所在地相同", "所在地相同")
_APART = T("another place", "所在地不同", "所在地不同")
_SIBLINGS = T("two parts of one body", "同屬一個機構的兩個單位", "同属一个机构的两个单位")
_KIND = T("another class of body", "機構類別不同", "机构类别不同")


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def _odds(probability: float) -> float:
    held = min(max(probability, 1e-6), 1 - 1e-6)
    return log(held / (1 - held))


def _kin(one: Organisation, other: Organisation) -> bool:
    return one.id in other.parents or other.id in one.parents


def _codes(one: Known, other: Known) -> Iterator[Reason]:
    """What the codes of two bodies say: that they share one, or have two of what is single."""
    for scheme, (agree, differ) in _WORTH.items():
        mine = {code for name, code in one.codes if name == scheme}
        theirs = {code for name, code in other.codes if name == scheme}
        label = _LABELS[scheme]
        if mine & theirs:
            code = min(mine & theirs)
            said = T(*(f"{same}{code}" for same in label[0]))
            yield Reason(f"same_{scheme}", 1.0, agree, said)
        elif mine and theirs and differ:
            yield Reason(f"other_{scheme}", 1.0, -differ, T(*label[1]))


def _candidates(listed: dict[str, Known]) -> Iterator[tuple[str, str]]:
    """The pairs that share a block, each once, in the order of `listed`."""
    place = {id_: number for number, id_ in enumerate(listed)}
    blocks: dict[str, list[str]] = defaultdict(list)
    for id_, one in listed.items():
        for block in _blocks(one):
            blocks[block].append(id_)
    seen = {pair for ids in blocks.values() if len(ids) <= BLOCK for pair in combinations(ids, 2)}
    return iter(sorted(seen, key=lambda pair: (place[pair[0]], place[pair[1]])))


def _blocks(one: Known) -> set[str]:
    found = {f"{scheme}:{code}" for scheme, code in one.codes if scheme != "founded"}
    for spelling in chain.from_iterable(_spellings(one.organisation).values()):
        core = [word for word in spelling if _class(word) in (WordClass.NAME, WordClass.NUMBER)]
        rest = [word for word in spelling if _WEIGHT[_class(word)] and word not in core]
        found.add("name:" + " ".join(sorted(core or rest)))
        found |= {f"word:{word}" for word in core}
        found |= {f"start:{word[:_PREFIX]}" for word in core if len(word) >= _PREFIX}
    return found


@lru_cache(maxsize=200_000)
def _spellings(organisation: Organisation) -> dict[str, list[tuple[str, ...]]]:
    """Its names as units by script; `read` are Chinese ones as English would have them."""
    found: dict[str, list[tuple[str, ...]]] = {script: [] for script in _SCRIPTS}
    for name in organisation.names:
        if name.type != "abbreviation" and (cut := tuple(units(name.text))):
            readings = english_readings(name.text)
            found["chinese" if readings else "latin"].append(cut)
            found["read"] += readings[:2]
    return found


@lru_cache(maxsize=200_000)
def _class(word: str) -> WordClass:
    if word.isdecimal():
        return WordClass.NUMBER
    return WordClass(words().classes.get(word, WordClass.NAME))


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of two names' words, by weight, that they have in common; nearly alike words
    count in part, and names whose distinctive words differ have little in common."""
    mine, theirs = dict.fromkeys(one), dict.fromkeys(other)
    both = [word for word in mine if word in theirs]
    left = [word for word in mine if word not in theirs]
    right = [word for word in theirs if word not in mine]
    common = sum(_WEIGHT[_class(word)] for word in both)
    total = common
    for word in left:
        near = max(right, key=lambda w: ratio(word, w), default="")
        weight = _WEIGHT[_class(word)]
        total += weight
        if near and len(word) > 2 and (alike := ratio(word, near)) >= _ALIKE:
            right.remove(near)
            common += weight * alike / 100
    total += sum(_WEIGHT[_class(word)] for word in right)
    return common / (total + _LITTLE) if total else 0.0
