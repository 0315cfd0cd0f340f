"""What checking a text gives: its claims, a verdict on each, and the evidence for and against."""

from typing import Literal

import msgspec

from lionrock.model.reading import Amount, DateSpan, Document, Mention, Planted
from lionrock.model.text import T

Kind = Literal[
    "existence", "relation", "quantity", "date", "rank", "trend", "comparison", "opinion",
    "forecast", "call_to_action",
]  # fmt: skip
Verdict = Literal["supported", "contradicted", "outdated", "no_evidence", "not_checkable"]
Stand = Literal["for", "against", "related"]

KINDS: tuple[Kind, ...] = (
    "existence", "relation", "quantity", "date", "rank", "trend", "comparison", "opinion",
    "forecast", "call_to_action",
)  # fmt: skip
VERDICTS: tuple[Verdict, ...] = (
    "supported", "contradicted", "outdated", "no_evidence", "not_checkable",
)  # fmt: skip


class Claim(msgspec.Struct, frozen=True):
    """A sentence or clause that claims one thing; spans count characters of the document."""

    start: int
    end: int
    text: str
    kind: Kind
    mentions: tuple[Mention, ...] = ()
    amounts: tuple[Amount, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    leans: str = ""
    """What was said before of the figure that it goes on with: "the share has been climbing"."""


class Address(msgspec.Struct, frozen=True):
    """A page behind a value: its address, who publishes it, and the publisher's tier."""

    url: str
    publisher: str
    tier: str


class Support(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value of the observatory that speaks for or against a claim.

    `observation` or `statement` is its id (one of both), `entity` whose page shows it.
    """

    stand: Stand
    label: T
    value: str
    period: str | None
    sources: tuple[Address, ...]
    tier: str
    observation: str | None = None
    statement: str | None = None
    indicator: str | None = None
    entity: str | None = None
    shown: T | None = None
    """The value as a reader of each language writes it, where that differs: 30億港元."""


class Finding(msgspec.Struct, frozen=True):
    """A verdict with its reason in three languages and what it rests on."""

    verdict: Verdict
    confidence: float
    note: T
    evidence: tuple[Support, ...] = ()


class Checked(msgspec.Struct, frozen=True):
    """A claim, what was found of it, and what on record could have been cited instead."""

    claim: Claim
    finding: Finding
    citable: tuple[Support, ...] = ()


class Check(msgspec.Struct, frozen=True):
    """A whole text checked: its document, its claims in order, link text planted in it, and
    names of organisations that the record lacks, each once."""

    document: Document
    claims: tuple[Checked, ...]
    planted: tuple[Planted, ...] = ()
    proposed: tuple[Mention, ...] = ()

    def counts(self) -> dict[str, int]:
        """Number of claims by verdict, every verdict named."""
        found = [checked.finding.verdict for checked in self.claims]
        return {verdict: found.count(verdict) for verdict in VERDICTS}
