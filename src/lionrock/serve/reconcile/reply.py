"""How the service answers: JSON that any site may read, or a problem that says what to do."""

import logging
import re
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from lionrock.answer.observatory import Live, Observatory
from lionrock.model.text import LANGUAGES
from lionrock.serve.api.answers import Problem
from lionrock.serve.api.reply import PROBLEM, Wrong
from lionrock.serve.reconcile import preview
from lionrock.serve.words import preferred

Asked = Request[Any, Any, State]

PREFIX, DRAFT_PATH, SEVERAL = "/reconcile", "1.0", "mul"
"""`mul` (several languages) stands where a language stands, for the draft."""

_OPEN = {
    "access-control-allow-origin": "*",
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "no-referrer",
    "vary": "Accept-Language, Accept-Encoding",
    "x-content-type-options": "nosniff",
}
_PREFLIGHT = _OPEN | {
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-allow-headers": "Accept-Language, Content-Type",
    "access-control-max-age": "86400",
    "allow": "GET, HEAD, POST, OPTIONS",
}
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,63}(?:\.[A-Za-z_$][\w$]{0,63}){0,3}", re.ASCII)
_ADVICE = {
    404: f"There is no such address; GET {PREFIX} for the manifest of version 0.2, "
    f"{PREFIX}/{DRAFT_PATH} for that of 1.0-draft.",
    405: "Use GET for the manifest and suggestions, POST for queries and data extension.",
    413: "The request is too large; send the queries in several batches.",
    500: "The server failed on this request and has logged why. If it happens again, report "
    "the address and the time.",
}
_log = logging.getLogger("lionrock.serve")


class Endpoint:
    """Where a request came in: in which language it is answered, in which version, from which
    build, and the addresses that answers refer to."""

    def __init__(self, request: Asked) -> None:
        parts = request.url.path.removeprefix(PREFIX).strip("/").split("/")
        chosen = parts.pop(0) if parts[0] in (*LANGUAGES, SEVERAL) else ""
        self.is_draft = bool(parts) and parts[0] == DRAFT_PATH
        self.is_multilingual = chosen == SEVERAL
        asked = request.query_params.get("lang", "")
        wanted = chosen if chosen in LANGUAGES else asked
        accepted = preferred(request.headers.get("accept-language", ""))
        self.lang = wanted if wanted in LANGUAGES else accepted
        shown = chosen or (asked if asked in LANGUAGES else "")
        own = [PREFIX, *filter(None, [shown, DRAFT_PATH if self.is_draft else ""])]
        self.root = _root(request)
        self.base = self.root + "/".join(own)
        live: Live = request.app.state.live
        self.observatory: Observatory = live.now()

    def json(self, request: Asked, body: Any) -> Response[bytes]:
        """An answer as JSON, or as a call of the function that `callback` names (version 0.2)."""
        encoded = msgspec.json.encode(body)
        headers = {**_OPEN, "content-language": self.lang}
        callback = request.query_params.get("callback")
        if callback is None or self.is_draft or request.method == "POST":
            return Response(encoded, headers=headers, media_type="application/json")
        if not _CALLBACK.fullmatch(callback):
            detail = "callback must be the name of a function: letters, digits, _, $ and dots"
            raise Wrong(HTTPStatus.BAD_REQUEST, detail, "callback")
        called = b"/**/" + callback.encode() + b"(" + encoded + b");"
        return Response(called, headers=headers, media_type="application/javascript")

    def html(self, body: bytes) -> Response[bytes]:
        """A page that any site may frame."""
        headers = {
            **_OPEN,
            "content-language": self.lang,
            "content-security-policy": preview.policy(),
        }
        return Response(body, headers=headers, media_type="text/html")


def _root(request: Asked) -> str:
    """The address of the site as the client reached it; a proxy may have ended its TLS."""
    url = request.base_url
    forwarded = request.headers.get("x-forwarded-proto", "")
    scheme = forwarded if forwarded in ("http", "https") else url.scheme
    return f"{scheme}://{url.netloc}"


def preflight() -> Response[bytes]:
    """Tell a browser that any page may ask this service."""
    return Response(b"", status_code=204, headers=_PREFLIGHT)


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """An error as application/problem+json (RFC 9457) that any site may read."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s", request.method, request.url.path, exc_info=error)
    detail = _ADVICE.get(status, "See the manifest for what can be asked.")
    if isinstance(error, Wrong):
        detail = error.detail
    body = Problem("about:blank", HTTPStatus(status).phrase, status, detail)
    headers = {**_OPEN, "cache-control": "no-store"}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = _PREFLIGHT["allow"]
    encoded = b"" if request.method == "HEAD" else msgspec.json.encode(body)
    return Response(encoded, status_code=status, headers=headers, media_type=PROBLEM)
