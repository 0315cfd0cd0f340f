"""How the routes that are sent something are declared, and which they are."""

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.response.base import ASGIResponse

from lionrock.serve.api import asking, trusted
from lionrock.serve.api.answers import Problem, Route
from lionrock.serve.api.reply import PREFIX, PROBLEM, closed_preflight, preflight_of

_LARGEST = 1 << 20  # bytes of a request: the longest text, escaped letter by letter
_SENT = {400: "The question is wrong.", 413: "The text is too long."}
_GUARDED = {401: "The token is missing or wrong.", 403: "This server takes none such from here."}
_FAILS = {500: "The server failed."}


def listed() -> tuple[Route, ...]:
    """What the index says of them."""
    every = [
        *((one, "POST") for one in (*asking.ROUTES, *trusted.SENT)),
        *((one, "GET") for one in trusted.READ),
    ]
    return tuple(
        Route(PREFIX + path, _first_line(handler), method) for (path, handler, *_), method in every
    )


def handlers() -> list[HTTPRouteHandler]:
    """The routes; those that only read a text with the preflight that lets any page ask."""
    faults = _SENT | _FAILS
    made: list[HTTPRouteHandler] = []
    for path, handler, shape, tag in asking.ROUTES:
        made += (_options(path, _preflight), _post(path, handler, tag, _said(shape, faults)))
    for path, handler, shape, tag in trusted.SENT:
        answers = _said(shape, faults | _GUARDED | trusted.FAULTS)
        made += (_options(path, closed_preflight), _post(path, handler, tag, answers))
    for path, handler, shape, tag in trusted.READ:
        answers = _said(shape, _FAILS | _GUARDED | {400: "A parameter is wrong."})
        made += (_options(path, closed_preflight), get(
            path, operation_id=handler.__name__, summary=_first_line(handler), tags=[tag],
            responses=answers, sync_to_thread=True,
        )(handler))  # fmt: skip
    return made


def _post(path: str, handler: Any, tag: str, answers: dict[int, ResponseSpec]) -> HTTPRouteHandler:
    made: HTTPRouteHandler = post(
        path, operation_id=handler.__name__, summary=_first_line(handler), tags=[tag],
        responses=answers, status_code=200, request_max_body_size=_LARGEST,
    )(handler)  # fmt: skip
    return made


def _options(path: str, handler: Any) -> HTTPRouteHandler:
    made = HTTPRouteHandler(
        path, http_method="OPTIONS", include_in_schema=False, sync_to_thread=False
    )
    return made(handler)


def _said(shape: type, faults: Mapping[int, str]) -> dict[int, ResponseSpec]:
    answers = {200: ResponseSpec(shape, generate_examples=False, description="The answer.")}
    for status, fault in sorted(faults.items()):
        answers[status] = ResponseSpec(
            Problem, generate_examples=False, description=fault, media_type=PROBLEM
        )
    return answers


def _preflight() -> ASGIResponse:
    return preflight_of("POST, OPTIONS", "Content-Type")


def _first_line(handler: Any) -> str:
    return (handler.__doc__ or "").split("\n")[0]
