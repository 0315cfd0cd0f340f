"""What claims are held against, and how a figure of it is told as evidence."""

import datetime as dt

import msgspec

from lionrock.answer.checking.asked import Asked
from lionrock.answer.checking.claim import Claim, Stand, Support
from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.nearby import Nearby
from lionrock.answer.checking.notes import shown
from lionrock.model.catalogue import Rates
from lionrock.model.reading import Amount


class Scene(msgspec.Struct, frozen=True):
    """What claims are held against: the figures, the rates, the figures by value, and the day the
    text was published."""

    figures: Figures
    rates: Rates
    nearby: Nearby
    published: dt.date | None

    def asked(self, claim: Claim, amount: Amount | None = None) -> Asked:
        """What a claim, or one amount of it, asks. A body and what is named after it are one, and
        whoever is named is named by every name."""
        found = Asked.of(claim, amount)
        twins = self.figures.bearers.twins
        named = found.entities.union(*(twins.get(id_, ()) for id_ in found.entities))
        called = frozenset[str]().union(*map(self.figures.bearers.called, found.entities))
        return msgspec.structs.replace(found, entities=named, called=called)


def support(figures: Figures, figure: Figure, stand: Stand) -> Support:
    """A figure as evidence."""
    observed = figure.indicator is not None
    value = shown(figure)
    return Support(
        stand, figure.name, value.en, figure.period, figures.addresses(figure.record),
        figure.tier, figure.key if observed else None, None if observed else figure.key,
        figure.indicator, figure.entity or next(iter(sorted(figure.abouts)), None),
        None if value.en == value.hant else value,
    )  # fmt: skip
