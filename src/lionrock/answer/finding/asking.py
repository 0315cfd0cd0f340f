"""What a question says of who asks it."""

from lionrock.answer.finding import numbers, persons, reading
from lionrock.answer.finding.applicant import COMPANIES, Applicant


def applicant(text: str, year: int) -> Applicant:
    """What a question says of who asks it, in any of the three languages."""
    whole = reading.folded(text)
    folded = reading.affirmed(whole)
    itself = reading.itself(folded)
    own = reading.without("not_university", folded)
    bare = reading.without("not_audience", itself)
    are = reading.said("audience", bare)
    places = reading.said("place", reading.own(own))
    bodies, years = reading.said("body", itself), numbers.years(folded, year)
    if itself != folded:
        bodies = tuple(dict.fromkeys((*bodies, "non_profit")))
    absent = "hong-kong" in reading.denied(whole)
    if not are and bodies and not {"research_body", "non_profit"} & set(bodies):
        are = ("startup",) if "incubatee" in bodies else ("corporate",)
    company = any(one in are for one in COMPANIES)
    founded = reading.founded(bare)
    already = reading.said("audience", founded)
    if founded != bare and not bodies and not set(COMPANIES) & {*already}:
        are, company = tuple(dict.fromkeys((*already, "startup", "talent"))), False
    links = reading.said("university", reading.alone(own))
    if not are and links:
        are = ("university",)
    of_one = reading.said("audience_alone", reading.alone(own))
    if "researcher" in are and not company and (links or of_one):
        are += ("university",)  # who does research at one applies through it
    are = tuple(dict.fromkeys(are or reading.said("audience_alone", own)))
    staff = numbers.staff(folded)
    if not are and not bodies and staff is not None:
        are, company = ("corporate",), True  # who employs people, and says no more, is a business
    return Applicant(
        are, years, staff, _sectors(folded), reading.said("need", reading.sought(folded)),
        False if absent else _in_hong_kong(places, company, are, links), links, bodies,
        tuple(dict.fromkeys((*places, *(["hong-kong"] if links else ())))),
        persons.age(folded), persons.woman(folded),
    )  # fmt: skip


def _in_hong_kong(
    places: tuple[str, ...], company: bool, are: tuple[str, ...], links: tuple[str, ...]
) -> bool | None:
    """Whether who asks is a Hong Kong company; one who is elsewhere is none, whatever he is."""
    if company and places:
        return "hong-kong" in places
    settled = not are or {"researcher", "university"} & set(are)
    return False if places and settled and not links and "hong-kong" not in places else None


def _sectors(folded: str) -> tuple[str, ...]:
    """The sectors a text names, and those that its topics lie in."""
    topics = set(reading.said("ai_focus", folded))
    of = [sector for sector, some in reading.table("topic_sectors").items() if topics & set(some)]
    return tuple(dict.fromkeys((*reading.said("sector", folded), *of)))
