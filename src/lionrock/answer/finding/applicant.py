"""Who asks a finder, and how he meets a condition."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from lionrock.answer.finding import reading

State = Literal["holds", "fails", "unknown"]
COMPANIES = ("startup", "sme", "corporate")


class Applicant(msgspec.Struct, frozen=True):
    """Who asks, as far as he has said: None and empty mean that it is not known.

    `are` are audiences of the schema (startup, researcher …), `years` the age of the company in
    years, `needs` those of words.toml, `hong_kong` whether it is a Hong Kong company, `links` the
    universities it belongs to, `bodies` what else it is (words.toml).
    """

    are: tuple[str, ...] = ()
    years: float | None = None
    staff: int | None = None
    sectors: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    hong_kong: bool | None = None
    links: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def company(self) -> bool:
        """Whether it is a company of any size."""
        return any(one in self.are for one in COMPANIES)


class Condition(msgspec.Struct, frozen=True):
    """A condition and how the applicant meets it; `id` names its words in reasons.toml, `values`
    go into them: words of a vocabulary, numbers, ids of organisations."""

    id: str
    state: State
    values: tuple[str, ...] = ()


class Trace(msgspec.Struct, frozen=True):
    """One piece of evidence: "focus", "sector", "provides" or "uses" (of the use of AI `about`),
    "backs" (the company `about`, by money) or "works" (`number` of them in the field `value`)."""

    kind: str
    about: str
    value: str
    number: int = 0


def applicant(text: str, year: int) -> Applicant:
    """What a question says of who asks it, in any of the three languages."""
    folded = reading.affirmed(reading.folded(text))
    own = reading.without("not_university", folded)
    are = reading.said("audience", reading.without("not_audience", folded))
    places = reading.said("place", own)
    bodies = reading.said("body", folded)
    if not are and bodies and not {"research_body", "non_profit"} & set(bodies):
        are = ("startup",) if "incubatee" in bodies else ("corporate",)
    company = any(one in are for one in COMPANIES)
    links = reading.said("university", reading.alone(own))
    if not are and links:
        are = ("university",)
    of_one = reading.said("audience_alone", reading.alone(own))
    if "researcher" in are and not company and (links or of_one):
        are += ("university",)  # who does research at one applies through it
    are = tuple(dict.fromkeys(are or reading.said("audience_alone", own)))
    years, staff = reading.years(folded, year), reading.staff(folded)
    if not are and not bodies and staff is not None:
        are, company = ("corporate",), True  # who employs people, and says no more, is a business
    return Applicant(
        are, years, staff, _sectors(folded), reading.said("need", reading.sought(folded)),
        _in_hong_kong(places, company, bool(are)), links, bodies,
    )  # fmt: skip


def _in_hong_kong(places: tuple[str, ...], company: bool, told: bool) -> bool | None:
    """Whether who asks is a Hong Kong company; one who is elsewhere is none, whatever he is."""
    if company and places:
        return "hong-kong" in places
    return False if places and not told and "hong-kong" not in places else None


def _sectors(folded: str) -> tuple[str, ...]:
    """The sectors a text names, and those that its topics lie in."""
    topics = set(reading.said("ai_focus", folded))
    of = [sector for sector, some in reading.table("topic_sectors").items() if topics & set(some)]
    return tuple(dict.fromkeys((*reading.said("sector", folded), *of)))


def known(meets: bool | None) -> State:
    """What it means for a condition to be met, or not, or not to be known to be."""
    if meets is None:
        return "unknown"
    return "holds" if meets else "fails"


def in_sectors(wanted: Iterable[str], sectors: Iterable[str]) -> bool | None:
    """Whether one of the sectors is wanted, or is a part of one that is; None when only a wider
    one is named, or none at all."""
    parts = reading.table("parts")
    wanted, given = set(wanted), set(sectors)
    within = given.union(*(whole for whole in [_wholes(one, parts) for one in given]))
    if wanted & within:
        return True
    if not given or any(given & _wholes(one, parts) for one in wanted):
        return None
    return False


def _wholes(sector: str, parts: Mapping[str, list[str]]) -> set[str]:
    """The sectors that one is a part of."""
    return {whole for whole, some in parts.items() if sector in some}
