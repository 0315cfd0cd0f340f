"""Why something differs between two builds, as far as their manifests and snapshots tell."""

from collections.abc import Iterable
from typing import Protocol

from lionrock.store.builds import Manifest
from lionrock.store.history import differing

Why = tuple[tuple[str, ...], tuple[str, ...]]
"""Reasons, the nearest first, and the inputs of the manifest behind them."""

_JUDGED = ("judgements", "registry/judgements.jsonl")
_CODE = ("lionrock", "code")
_ACCEPTED = ("decisions",)
_RATES, _CATALOGUE, _PUBLISHERS = (
    "registry/rates.toml", "registry/indicators.toml", "registry/publishers.toml",
)  # fmt: skip


class Reading(Protocol):
    """What an observation of one build must tell to be explained."""

    @property
    def value(self) -> float | None:
        """In the indicator's unit."""

    @property
    def unit(self) -> str:
        """The indicator's unit."""

    @property
    def measured(self) -> float:
        """As published."""

    @property
    def measured_unit(self) -> str:
        """As published."""

    @property
    def tier(self) -> str:
        """Of the page it was seen on."""

    @property
    def moved(self) -> bool:
        """Whether only one build read the bytes it was seen in."""

    @property
    def locator(self) -> str:
        """Where it was seen: source/place."""


class Causes:
    """Explains differences between the builds of two manifests."""

    def __init__(self, old: Manifest, fresh: Manifest) -> None:
        self._changed = differing(old, fresh)

    def of_statement(self, moved: bool, locators: Iterable[str], extracted: bool = False) -> Why:
        """Of a statement that one side alone makes, or that is seen on other pages.

        Where a source and the program changed both, both are named: the digests cannot tell
        which of them it was.
        """
        found: list[tuple[str, tuple[str, ...]]] = []
        if moved:
            found.append(("source", self._files(locators)))
        if extracted:
            found.append(("decision", self._among(_ACCEPTED)))
        return self._why(found)

    def of_entity(self, merged: bool, added: bool) -> Why:
        """Of an entity that came or went: `merged` when judgements made it one with another."""
        sources = tuple(
            name for name in self._changed
            if (name.endswith(".jsonl") and name not in _JUDGED) or name.startswith("snapshots/")
        )  # fmt: skip
        found = [("judgement", self._among(_JUDGED))] if merged or added else []
        if not (merged and found[0][1]):
            found.insert(0, ("source", sources))
        return self._why(found)

    def judged(self) -> Why:
        """Of ids that became one, or two again."""
        return self._why([("judgement", self._among(_JUDGED))])

    def of_reading(self, old: Reading | None, fresh: Reading | None) -> Why:
        """Of an observation that is not the same on both sides."""
        found: list[tuple[str, tuple[str, ...]]] = []
        sides = [side for side in (old, fresh) if side is not None]
        if any(side.moved for side in sides):
            found.append(("source", self._files([side.locator for side in sides])))
        if old is not None and fresh is not None:
            stated = (old.measured, old.measured_unit) == (fresh.measured, fresh.measured_unit)
            if stated and old.unit == fresh.unit and old.value != fresh.value:
                found.insert(0, ("rate", self._among((_RATES,))))
            if old.unit != fresh.unit:
                found.insert(0, ("definition", self._among((_CATALOGUE,))))
            if old.tier != fresh.tier:
                found.append(("publisher", self._among((_PUBLISHERS,))))
        else:
            found.append(("definition", self._among((_CATALOGUE,))))
        return self._why(found)

    def _why(self, found: list[tuple[str, tuple[str, ...]]]) -> Why:
        """Those with an input that did change; then the program; else it is not known."""
        likely = [*found, ("code", self._among(_CODE))]
        held = [(reason, inputs) for reason, inputs in likely if inputs]
        if not held:
            return ("unknown",), self._changed
        causes = dict.fromkeys(name for _, inputs in held for name in inputs)
        return tuple(reason for reason, _ in held), tuple(causes)

    def _among(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self._changed)

    def _files(self, locators: Iterable[str]) -> tuple[str, ...]:
        """The inputs behind places in snapshots: a file of the registry, a live source's set."""
        found: dict[str, None] = {}
        for locator in locators:
            source, _, place = locator.partition("/")
            named = f"registry/{place.rpartition(':')[0]}"
            found[named if source == "registry" else f"snapshots/{source}"] = None
        return tuple(name for name in found if name in self._changed)
