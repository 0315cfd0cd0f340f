"""Days: which one is meant, and whether something with dates held on it."""

import datetime as dt

from lionrock.answer.changes import HONG_KONG
from lionrock.model.dates import PartialDate, parse_date

STATES = ("holds", "unclear", "undated", "earlier", "changed", "ended", "not_yet")
"""Of a thing for a day: it held; its dates are too vague to say; it has none; it is a
figure of an earlier period; what stood there is not known in full; it had ended; it had not
begun."""

BEGINS = ("founded", "start", "announced", "date", "set_on")
"""Properties that say when something began, the first there is."""


def today() -> dt.date:
    """The day it is in Hong Kong."""
    return dt.datetime.now(HONG_KONG).date()


def read_day(text: str) -> dt.date:
    """The day that a text names; of a month or year its last, of one not yet over today.

    Raises ValueError saying what is wrong.
    """
    date, now = parse_date(text), today()
    return now if date.start <= now < date.end else date.end


def state_of(since: str | None, until: str | None, day: dt.date) -> str:
    """Whether something with these dates, each as exact as its source, held on a day."""
    begun, ended = partial(since), partial(until)
    if ended is not None and ended.end < day:
        return "ended"
    if begun is not None and begun.start > day:
        return "not_yet"
    if begun is None:
        return "undated" if ended is None else "unclear"
    return "holds" if begun.end <= day and (ended is None or ended.start > day) else "unclear"


def partial(text: str | None) -> PartialDate | None:
    """A date as exact as it was written; None for none, or for what is no date."""
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None


def ahead(state: str, day: dt.date, until: str | None) -> str:
    """The state of a day to come: without an end on record nobody knows what will hold."""
    return "unclear" if state == "holds" and day > today() and not until else state
