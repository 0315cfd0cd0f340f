"""Checks a reading: every claim of it, by its kind, against one open build."""

import datetime as dt
import threading

import msgspec

from lionrock.answer.checking.campuses import Campuses
from lionrock.answer.checking.citable import Citable
from lionrock.answer.checking.claim import Check, Checked, Claim, Finding, Kind
from lionrock.answer.checking.claims import claims
from lionrock.answer.checking.comparisons import check_comparison
from lionrock.answer.checking.deeds import Deeds
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.happenings import Days, check_dates, meets
from lionrock.answer.checking.members import check_members
from lionrock.answer.checking.nearby import Nearby
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.passages import Passages
from lionrock.answer.checking.placings import check_placings
from lionrock.answer.checking.plans import Plans
from lionrock.answer.checking.quantities import check_amounts
from lionrock.answer.checking.rankings import check_ranks
from lionrock.answer.checking.recalled import DOUBT, ENOUGH, OPPOSED, Before, recalled
from lionrock.answer.checking.relations import check_ties
from lionrock.answer.checking.renamed import Renamed
from lionrock.answer.checking.scene import Scene
from lionrock.answer.checking.successions import Successions
from lionrock.answer.checking.superlative import superlative
from lionrock.answer.checking.superlatives import Superlatives
from lionrock.answer.checking.ties import Ties
from lionrock.answer.checking.trends import check_trend
from lionrock.answer.checking.uses import Uses
from lionrock.answer.observatory import Observatory
from lionrock.model.catalogue import Rates
from lionrock.model.dates import parse_date
from lionrock.model.reading import Mention, Reading

_COUNTED = frozenset(("quantity", "comparison", "trend", "forecast", "existence", "relation"))
"""Kinds of claims whose amounts may be found from their values."""
_MOST = 8
"""Amounts of one claim: a list of more is no sentence, and looking for each is slow."""
_BACK = 300
"""Letters before a claim that tell what it is about."""
_OPEN = frozenset(("no_evidence", "contradicted", "outdated"))
_LOOKS = frozenset(("opinion", "call_to_action", "forecast", "trend"))
_TOLD = frozenset(("existence", "relation", "rank", "opinion"))
"""Kinds of claims that may call somebody the first or the most of a kind."""


class Checker:
    """What claims are held against, drawn from one build; safe between threads."""

    def __init__(self, observatory: Observatory) -> None:
        self._observatory = observatory
        self.figures = Figures(observatory)
        self.ties = Ties(observatory, self.figures)
        self.days = Days(observatory, self.figures)
        self.plans = Plans(observatory, self.figures, self.days)
        self.renamed = Renamed(observatory, self.figures)
        self.successions = Successions(observatory, self.figures)
        self.campuses = Campuses(observatory)
        self.superlatives = Superlatives(observatory, self.figures)
        self.uses = Uses(observatory, self.figures)
        self.deeds = Deeds(observatory, self.figures)
        self.passages = Passages(observatory, self.deeds, self.figures)
        self.citable = Citable(self.ties)
        self.rates = _rates(observatory)
        self.nearby = Nearby(self.figures, self.rates)

    def check(self, reading: Reading) -> Check:
        """Check every claim of a reading."""
        scene = Scene(self.figures, self.rates, self.nearby, _day(reading.document.published))
        found = tuple(
            self._checked(scene, claim, _before(reading, claim)) for claim in claims(reading)
        )
        return Check(reading.document, found, reading.document.planted, _unnamed(reading))

    def _checked(self, scene: Scene, claim: Claim, before: Before) -> Checked:
        members = check_members(self._observatory, self.figures, claim)
        if members is not None:
            return Checked(msgspec.structs.replace(claim, kind="existence"), members)
        claim = self.campuses.resolved(claim)
        renaming = self.renamed.renaming(claim)
        if renaming is not None:
            return Checked(msgspec.structs.replace(claim, kind="relation"), renaming)
        if claim.kind in ("existence", "relation") and superlative(claim.text):
            claim = msgspec.structs.replace(claim, kind="rank")
        joining = self.successions.joining(claim)
        if joining is not None:
            kind: Kind = "date" if claim.dates else "relation"
            return Checked(msgspec.structs.replace(claim, kind=kind), joining)
        found = self._finding(scene, claim)
        if found.verdict == "no_evidence":
            found = self.deeds.check(claim) or self._each(scene, claim) or found
        if claim.amounts and found.verdict in _OPEN:
            found = self._recalled(scene, claim, before, found) or found
        if found.verdict in ("no_evidence", "not_checkable"):
            claim, found = self._said(claim, found)
        found = self.renamed.told(claim, found)
        found = self.successions.told(claim, found, lambda one: self._finding(scene, one))
        once = tuple(dict.fromkeys(found.evidence))
        if len(once) < len(found.evidence):
            found = msgspec.structs.replace(found, evidence=once)
        if found.confidence > 1:  # the narrower of two figures that are named is a little ahead
            found = msgspec.structs.replace(found, confidence=1.0)
        return Checked(claim, found, self.citable.of(scene, claim, found))

    def _finding(self, scene: Scene, claim: Claim) -> Finding:
        if claim.kind == "call_to_action":
            return Finding("not_checkable", 0.9, note("advice"))
        if claim.kind == "opinion":
            return Finding("not_checkable", 0.8, note("opinion"))
        if claim.kind == "forecast":
            return self._foretold(scene, claim)
        if claim.kind in ("quantity", "rank"):
            placed = check_placings(scene, claim)
            if placed is not None:
                return placed
        if claim.kind in _TOLD:
            first = self.superlatives.check(claim)
            if first is not None:
                return first
        if claim.kind == "quantity":
            return check_amounts(scene, claim)
        if claim.kind == "rank":
            return check_ranks(scene, claim)
        if claim.kind == "trend":
            return check_trend(scene, claim)
        if claim.kind == "comparison":
            return self._compared(scene, claim)
        if claim.kind == "date" and claim.dates:
            found = check_dates(self.days, claim)
            return self._tied_then(claim) or found if found.verdict == "no_evidence" else found
        return self._tied(claim)

    def _foretold(self, scene: Scene, claim: Claim) -> Finding:
        """What is to be: a target, or a tie that is on record as planned."""
        found = self.plans.check(scene, claim)
        if found.verdict in ("supported", "contradicted") or claim.amounts or claim.dates:
            return found
        tied = check_ties(self.ties, claim)
        if tied.verdict == "supported" and any(self.ties.planned(one) for one in tied.evidence):
            return tied
        return found

    def _each(self, scene: Scene, claim: Claim) -> Finding | None:
        """Supported where every amount of several is, by a figure or by a step on record."""
        if claim.kind != "quantity" or len(claim.amounts) < 2:
            return None
        found = []
        for amount in claim.amounts:
            one = msgspec.structs.replace(claim, amounts=(amount,))
            checked = check_amounts(scene, one)
            if checked.verdict == "no_evidence":
                checked = self.deeds.check(one) or checked
            if checked.verdict != "supported":
                return None
            found.append(checked)
        evidence = tuple(dict.fromkeys(one for checked in found for one in checked.evidence))
        return msgspec.structs.replace(found[0], evidence=evidence)

    def _said(self, claim: Claim, found: Finding) -> tuple[Claim, Finding]:
        """A claim that a statement in words says too; it is then no opinion and no advice."""
        uncounted = claim.kind == "quantity" and not claim.amounts
        said = None if uncounted else self.passages.check(claim)
        if said is None:
            return claim, found
        if claim.kind in _LOOKS:
            kind: Kind = "quantity" if claim.amounts else "date" if claim.dates else "relation"
            claim = msgspec.structs.replace(claim, kind=kind)
        return claim, said

    def _recalled(
        self, scene: Scene, claim: Claim, before: Before, found: Finding
    ) -> Finding | None:
        """Supported where context chooses figures of the very values that a claim tells."""
        if claim.kind not in _COUNTED or len(claim.amounts) > _MOST:
            return None
        each = [msgspec.structs.replace(claim, amounts=(amount,)) for amount in claim.amounts]
        held = [check_amounts(scene, one) for one in each] if len(each) > 1 else [None]
        if found.verdict == "no_evidence":
            return recalled(scene, claim, before, held, ENOUGH)
        said = recalled(scene, claim, before, held, OPPOSED)
        if found.verdict == "outdated":
            told = {one.observation for one in found.evidence}
            new = said is not None and told.isdisjoint(one.observation for one in said.evidence)
            return said if new else None
        if said is None and recalled(scene, claim, before, held, DOUBT) is not None:
            return Finding("no_evidence", 0.4, note("no_figure"))
        return said

    def _compared(self, scene: Scene, claim: Claim) -> Finding:
        """A comparison, and the figure that is told beside it, where the two are parted."""
        found = check_comparison(scene, claim)
        if found.verdict != "supported" or not claim.amounts or "," not in claim.text:
            return found
        told = check_amounts(scene, claim)
        if told.verdict in ("contradicted", "outdated"):
            return told
        return found if told.verdict == "supported" else told

    def _tied_then(self, claim: Claim) -> Finding | None:
        """A tie on record that has the day of a claim; None where there is none."""
        found = check_ties(self.ties, claim)
        if found.verdict == "no_evidence":
            found = self.uses.check(claim) or found
        when = [one.period for one in found.evidence]
        if found.verdict == "supported" and len(claim.dates) == 1 and all(
            day is not None and meets(day, claim.dates[0].iso) for day in when
        ):  # fmt: skip
            return found
        return None

    def _tied(self, claim: Claim) -> Finding:
        """Relations, and what exists because somebody made it or it was dated."""
        if claim.dates:
            dated = check_dates(self.days, claim)
            if dated.verdict == "supported":
                return dated
        found = check_ties(self.ties, claim)
        if found.verdict == "no_evidence":
            found = self.uses.check(claim) or found
        if found.verdict == "no_evidence" and claim.kind == "existence":
            return msgspec.structs.replace(found, note=note("no_thing"))
        return found


def _before(reading: Reading, claim: Claim) -> Before:
    """What stands before a claim in its paragraph, as far back as two sentences or so."""
    text = reading.document.text
    begins = max(text.rfind("\n", 0, claim.start) + 1, claim.start - _BACK)
    return Before(
        text[begins : claim.start],
        tuple(m for m in reading.mentions if begins <= m.start and m.end <= claim.start),
    )


_MAKING = threading.Lock()


def checker(observatory: Observatory) -> Checker:
    """The checker of a build; made on first use, about a second."""
    with _MAKING:
        if "checker" not in observatory.made:
            observatory.made["checker"] = Checker(observatory)
        made: Checker = observatory.made["checker"]
        return made


def _rates(observatory: Observatory) -> Rates:
    """The yearly rates the build was made with."""
    table: dict[str, dict[int, float]] = {}
    for currency, year, per_usd in observatory.query(
        "SELECT currency, year, per_usd FROM rates ORDER BY currency, year"
    ):
        table.setdefault(currency, {})[int(year)] = per_usd
    table.pop("USD", None)
    return Rates("", table)


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return parse_date(text).end
    except ValueError:
        return None


def _unnamed(reading: Reading) -> tuple[Mention, ...]:
    """Names of organisations that the record lacks, each where it stands first."""
    found: dict[str, Mention] = {}
    for one in reading.mentions:
        if one.id is None and one.how == "proposed":
            found.setdefault(one.text, one)
    return tuple(found.values())
