"""A figure: what was measured, of whom, when, by whom, in which unit."""

import msgspec


class Observation(msgspec.Struct, frozen=True):
    """One value of one indicator.

    `value`, `low`, `high` are in `unit`, the indicator's canonical one; `original` keeps what
    was written. `nature` is measured, derived, forecast or target. `basis` holds the keys of
    the statements the figure rests on.
    """

    id: str
    indicator: str
    about: str
    period: str
    value: float
    unit: str
    nature: str
    publisher: str
    original: str
    basis: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    qualifier: str | None = None
    base: str | None = None
