"""The route of the audit: what people found of published values, with Wilson intervals."""

from typing import Annotated, Any

import msgspec
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.audit import audit_desk
from lionrock.serve.api.documents import Shape
from lionrock.serve.api.reply import ApiRequest, observatory_of, unkept


class RateShape(Shape, frozen=True):
    """Of a group (a facet, a tier, or all) how many values were judged, and by which verdicts."""

    group: str
    published: int
    judged: int
    verdicts: Annotated[dict[str, int], Meta(description="right, imprecise, wrong, unverifiable.")]
    right: Annotated[
        float | None,
        Meta(description="Share of right ones among those verified; null: none was, so unknown."),
    ]
    low: Annotated[float | None, Meta(description="Of the 95 % Wilson interval.")]
    high: float | None


class RatesAnswer(Shape, frozen=True):
    """Rates of all, by facet and by tier of evidence. `gone` counts verdicts on values that are no
    longer published, `broken` lines of verdicts that cannot be read."""

    all: RateShape
    facets: tuple[RateShape, ...]
    tiers: tuple[RateShape, ...]
    gone: int
    broken: int


def audit(request: ApiRequest) -> ASGIResponse:
    """What people found when they read the sources of published values, by facet and tier."""
    now = observatory_of(request)
    return unkept(now, msgspec.json.encode(audit_desk(now).rates()))


ROUTES: tuple[tuple[str, Any, type, str], ...] = (("/audit", audit, RatesAnswer, "reference"),)
