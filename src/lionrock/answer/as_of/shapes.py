"""The shapes of answers about a day."""

import msgspec

from lionrock.model.change import Meaning


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing said: a `fact`, a `link` or a `figure`.

    `name` is a property, relation or indicator, `direction` a link's (out, in), `value` what was
    said (of a link: the other's id). `about` is whom a figure of an indicator is about, and `label`
    its name, or the other's of a link. `since` and `until` are the dates it carries (valid) or was
    seen from and to (known); None: not known. `sources` are the pages it was seen on.
    """

    part: str
    name: str
    value: str
    state: str = "holds"
    lang: str | None = None
    direction: str | None = None
    about: str | None = None
    label: dict[str, str] | None = None
    period: str | None = None
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()


class AsOf(msgspec.Struct, frozen=True):
    """An entity or an indicator as of a day.

    `begins` is the first day that this home remembers. `state` is its own: of STATES, or for
    `known` one of holds (it was known), not_yet (it was not), unknown (nothing is remembered of
    that day). `whole` is false when pages of the memory cannot be read, so that something may be
    missing. `build` is the build that answers (valid), or that was served on that day (known).
    """

    id: str
    kind: str
    label: dict[str, str]
    day: str
    meaning: Meaning
    state: str
    begins: str | None
    whole: bool
    build: str | None
    items: tuple[Item, ...]
