"""A value that a claim can be held against, with the words that tell it apart."""

import datetime as dt
import re
from collections.abc import Mapping

import msgspec

from lionrock.answer.checking.terms import terms
from lionrock.model.text import T

MONEY = "money"
"""Key of a label of which any term will do: an entity's money is called many things."""

CURRENCIES = frozenset(("HKD", "USD", "CNY"))


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

    @property
    def series(self) -> tuple[str, frozenset[str]]:
        """What the figure is a value of: values of one series can contradict one another."""
        return (self.indicator or f"{self.entity} {self.name.en}", self.abouts)


_YEARLY = re.compile(r"\b(?:a|per|each) year\b|\brecorded\b|每年|錄得|的")
"""What a label says beside its topic; in Chinese it would be paired with the topic's letters."""


def label_terms(name: T, own: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Terms of a label by script, without the name of what the figure is about."""
    english, chinese = (terms(_YEARLY.sub(" ", text)) - own for text in (name.en, name.hant))
    return {"en": english, "zh": chinese}
