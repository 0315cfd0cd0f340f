"""Which rules apply to a use of AI: every document on record held against what is done, and where.

No legal advice: a document applies, as the record has it, when its issuer's rules bind where one
is or where data are, it is for one's sector, and it is about something that is done. What it asks
stands as its sources tell it. What is proposed, and what is but a report, is set apart.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

import msgspec

from lionrock.answer.finding import reading
from lionrock.answer.finding.applicant import Condition, in_sectors, known
from lionrock.answer.finding.reasons import sources, status
from lionrock.answer.observatory import Document, Observatory

Bearing = Literal["applies", "may_apply", "coming", "background"]
BEARINGS: tuple[Bearing, ...] = ("applies", "may_apply", "coming", "background")
_STANDING: Mapping[str, Bearing] = {
    "in_force": "applies", "enacted": "applies", "proposed": "coming", "published": "background",
    "completed": "background", "superseded": "background", "not_in_force": "background",
}  # fmt: skip
_GUIDES = ("guideline", "circular", "code", "framework")
_EVERYONE = {"all", "ai"}
_ANYBODY = frozenset({"imagery", "intimate", "misuse", "disclosure"})
"""What is done by people of any trade or none."""
_PERSONAL = {"personal", "biometric", "disclosure"}
"""What cannot be done without personal data."""


class Use(msgspec.Struct, frozen=True):
    """What is done with AI, as far as it was said.

    `sectors` are the schema's; `places` where one is or serves, or where data are (the first is
    home; Hong Kong when none is named); `cues` what was said otherwise (rules.toml); `personal`
    whether personal data are in it, None when that was not said.
    """

    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    personal: bool | None = None


class Rule(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """A document that bears on a use: `why` are the conditions that were looked at, `topics` those
    of it that concern the use, `duties` what its sources say it asks; `as_of` is the last day on
    record on which its `status` was so."""

    id: str
    bearing: Bearing
    class_: str
    binding: bool
    status: str
    as_of: str | None
    date: str | None
    label: Mapping[str, str]
    issuer: Mapping[str, str] | None
    topics: tuple[str, ...]
    why: tuple[Condition, ...]
    duties: tuple[str, ...]
    url: str | None
    sources: tuple[str, ...]


class Found(msgspec.Struct, frozen=True):
    """The answer: documents that bear on a use, binding ones first; `asks` what was not said and
    would decide more of them."""

    use: Use
    as_of: str
    rules: tuple[Rule, ...]
    asks: tuple[str, ...]


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of rules.toml."""
    text = resources.files(__package__).joinpath("rules.toml").read_text("utf-8")
    read: Mapping[str, Any] = tomllib.loads(text)[name]
    return read


def use(text: str) -> Use:
    """What a question says of a use of AI, in any of the three languages."""
    folded = reading.folded(text)
    cues = reading.found(table("cue"), folded)
    bare = "no_personal" in cues
    personal = False if bare else True if _PERSONAL & {*cues} else None
    sectors = reading.said("sector", folded)
    if not set(sectors) - _EVERYONE:  # "AI" alone names no trade
        sectors += reading.said("sector_alone", folded)
    return Use(
        sectors, _named_places(folded),
        tuple(one for one in cues if one not in ("personal", "no_personal")), personal,
    )  # fmt: skip


_MOVED_TO = re.compile(
    r"(?:process|stor|host|sen[dt]|transfer|mov|train|server|cloud|analys|shar|flow|export)"
    r"[^.;,]{0,40}$|(?:传|送|转移|传输|储存|存储|存放|处理|服务器)[^,.;]{0,4}$"
)
_MOVED_IN = re.compile("^的?(?:服务器|处理|储存|存储|存放|托管|训练|分析|的?数据中心)")


def _named_places(text: str) -> tuple[str, ...]:
    """The places a folded text names, those where one is before those where data are; one who
    names none where he is, is in Hong Kong."""
    at: dict[str, None] = {}
    data: dict[str, None] = {}
    for place, begin, end in reading.spans("place", text):
        moved = _MOVED_TO.search(text[max(0, begin - 60) : begin]) or _MOVED_IN.match(text[end:])
        (data if moved else at)[place] = None
    return tuple(dict.fromkeys((*(at or {"hong-kong": None}), *data))) if at or data else ()


def rules(observatory: Observatory, of: Use) -> Found:
    """Every document that bears on a use: what applies, binding first, then what may, is coming,
    or is background."""
    found = []
    for (id_,) in observatory.query(
        "SELECT id FROM entities WHERE kind = 'instrument' ORDER BY id"
    ):
        document = observatory.entity_document(id_)
        rule = _judged(document, of) if document is not None else None
        if rule is not None:
            found.append(rule)
    found.sort(key=lambda one: (
        BEARINGS.index(one.bearing), not one.binding, one.class_ != "law", not _at_home(one, of),
        -sum(c.id == "sector" and c.values != ("all",) for c in one.why), -len(one.topics),
        _later(one.date), one.id,
    ))  # fmt: skip
    asks = [
        name
        for name, missing in (
            ("sector", not of.sectors), ("personal", of.personal is None), ("place", not of.places),
        )
        if missing
    ]  # fmt: skip
    return Found(of, str(observatory.manifest.gathered)[:10], tuple(found), tuple(asks))


def _at_home(one: Rule, of: Use) -> bool:
    """Whether a rule is of the place where one is, and not of where data are."""
    return any(c.id == "place" and set(c.values) <= _reach(_places(of)[0]) for c in one.why)


def _later(date: str | None) -> tuple[int, ...]:
    """So that later dates sort first, and no date last."""
    return tuple(-int(part) for part in (date or "0").split("-"))


def _judged(document: Document, of: Use) -> Rule | None:
    """The document as it bears on the use; None when it does not."""
    facts: dict[str, list[str]] = {}
    for fact in document["facts"]:
        facts.setdefault(fact["prop"], []).append(fact["value"])
    issuer = facts.get("issuer", [""])[0]
    topics = _topics(facts.get("topic", []), of)
    why = (
        _place(document["id"], issuer, of), _sector(facts.get("sector", ["all"]), of),
        *_special(document["id"], issuer, of),
    )  # fmt: skip
    if not topics or any(one.state == "fails" for one in why) or _beside(why, topics, of):
        return None
    said, as_of = status(document)
    said = said or ""
    bearing: Bearing = _STANDING.get(said, "background")
    binding = facts.get("binding") == ["true"]
    if said == "published" and binding is False and document["class"] in _GUIDES:
        bearing = "applies"  # a guideline that was published is in use
    if document["class"] in ("report", "strategy"):
        bearing = "background"
    unsure = any(one.state == "unknown" for one in why) or (
        topics == ("privacy",) and not of.personal
    )
    if bearing == "applies" and unsure:
        bearing = "may_apply"
    label = next((f["label"] for f in document["facts"] if f["prop"] == "issuer"), None)
    return Rule(
        document["id"], bearing, str(document["class"]), binding, said, as_of,
        next(iter(facts.get("date", ())), None), document["label"], label, topics, why,
        tuple(facts.get("obligation", ())), next(iter(facts.get("url", ())), None),
        sources(document),
    )  # fmt: skip


def _beside(why: Iterable[Condition], topics: Iterable[str], of: Use) -> bool:
    """Whether a document for a trade that nobody named is beside the point, since what is done,
    such as a deepfake, may be done by anybody and is not what it is about."""
    of_this = {topic for cue in _ANYBODY & {*of.cues} for topic in table("topics")[cue]}
    unnamed = any(one.id == "sector" and one.state == "unknown" for one in why)
    return bool(of_this) and unnamed and not of_this & {*topics}


def _topics(about: list[str], of: Use) -> tuple[str, ...]:
    """The topics of a document that concern the use."""
    mine = set(table("topics")["ai"])
    for cue in of.cues:
        mine |= set(table("topics").get(cue, ()))
    if of.personal is not False:
        mine.add("privacy")
    if _crosses(of):
        mine.add("cross_border_data")
    return tuple(topic for topic in about if topic in mine)


def _places(of: Use) -> tuple[str, ...]:
    return of.places or ("hong-kong",)


def _reach(place: str) -> set[str]:
    """A place and those it is within."""
    return {place, *table("within").get(place, ())}


def _crosses(of: Use) -> bool:
    """Whether data go from one place's law to another's."""
    homes = {"mainland" if "mainland" in _reach(one) else one for one in _places(of)}
    return len(homes) > 1


def _place(id_: str, issuer: str, of: Use) -> Condition:
    """Whether the document's rules reach where the use is."""
    pair = table("between").get(id_)
    if pair is not None:
        reached = [
            {one for one in _places(of) if end == "any" or end in _reach(one)} for end in pair
        ]
        met = _crosses(of) and all(reached) and len(reached[0] | reached[1]) > 1
        if not met and pair[1] == "guangdong" and _crosses(of) and "mainland" in of.places:
            return Condition("between", "unknown", tuple(pair))
        return Condition("between", known(met), tuple(pair))
    home = next((place for place, some in table("issuers").items() if issuer in some), "hong-kong")
    met = any(home in _reach(one) for one in _places(of))
    narrower = any(home != one and one in _reach(home) for one in _places(of))
    return Condition("place", "unknown" if narrower and not met else known(met), (home,))


def _sector(sectors: list[str], of: Use) -> Condition:
    """Whether the document is for the sector."""
    if _EVERYONE & set(sectors):
        return Condition("sector", "holds", ("all",))
    return Condition("sector", known(in_sectors(sectors, of.sectors)), tuple(sectors))


def _special(id_: str, issuer: str, of: Use) -> list[Condition]:
    """What else must be: to be under the issuer, to do what the document is about."""
    found = []
    under = table("supervised").get(issuer, ())
    if under and table("only").get(id_) not in under:
        every = {one for some in table("supervised").values() for one in some} | {"department"}
        others = every & set(of.cues)
        state = "holds" if set(under) & set(of.cues) else "unknown"
        if issuer in ("edb", "judiciary", "law-society-hk", "ia", "mpfa") and others:
            state = "fails" if state == "unknown" else state
        found.append(Condition("supervised", state, (under[0],)))  # type: ignore[arg-type]
    if id_ in table("generative")["documents"]:
        told = "generative" in of.cues or "imagery" in of.cues
        found.append(Condition("generative", "holds" if told else "unknown"))
    if of.personal is False and id_ in table("personal")["documents"]:
        found.append(Condition("only", "fails", ("personal",)))
    cue = table("only").get(id_)
    if cue is not None:
        holds = cue in of.cues or (cue == "personal" and bool(of.personal))
        found.append(Condition("only", "holds" if holds else _unsaid(cue, of), (cue,)))
    return found


_RARE = frozenset({
    "device_maker", "vehicle", "misuse", "intimate", "imagery", "disclosure", "identity", "trading",
    "advice", "agents", "person", "department",
})  # fmt: skip
"""What a question would say if it were so."""


def _unsaid(cue: str, of: Use) -> Literal["fails", "unknown"]:
    return "fails" if cue in _RARE or (cue == "personal" and of.personal is False) else "unknown"
