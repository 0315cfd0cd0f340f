"""What tells whether a target is reached: an indicator's figures, or a milestone on record; and,
where nothing on record does, what would have to be published.

Written by people in `targets.toml`, and only where target and measure clearly count the same
thing. A target without either is unmeasured, and pages say what is missing and whose figure it is.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from lionrock.model.text import LANGUAGES

FILE = "targets.toml"


class Aim(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"publisher": "from"}):
    """How one target is measured: the figures of `indicator` about `about`, which are to reach the
    target's value (`at_most`: to fall to it); or the milestone of `entity` dated `milestone`.

    `needs` says, by language, what would have to be published to tell, by the organisation
    `publisher` (`from` in the file). `near` is the nearest indicator on record and about whom,
    `differs`, by language, why its figures do not measure the target."""

    indicator: str | None = None
    about: str | None = None
    at_most: bool = False
    entity: str | None = None
    milestone: str | None = None
    needs: Mapping[str, str] | None = None
    publisher: str | None = None
    near: tuple[str, str] | None = None
    differs: Mapping[str, str] | None = None

    def fault(self) -> str | None:
        """What is wrong with the entry, or None."""
        figures, event = (self.indicator, self.about), (self.entity, self.milestone)
        whole = all(figures) != all(event) and not (any(figures) and any(event))
        if not whole and (any(figures) or any(event) or self.needs is None):
            return "expected indicator and about, or entity and milestone, or needs and from"
        if (self.needs is None) != (self.publisher is None):
            return "needs and from belong together"
        if (self.near is None) != (self.differs is None):
            return "near and differs belong together"
        for name, told in (("needs", self.needs), ("differs", self.differs)):
            if told is not None and set(told) != set(LANGUAGES):
                return f"{name}: expected {', '.join(LANGUAGES)}"
        return None

    @property
    def measured(self) -> bool:
        """Whether something on record tells of the target."""
        return self.indicator is not None or self.entity is not None


def read_aims(registry: Path) -> Mapping[str, Aim]:
    """The aims of a registry by target, none where it has no such file.

    Raises ValueError naming the file, and the entry that is wrong.
    """
    path = registry / FILE
    if not path.exists():
        return {}
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, Aim])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise ValueError(f"{FILE}: {error}") from None
    for target, aim in found.items():
        fault = aim.fault()
        if fault is not None:
            raise ValueError(f"{FILE} [{target}]: {fault}")
    return found
