"""Which rules apply to a use of AI: every document on record held against what is done, and where.

No legal advice: a document applies, as the record has it, when its issuer's rules bind where one
is or where data are, it is for one's sector, and it is about something that is done. What it asks
stands as its sources tell it. What is proposed, and what is but a report, is set apart.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from lionrock.answer.finding.applicant import Condition, in_sectors, known
from lionrock.answer.finding.reasons import sources, status
from lionrock.answer.finding.uses import EVERYONE, Use, table
from lionrock.answer.observatory import Document, Observatory

Bearing = Literal["applies", "may_apply", "coming", "background"]
BEARINGS: tuple[Bearing, ...] = ("applies", "may_apply", "coming", "background")
_STANDING: Mapping[str, Bearing] = {
    "in_force": "applies", "enacted": "applies", "proposed": "coming", "published": "background",
    "completed": "background", "superseded": "background", "not_in_force": "background",
}  # fmt: skip
_GUIDES = ("guideline", "circular", "code", "framework")
_ANYBODY = frozenset({"imagery", "intimate", "misuse", "disclosure"})
"""What is done by people of any trade or none."""


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
    if EVERYONE & set(sectors):
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
        if issuer in _STRICT and others:
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


_STRICT = frozenset({"edb", "judiciary", "law-society-hk", "ia", "mpfa", "hkma"})
"""Supervisors who have nothing to say to those under another, where these say whose they are."""

_RARE = frozenset({
    "device_maker", "vehicle", "misuse", "intimate", "imagery", "disclosure", "identity", "trading",
    "advice", "agents", "person", "department",
})  # fmt: skip
"""What a question would say if it were so."""


def _unsaid(cue: str, of: Use) -> Literal["fails", "unknown"]:
    return "fails" if cue in _RARE or (cue == "personal" and of.personal is False) else "unknown"
