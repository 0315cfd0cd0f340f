"""A value that a claim can be held against, with the words that tell it apart."""

import datetime as dt
import re
from collections.abc import Mapping

import msgspec

from lionrock.answer.checking.terms import terms
from lionrock.model.dates import parse_period
from lionrock.model.text import T

MONEY = "money"
"""Key of a label of which any term will do: an entity's money is called many things."""

CURRENCIES = frozenset(("HKD", "USD", "CNY"))

SCALES = {
    ("km2", "hectares"): 100.0, ("km2", "m2"): 1e6, ("km2", "sqft"): 1.07639e7,
    ("petaflops", "exaflops"): 0.001,
}  # fmt: skip
"""How many of a unit that a writer may use make one that figures are kept in."""


class Figure(msgspec.Struct, frozen=True):
    """A value with what it is about. `first` and `last` bound its period, None when unknown.

    `own` are the terms of whom it is about, `abroad` says that it is a place other than Hong
    Kong. `label` and `context` are terms of its name and of
    what further defines it; `abouts` are the entities of which one must stand in a claim (Hong
    Kong goes without saying).
    """

    key: str
    indicator: str | None
    entity: str | None
    name: T
    value: float
    unit: str
    period: str | None
    first: dt.date | None
    last: dt.date | None
    nature: str
    qualifier: str | None
    abouts: frozenset[str]
    label: Mapping[str, frozenset[str]]
    context: frozenset[str]
    record: int
    tier: str
    own: frozenset[str] = frozenset()
    abroad: bool = False
    parties: frozenset[str] = frozenset()
    """Of money that goes from one to another, both: a claim that names one does not mean it."""
    scope: frozenset[str] = frozenset()
    """What an observation counts, as the schema names it: a part of a year, all since a start."""

    batch: int | None = None
    """Which cohort or phase an observation is of, where it says so."""

    more: bool = False
    """Whether its definition says that there are more than that."""

    @property
    def series(self) -> tuple[str, frozenset[str]]:
        """What the figure is a value of: values of one series can contradict one another."""
        return (self.indicator or f"{self.entity} {self.name.en}", self.abouts)


_BESIDE = re.compile(
    r"\b(?:a|per|each|in a) year\b|\brecorded\b|(?<=AI )use cases|"
    r"\bsince (?:the )?(?:start|launch|it began|inception)\b|"
    r"\b(?:overall|total|so far|to date|all|cumulative(?:ly)?)\b|\btechnology (?=compan|firm)|"
    r"每年|錄得|的|累計|自?成立以來|推出以來|以來|總額|金額|款額|(?<=資)額|數目|數量|總數|宗數|整體|"
    r"全年|一年內|年內|至今|合共|科技(?=企業|公司)",
    re.IGNORECASE,
)
"""What a label says beside its topic; in Chinese it would be paired with the topic's letters."""


def label_terms(name: T, own: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Terms of a label by script, without the name of what the figure is about."""
    english, chinese = (terms(_BESIDE.sub(" ", text)) - own for text in (name.en, name.hant))
    return {"en": english, "zh": chinese}


def bounds(text: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and last days of a period as text; None when it is unknown."""
    if not text:
        return None, None
    try:
        period = parse_period(text)
    except ValueError:
        return None, None
    return period.start, period.end
