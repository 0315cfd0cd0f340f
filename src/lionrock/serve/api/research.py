"""The routes over bulk records of research: works, ties between bodies, how they are counted."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response.base import ASGIResponse
from msgspec import Meta

from lionrock.answer.method import research_method
from lionrock.answer.ties import find_ties
from lionrock.answer.works import MAX_WORKS, Asked, find_works
from lionrock.model.fields import definition
from lionrock.serve.api.cursor import Turn, begin, onward
from lionrock.serve.api.documents import Day, Id, Label, Next, Shape
from lionrock.serve.api.reply import PREFIX, ApiRequest, Wrong, observatory_of, quoted, reply
from lionrock.serve.api.table import MAX_TEXT

_encode = msgspec.json.encode


class WorkShape(Shape, frozen=True):
    """A work: no authors, but the bodies it was given to and the place it was read from."""

    work: Annotated[str, Meta(description="OpenAlex id: https://openalex.org/{work}.")]
    title: str | None
    year: int
    published: Day | None
    doi: str | None
    type: str | None
    venue: str | None
    topic: Annotated[str | None, Meta(description="OpenAlex's primary topic.")]
    cited_by: int
    snapshot: Annotated[str, Meta(description="SHA-256 of the file it was read from.")]
    row_number: Annotated[int, Meta(description="Line of that file, from 1.")]
    ours: Annotated[tuple[Id, ...], Meta(description="Bodies by our own matching.")]
    openalex: Annotated[tuple[Id, ...], Meta(description="Bodies by OpenAlex's assignment.")]


class WorksAnswer(Shape, frozen=True):
    """The works that figures rest on, the newest first. `loaded` is false when there are none at
    all in this observatory, so that nothing is known."""

    loaded: bool
    total: int
    next: Next
    works: tuple[WorkShape, ...]


class StepShape(Shape, frozen=True):
    """Two bodies that made AI works together, and the most cited of these."""

    source: Id
    target: Id
    works: int
    first_year: int
    last_year: int
    examples: tuple[WorkShape, ...]


class TiesAnswer(Shape, frozen=True):
    """The shortest way between two bodies by works made together; no steps when there is none."""

    loaded: bool
    source: Id
    target: Id
    steps: tuple[StepShape, ...]


class RuleShape(Shape, frozen=True):
    """A field of research as the definition has it."""

    id: str
    label: Label
    reason: str
    topics: Annotated[dict[str, str], Meta(description="OpenAlex topics by id.")]
    venues: tuple[str, ...]
    arxiv: Annotated[tuple[str, ...], Meta(description="Categories it is compared with.")]
    works: int


class BreakShape(Shape, frozen=True):
    """A break in the series: works last updated before it and since do not compare."""

    id: str
    date: Day
    what: Label
    source: str
    before: int
    since: int


class MeasuredShape(Shape, frozen=True):
    """Agreement with arXiv's categories on the works that have both: each measure with the ends of
    its 95 % interval, null where the works cannot measure it."""

    field: str
    works: int
    agreed: int
    ours: int
    theirs: int
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    recall: float | None
    recall_low: float | None
    recall_high: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None


class FileShape(Shape, frozen=True):
    """A bulk file that was read."""

    snapshot: str
    lines: int
    quarantined: int
    newest: str | None


class AsideShape(Shape, frozen=True):
    """Lines that are no work, by reason."""

    reason: str
    lines: int


class TopicShape(Shape, frozen=True):
    """A topic that the definition names, as OpenAlex's taxonomy has it."""

    topic: Annotated[str, Meta(description="OpenAlex id: https://openalex.org/{topic}.")]
    standing: Annotated[str, Meta(description="same, renamed or gone.")]
    called: Annotated[str | None, Meta(description="Its name there; null when it is gone.")]
    subfield: str | None
    field: str | None
    domain: str | None
    keywords: tuple[str, ...]


class TaxonomyShape(Shape, frozen=True):
    """OpenAlex's taxonomy: its topics, its newest update, and those the definition names."""

    topics: int
    newest: str | None
    named: tuple[TopicShape, ...]


class MethodAnswer(Shape, frozen=True):
    """How research is counted. `agreement` is empty when it is not measured, `whole` null when
    no works are loaded, `taxonomy` null when no topics of OpenAlex are."""

    version: int
    changes: tuple[BreakShape, ...]
    types: tuple[str, ...]
    fields: tuple[RuleShape, ...]
    breaks: tuple[BreakShape, ...]
    agreement: tuple[MeasuredShape, ...]
    files: tuple[FileShape, ...]
    quarantined: tuple[AsideShape, ...]
    works: int
    counted: int
    strings: int
    matched: int
    whole: bool | None
    taxonomy: TaxonomyShape | None


def works(
    request: ApiRequest,
    turn: NamedDependency[Turn],
    about: Annotated[
        str | None, QueryParameter(max_length=MAX_TEXT, description="Of this body or place, by id.")
    ] = None,
    field: Annotated[
        str | None, QueryParameter(max_length=MAX_TEXT, description="In this field of research.")
    ] = None,
    year: Annotated[
        int | None, QueryParameter(ge=1000, le=9999, description="Published in this year.")
    ] = None,
    limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_WORKS, description="At most this many.")
    ] = 25,
) -> ASGIResponse:
    """The AI works that figures rest on: of a body or place, a field, a year."""
    known = definition().fields
    if field is not None and field not in known:
        detail = f"no field {field[:80]!r}; known: {', '.join(known)}"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "field")
    now = observatory_of(request)
    offset = begin(request, now, turn)
    found = find_works(now, Asked(about, field, year), limit, offset)
    following = onward(request, now, offset + limit, found.total)
    return reply(request, now, _encode({"next": following, **msgspec.structs.asdict(found)}))


def ties(
    request: ApiRequest,
    source: Annotated[
        str, QueryParameter(name="from", max_length=MAX_TEXT, description="Id of a body.")
    ],
    target: Annotated[
        str, QueryParameter(name="to", max_length=MAX_TEXT, description="Id of another body.")
    ],
) -> ASGIResponse:
    """How two bodies are tied by AI works: the shortest way, with the works that make it."""
    now = observatory_of(request)
    for name, id_ in (("from", source), ("to", target)):
        if now.document("entity", id_) is None:
            advice = f"{PREFIX}/search?q={quoted(id_)} may find it"
            detail = f"no entity has the id {id_[:80]!r}; {advice}"
            raise Wrong(HTTPStatus.NOT_FOUND, detail, name)
    return reply(request, now, _encode(find_ties(now, source, target)))


def method(request: ApiRequest) -> ASGIResponse:
    """How research is counted: fields, what was read, breaks in series, agreement with arXiv."""
    now = observatory_of(request)
    return reply(request, now, _encode(research_method(now)))


ROUTES: tuple[tuple[str, Any, type, str], ...] = (
    ("/works", works, WorksAnswer, "research"),
    ("/graph/path", ties, TiesAnswer, "research"),
    ("/research/method", method, MethodAnswer, "research"),
)
