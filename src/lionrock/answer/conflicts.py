"""Where publishers differ: every figure with several values, who says which, and why one leads."""

from collections import defaultdict
from typing import Any

import msgspec

from lionrock.answer.observatory import Observatory

MAX_CONFLICTS = 200

_WHERE = "WHERE (? IS NULL OR indicator = ?) AND (? IS NULL OR about = ?)"
_FIGURES = f"""
SELECT indicator, about, period, nature, low, high, spread, reason, publishers
FROM disagreements {_WHERE}
ORDER BY spread DESC, indicator, about, period, nature LIMIT ? OFFSET ?
"""
_VALUES = """
SELECT o.indicator, o.about, o.period, o.nature, o.id, o.value, o.unit, o.original, o.publisher,
    o.published, o.tier, o.place = 1, p.urls
FROM ranked o
JOIN (SELECT n, list(url ORDER BY rank) AS urls FROM evidence GROUP BY n) p ON p.n = o.n
WHERE o.indicator IN (SELECT unnest(?))
ORDER BY o.indicator, o.about, o.period, o.nature, o.place
"""


class Claimed(msgspec.Struct, frozen=True):
    """One publisher's value, and the pages it was seen on."""

    id: str
    value: float | None
    unit: str
    original: str | None
    publisher: str
    published: str | None
    tier: str
    leads: bool
    sources: tuple[str, ...]


class Difference(msgspec.Struct, frozen=True):
    """A figure on which publishers differ; `spread` is (high - low) / the larger of the two."""

    indicator: str
    about: str
    period: str
    nature: str
    low: float
    high: float
    spread: float
    reason: str
    publishers: int
    values: tuple[Claimed, ...]


class Conflicts(msgspec.Struct, frozen=True):
    """Figures on which publishers differ, the widest apart first; `total` counts all of them."""

    total: int
    conflicts: tuple[Difference, ...]


def find_conflicts(
    observatory: Observatory,
    indicator: str | None = None,
    about: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Conflicts:
    """Figures with several values: of an indicator, about an entity, or all."""
    asked = (indicator, indicator, about, about)
    ((total,),) = observatory.query(f"SELECT count(*) FROM disagreements {_WHERE}", asked)
    bounds = (max(0, min(limit, MAX_CONFLICTS)), max(0, offset))
    rows = observatory.query(_FIGURES, (*asked, *bounds))
    values: defaultdict[tuple[Any, ...], list[Claimed]] = defaultdict(list)
    wanted = list(dict.fromkeys(row[0] for row in rows))
    for *row, urls in observatory.query(_VALUES, (wanted,)) if rows else ():
        values[tuple(row[:4])].append(Claimed(*(*row[4:], tuple(urls))))
    found = tuple(Difference(*(*row, tuple(values[tuple(row[:4])]))) for row in rows)
    return Conflicts(int(total), found)
