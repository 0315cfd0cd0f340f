"""How the API answers: ready bytes with a tag, or a problem that says what to do."""

import hashlib
import logging
import re
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.response.base import ASGIResponse
from litestar.types import HTTPScope

from lionrock import __version__
from lionrock.answer.observatory import Live, Observatory
from lionrock.serve.api.answers import Problem, WrongParameter
from lionrock.serve.encoding import matches

ApiRequest = Request[Any, Any, State]

PREFIX = "/api"
JSON = "application/json"
PROBLEM = "application/problem+json"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_log = logging.getLogger("lionrock.serve")
_OPEN = {
    "access-control-allow-origin": "*",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
TAKING_POST = frozenset(
    f"{PREFIX}/{path}" for path in ("check", "read", "check/address", "review/judge", "review/undo")
)
_IF_NONE_MATCH = b"if-none-match"
_EXPOSED = "ETag, Link, Lionrock-Build"
_FRESH = [
    (name.encode(), value.encode())
    for name, value in (
        _OPEN
        | {
            "access-control-expose-headers": _EXPOSED,
            "cache-control": "public, max-age=60",
            "link": f'<{LICENCE}>; rel="license"',
            "vary": "Accept-Encoding",
        }
    ).items()
]
_PREFLIGHT = _OPEN | {
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "If-None-Match",
    "access-control-max-age": "86400",
    "allow": "GET, HEAD, OPTIONS",
}
_DESCRIBED = f"{PREFIX}/openapi.json describes every parameter."
_MISSING = re.compile(r"Missing required query parameter '(\w+)'")  # the framework's own words
_ADVICE = {
    404: f"There is no such address; {PREFIX}/ lists what there is.",
    405: f"Use the methods that Allow names; {PREFIX}/ lists which routes take POST.",
    413: "The body is larger than 1 MiB; send a text of at most 60,000 characters.",
    500: "The server failed on this request and has logged why. If it happens again, report "
    "the address and the time.",
}


class Wrong(HTTPException):
    """A request that cannot be answered: `detail` says why and what to do instead."""

    def __init__(self, status: HTTPStatus, detail: str, parameter: str | None = None) -> None:
        extra = [{"key": parameter, "message": detail}] if parameter else None
        super().__init__(detail=detail, status_code=status, extra=extra)


def observatory_of(request: ApiRequest) -> Observatory:
    """The observatory that this server answers from now."""
    live: Live = request.app.state.live
    return live.now()


def reply(request: ApiRequest, observatory: Observatory, body: bytes) -> ASGIResponse:
    """Answer with JSON bytes, or with 304 where the client has them already.

    The tag is the build's id and a digest of the address: within a build, an address always
    gives the same bytes.
    """
    scope = request.scope
    path = scope["path"].encode("utf-8", "surrogatepass")
    tag = _tag(observatory.build_id, path, scope["query_string"])
    head = [*_FRESH, (b"etag", tag.encode()), (b"lionrock-build", observatory.build_id.encode())]
    if matches(_known(scope), tag):
        answer = ASGIResponse(status_code=304)
    elif scope["method"] == "HEAD":
        answer = ASGIResponse(is_head_response=True)
        head += [(b"content-type", JSON.encode()), (b"content-length", str(len(body)).encode())]
    else:
        answer = ASGIResponse(body=body, media_type=JSON)
    answer.headers.headers.extend(head)  # added one by one they cost more than reading the body
    return answer


def moved(observatory: Observatory, address: str) -> ASGIResponse:
    """Lead to where an entity is found now; not for ever, since a merge may be taken back."""
    answer = ASGIResponse(status_code=301)
    build = (b"lionrock-build", observatory.build_id.encode())
    answer.headers.headers.extend([*_FRESH, build, (b"location", address.encode())])
    return answer


@lru_cache(maxsize=4096)
def _tag(build_id: str, path: bytes, query: bytes) -> str:
    asked = b"?".join((__version__.encode(), path, query))
    return f'"{build_id}.{hashlib.blake2s(asked, digest_size=6).hexdigest()}"'


def _known(scope: HTTPScope) -> str:
    """The If-None-Match header; read here because parsing every header costs more than all else."""
    return next((v.decode("latin-1") for name, v in scope["headers"] if name == _IF_NONE_MATCH), "")


def preflight() -> ASGIResponse:
    """Tell a browser that any page may read this API."""
    return ASGIResponse(status_code=204, headers=_PREFLIGHT)


def preflight_of(methods: str, headers: str) -> ASGIResponse:
    """Tell a browser which methods, with which headers, any page may use here."""
    allowed = {"access-control-allow-methods": methods, "access-control-allow-headers": headers}
    return ASGIResponse(status_code=204, headers=_PREFLIGHT | allowed | {"allow": methods})


def unkept(observatory: Observatory, body: bytes) -> ASGIResponse:
    """Answer a text that was sent: nobody keeps the answer."""
    told = {"cache-control": "no-store", "lionrock-build": observatory.build_id,
            "access-control-expose-headers": "Lionrock-Build"}  # fmt: skip
    return ASGIResponse(body=body, media_type=JSON, headers=_OPEN | told)


async def as_it_is(answer: Any) -> Any:
    """Leave an answer alone: its headers are whole, and adding the site's would cost as much as
    finding it."""
    return answer


def closed(observatory: Observatory, body: bytes) -> ASGIResponse:
    """Answer who was trusted: no page of another site may read it, and nobody keeps it."""
    own = {name: value for name, value in _OPEN.items() if not name.startswith("access-control")}
    told = {"cache-control": "no-store", "lionrock-build": observatory.build_id}
    return ASGIResponse(body=body, media_type=JSON, headers=own | told)


def closed_preflight() -> ASGIResponse:
    """Tell a browser nothing that would let another site's page ask."""
    return ASGIResponse(status_code=204, headers={"cache-control": "no-store"})


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """An error as application/problem+json (RFC 9457); never a traceback.

    For HTTPException of any kind, and for whatever else is raised, which is logged.
    """
    if isinstance(error, UnicodeDecodeError):  # the framework decodes a body without a net
        error = Wrong(HTTPStatus.BAD_REQUEST, "the body is not UTF-8; send JSON in UTF-8")
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    named = status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
    parameters = _wrong_parameters(error) if named else ()
    body = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_detail(error, status, parameters),
        parameters=parameters,
    )
    headers = {**_OPEN, "cache-control": "no-store"}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        asked = request.url.path.rstrip("/") in TAKING_POST
        headers["allow"] = "POST, OPTIONS" if asked else _PREFLIGHT["allow"]
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    encoded = msgspec.json.encode(body)
    if request.method == "HEAD":
        headers["content-length"] = str(len(encoded))
        encoded = b""
    return Response(encoded, status_code=status, headers=headers, media_type=PROBLEM)


def _detail(error: Exception, status: int, parameters: tuple[WrongParameter, ...]) -> str:
    if isinstance(error, Wrong):
        return error.detail
    if parameters:
        said = "; ".join(f"{one.name}: {one.detail}" for one in parameters)
        return f"{said}. {_DESCRIBED}"
    return _ADVICE.get(status, f"See {PREFIX}/openapi.json for what can be asked.")


def _wrong_parameters(error: Exception) -> tuple[WrongParameter, ...]:
    """What the framework, or a handler, found wrong with parameters, by name."""
    missing = _MISSING.match(error.detail) if isinstance(error, HTTPException) else None
    if missing:
        return (WrongParameter(missing[1], "missing; add it to the address"),)
    extra = error.extra if isinstance(error, HTTPException) else None
    found = [one for one in extra if isinstance(one, dict)] if isinstance(extra, list) else []
    return tuple(
        WrongParameter(str(one.get("key", "?")), str(one.get("message", "not understood")))
        for one in found
    )


def quoted(text: str) -> str:
    """A text as part of an address that an error message advises."""
    return quote(text[:80], safe="")
