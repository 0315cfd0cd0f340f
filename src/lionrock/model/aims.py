"""What tells whether a target is reached: an indicator's figures, or a milestone on record.

Written by people in `targets.toml`, and only where target and measure clearly count the same
thing; a target without an entry is unmeasured, and pages say so.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

FILE = "targets.toml"


class Aim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one target is measured: the figures of `indicator` about `about`, which are to reach the
    target's value (`at_most`: to fall to it); or the milestone of `entity` dated `milestone`."""

    indicator: str | None = None
    about: str | None = None
    at_most: bool = False
    entity: str | None = None
    milestone: str | None = None

    def fault(self) -> str | None:
        """What is wrong with the entry, or None."""
        figures, event = (self.indicator, self.about), (self.entity, self.milestone)
        if (all(figures) and not any(event)) or (all(event) and not any(figures)):
            return None
        return "expected indicator and about, or entity and milestone"


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
