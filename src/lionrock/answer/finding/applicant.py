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
    universities it belongs to, `bodies` what else it is (words.toml), `places` those it names (the
    schema of rules.toml), `age` a person's in years and `woman` whether one is.
    """

    are: tuple[str, ...] = ()
    years: float | None = None
    staff: int | None = None
    sectors: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    hong_kong: bool | None = None
    links: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    age: int | None = None
    woman: bool | None = None

    def given(self, years: float | None, staff: int | None) -> "Applicant":
        """The same with an age and a number of people that were said apart from the question."""
        return msgspec.structs.replace(
            self,
            years=self.years if years is None else years,
            staff=self.staff if staff is None else staff,
        )

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
