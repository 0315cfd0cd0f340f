"""What a server says about waiting: Retry-After, and budgets that it tells in its headers."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

LONGEST = 40 * 86_400  # seconds; what is said beyond is taken as this

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


class Budget(msgspec.Struct, frozen=True):
    """What a metered service says is left, in its own units; None where it does not say.

    OpenAlex (2026) tells X-RateLimit-Limit, -Remaining, -Credits-Used or -Credits-Required,
    -Reset (seconds to midnight UTC), and for what was paid beforehand -Onetime-Remaining; see
    https://developers.openalex.org/api-reference/authentication.
    """

    limit: float | None = None
    remaining: float | None = None
    cost: float | None = None
    prepaid: float | None = None
    reset: float | None = None

    @property
    def spent(self) -> bool:
        """Whether another request like the last one can no longer be paid for today."""
        if self.remaining is None or self.cost is None or self.limit is None:
            return False
        return self.remaining < self.cost and (self.prepaid or 0) < self.cost


def budget(headers: Mapping[str, str]) -> Budget:
    """The budget that the headers of an answer tell (names in lower case)."""
    return Budget(
        _number(headers, "x-ratelimit-limit"),
        _number(headers, "x-ratelimit-remaining"),
        _number(headers, "x-ratelimit-credits-required", "x-ratelimit-credits-used"),
        _number(headers, "x-ratelimit-onetime-remaining", "x-ratelimit-prepaid-remaining"),
        _number(headers, "x-ratelimit-reset"),
    )


def used_up(headers: Mapping[str, str]) -> bool:
    """Whether a refusal (429, 403) means that the day's budget is gone, not that we were too fast.

    It does when nothing is left, or less than the request would have cost.
    """
    told = budget(headers)
    if told.remaining is None or (told.prepaid or 0) > 0:
        return False
    return told.remaining <= 0 or (told.cost is not None and told.remaining < told.cost)


def resets_at(headers: Mapping[str, str], now: datetime) -> datetime:
    """When the budget is whole again: as the headers say, else the next midnight UTC.

    X-RateLimit-Reset is read as seconds from now, as OpenAlex means it; what can only be a time
    of day in Unix seconds is taken as that.
    """
    told = budget(headers).reset
    if told is not None and told > 1_000_000_000:
        told -= now.timestamp()
    waiting = retry_after(headers, now) if told is None else told
    if waiting is not None and waiting > 0:
        return now + timedelta(seconds=min(waiting, LONGEST))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait as Retry-After says, in seconds or as a date (RFC 9110, 10.2.3)."""
    said = headers.get("retry-after", "").strip()
    if _NUMBER.fullmatch(said):
        return min(float(said), LONGEST)
    try:
        date = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max((date - now).total_seconds(), 0.0), LONGEST)


def _number(headers: Mapping[str, str], *names: str) -> float | None:
    for name in names:
        said = headers.get(name, "").strip()
        if _NUMBER.fullmatch(said):
            return float(said)
    return None
