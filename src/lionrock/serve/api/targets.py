"""The route of targets: each with a verdict, the figures it rests on, and their sources."""

from typing import Annotated, Any

from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.serve.api.documents import Date, Evidence, Id, IndicatorId, Label, Shape, Unit
from lionrock.serve.api.indicators import Value
from lionrock.serve.api.reply import ApiRequest, observatory_of, reply


class TargetNameShape(Shape, frozen=True, rename={"zh_hant": "zh-Hant", "zh_hans": "zh-Hans"}):
    """An entity with its label."""

    id: Id
    en: str
    zh_hant: str
    zh_hans: str


class TargetFigureShape(Value, frozen=True):
    """A leading figure of the indicator; `disputed`: publishers differ on it in substance."""

    period: str
    end: Date
    disputed: bool


class TargetIntervalShape(Shape, frozen=True):
    """Where the value of the target's year will lie with probability `level`."""

    level: float
    low: float
    high: float


class TargetNeedsShape(Shape, frozen=True, rename={"publisher": "from"}):
    """What would have to be published to tell, and by whom."""

    what: Label
    publisher: TargetNameShape


class TargetNearShape(Shape, frozen=True):
    """The nearest indicator on record, and why its figures are not held against the target."""

    indicator: IndicatorId
    label: Label
    about: Id
    figure: TargetFigureShape
    differs: Label


class TargetShape(Shape, frozen=True):
    """A target and its verdict. `rests_on` are the records behind the verdict, `evidence` those
    behind the target itself."""

    id: Id
    label: Label
    by: TargetNameShape | None
    value: Annotated[float | None, Meta(description="In `unit`, or as written where that is null.")]
    unit: Unit | None
    written: Annotated[str | None, Meta(description="The unit as its source has it.")]
    due: Date | None
    set_on: Date | None
    note: str | None
    needs: Annotated[
        TargetNeedsShape | None, Meta(description="Null where the record can tell, or nobody said.")
    ]
    near: TargetNearShape | None
    verdict: Annotated[str, Meta(description="As in the vocabulary target_verdict.")]
    reason: Annotated[str, Meta(description="As in the vocabulary target_reason.")]
    indicator: IndicatorId | None
    measure: Annotated[Label | None, Meta(description="The indicator's label.")]
    about: Id | None
    about_label: TargetNameShape | None
    milestone: Annotated[Date | None, Meta(description="Date of the milestone it is told by.")]
    latest: Annotated[TargetFigureShape | None, Meta(description="The figure held against it.")]
    reached: Annotated[TargetFigureShape | None, Meta(description="The first that reached it.")]
    baseline: Annotated[TargetFigureShape | None, Meta(description="Where the line begins.")]
    against: Annotated[
        TargetFigureShape | None, Meta(description="Another publisher's figure, short of it.")
    ]
    expected: Annotated[float | None, Meta(description="On the line, at the latest figure.")]
    year: Annotated[int | None, Meta(description="The year that is forecast.")]
    interval: TargetIntervalShape | None
    evidence: tuple[Evidence, ...]
    rests_on: tuple[Evidence, ...]


class TargetsAnswer(Shape, frozen=True):
    """Every target on record, by verdict; `counts` has every verdict."""

    as_of: Date
    level: Annotated[float, Meta(description="Of the interval that decides.")]
    counts: dict[str, int]
    targets: tuple[TargetShape, ...]


async def targets(request: ApiRequest) -> ASGIResponse:
    """Every target held against what was measured since, with a verdict and its reason."""
    now = observatory_of(request)
    return reply(request, now, now.document("targets", "targets") or b"{}")


ROUTES: tuple[tuple[str, Any, type, str], ...] = (("/targets", targets, TargetsAnswer, "views"),)
