"""The application: pages, API, files; strict headers; errors in the reader's language."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException, SerializationException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router

from lionrock.answer.observatory import Live
from lionrock.serve import (
    api,
    as_of,
    audit,
    boards,
    changes,
    checking,
    downloads,
    feeds,
    finding,
    forecasts,
    outlook,
    pages,
    reconcile,
    research,
    reviewing,
    unknown,
)
from lionrock.serve.charts import Drawer
from lionrock.serve.encoding import Encoded
from lionrock.serve.guard import Guard
from lionrock.serve.kept import Answers, Bodies, Kept, Packed, remembered
from lionrock.serve.render import HTML, Page
from lionrock.serve.words import preferred

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "vary": "Accept-Encoding",
}
# What these show hangs on nothing but the build, the day and the address.
_REMEMBERED = (
    pages.home, pages.facet, pages.entity, pages.entity_section, pages.indicators, pages.indicator,
    pages.search, boards.board_page, outlook.targets, outlook.composite, forecasts.outlook,
    research.works, research.ties, research.method,
)  # fmt: skip
_EXPLAINED = frozenset((400, 404, 405))
_log = logging.getLogger("lionrock.serve")


class Asked(Request[Any, Any, State]):
    """A request whose body may be nested more deeply than can be read: a fault of who sent it."""

    async def json(self) -> Any:
        """The body, decoded; SerializationException, which is answered with 400, if it is none."""
        try:
            return await super().json()
        except RecursionError:
            raise SerializationException("the body is nested too deeply to be read") from None


def create_app(live: Live, published: bool = False, guard: Guard | None = None) -> Litestar:
    """The site and the API over the newest build of a home.

    `published`: pages as they are written to files, for a site without a server. `guard` decides
    who may have an address fetched or a judgement written; by default who sits at this machine.
    """
    static = create_static_files_router(
        path="/static",
        directories=[Path(str(files("lionrock.serve").joinpath("static")))],
        include_in_schema=False,
        cache_control=None,
    )
    kept, answers, bodies, packed = Kept(), Answers(), Bodies(), Packed()
    live.followers += [one.forget for one in (kept, answers, bodies, packed)]
    encoded: Any = Encoded  # plain ASGI: the framework's own types of messages are narrower
    return Litestar(
        route_handlers=[*_pages(), *api.handlers, *reconcile.handlers, static],
        state=State(
            {
                "live": live,
                "drawer": Drawer(),
                "kept": kept,
                "answers": answers,
                "bodies": bodies,
                "published": published,
                "guard": guard or Guard(),
            }
        ),
        openapi_config=api.openapi_config,
        request_class=Asked,
        exception_handlers={HTTPException: on_error, Exception: on_error},
        middleware=[DefineMiddleware(encoded, kept=packed)],
        after_request=_secured,
        logging_config=None,
    )


def _pages() -> Iterator[HTTPRouteHandler]:
    """A handler a page; for HEAD the framework leaves the body out."""
    listed = (
        pages, downloads, boards, research, unknown, finding, outlook, forecasts, audit, changes,
        feeds, as_of,
    )  # fmt: skip
    for path, function in (route for module in listed for route in module.ROUTES):
        made = HTTPRouteHandler(
            path, http_method=["GET", "HEAD"], include_in_schema=False, sync_to_thread=True
        )
        yield made(remembered(function) if function in _REMEMBERED else function)
    for path, sent in ((checking.PATH, checking.page), (reviewing.PATH, reviewing.page)):
        yield HTTPRouteHandler(
            path, http_method=["GET", "HEAD", "POST"], include_in_schema=False, status_code=200
        )(sent)


async def _secured(response: Any) -> Any:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def on_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """An error page in the reader's language; below /api and /reconcile a problem document."""
    if request.url.path.startswith("/api"):
        return api.problem(request, error)
    if request.url.path.startswith("/reconcile"):
        return reconcile.problem(request, error)
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    key = str(status) if status in _EXPLAINED else "404" if status < 500 else "500"
    headers = {**_HEADERS, "cache-control": "no-store"}
    try:
        body = _page(request).html("error.html", status=status, key=key)
    except Exception as second:  # the page of an error may meet the same error
        _log.error("no page for the error either", exc_info=second)
        return Response(f"{status}", status_code=status, headers=headers, media_type="text/plain")
    return Response(body, status_code=status, headers=headers, media_type=HTML)


def _page(request: Request[Any, Any, Any]) -> Page:
    try:
        page = Page.of(request)
    except ValueError:
        lang = preferred(request.headers.get("accept-language", ""))
        page = Page(lang, "", request.app.state.live.now())
    page.path = ""
    return page
