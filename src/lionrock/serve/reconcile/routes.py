"""The addresses of the service, and what each answers."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from litestar import Response, Router
from litestar.concurrency import sync_to_thread
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from lionrock.model.text import LANGUAGES
from lionrock.serve.api.reply import Wrong
from lionrock.serve.reconcile import messages, preview, properties, suggest
from lionrock.serve.reconcile.candidates import Reconciler
from lionrock.serve.reconcile.extend import Extender
from lionrock.serve.reconcile.manifest import draft, manifest
from lionrock.serve.reconcile.reply import (
    DRAFT_PATH,
    PREFIX,
    SEVERAL,
    Asked,
    Endpoint,
    preflight,
    problem,
)
from lionrock.serve.reconcile.shapes import candidate, draft_candidates
from lionrock.serve.reconcile.things import Thing

Answer = Response[bytes]
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def endpoint(request: Asked) -> Answer:
    """The manifest; for `queries` or `extend` in the address (version 0.2) what they ask."""
    at = Endpoint(request)
    asked = {name: request.query_params.get(name) for name in ("queries", "extend")}
    if at.is_draft or not any(asked.values()):
        shown = draft if at.is_draft else manifest
        return at.json(request, shown(at.root, at.base, at.lang))
    return _asked(request, at, asked)


async def submit(request: Asked) -> Answer:
    """Queries or a data extension query of version 0.2, as a form."""
    at = Endpoint(request)
    if at.is_draft:
        detail = f"version {DRAFT_PATH} takes queries at {at.base}/match"
        raise Wrong(HTTPStatus.METHOD_NOT_ALLOWED, detail)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FORMS:
        detail = f"the body is {kind[:60] or 'of no type'}; send a form ({_FORMS[0]})"
        raise Wrong(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    form = await request.form()
    asked = {name: form.get(name) for name in ("queries", "extend")}
    texts = {name: text for name, text in asked.items() if isinstance(text, str)}
    return await sync_to_thread(_asked, request, at, texts)


def _asked(request: Asked, at: Endpoint, asked: dict[str, Any]) -> Answer:
    if asked.get("extend"):
        wanted = messages.read_extension(asked["extend"])
        extender = Extender(at.observatory, at.lang, at.root, tagged=False)
        body = {"meta": extender.meta(wanted), "rows": dict(extender.rows(wanted))}
        return at.json(request, body)
    if not asked.get("queries"):
        detail = "the form has neither `queries` nor `extend`; give one of them"
        raise Wrong(HTTPStatus.BAD_REQUEST, detail, "queries")
    batch = messages.read_batch(asked["queries"])
    answers = _reconciler(at).answer(list(batch.values()))
    results = {
        key: {"result": [candidate(one, at.lang, at.observatory) for one in found]}
        for key, found in zip(batch, answers, strict=True)
    }
    return at.json(request, results)


async def match(request: Asked) -> Answer:
    """A batch of queries of version 1.0-draft."""
    at = Endpoint(request)
    body = await request.body()
    return await sync_to_thread(_matched, request, at, body)


def _matched(request: Asked, at: Endpoint, body: bytes) -> Answer:
    queries = messages.read_draft(body)
    answers = _reconciler(at).answer(queries)
    results = [
        {"candidates": list(draft_candidates(f, at.lang, at.observatory, at.is_multilingual))}
        for f in answers
    ]
    return at.json(request, {"results": results})


def _reconciler(at: Endpoint) -> Reconciler:
    return Reconciler(at.observatory, at.observatory.matcher())


async def extend(request: Asked) -> Answer:
    """A data extension query of version 1.0-draft."""
    at = Endpoint(request)
    body = await request.body()
    return await sync_to_thread(_extended, request, at, body)


def _extended(request: Asked, at: Endpoint, body: bytes) -> Answer:
    wanted = messages.read_extension(body)
    extender = Extender(at.observatory, at.lang, at.root, tagged=True)
    rows = [
        {"id": id_, "properties": [{"id": prop, "values": v} for prop, v in values.items()]}
        for id_, values in extender.rows(wanted)
    ]
    return at.json(request, {"meta": extender.meta(wanted), "rows": rows})


def propose(request: Asked) -> Answer:
    """The properties that can be fetched for a type."""
    at = Endpoint(request)
    type_ = request.query_params.get("type", "")[: messages.MAX_NAME]
    limit = messages.whole(request.query_params, "limit", 0, messages.MAX_NAME)
    found = properties.offered(suggest.kind_of(type_), at.lang, at.observatory)
    listed = [{"id": one.id, "name": one.name} for one in found[: limit or None]]
    body: dict[str, Any] = {"properties": listed, "type": type_}
    return at.json(request, body | {"limit": limit} if limit else body)


def suggested(request: Asked) -> Answer:
    """Entities, types or properties that fit what is being typed."""
    at = Endpoint(request)
    asked = request.query_params
    prefix = asked.get("prefix", "")
    limit = messages.whole(asked, "limit", suggest.DEFAULT_LIMIT, suggest.MAX_LIMIT)
    skip = messages.whole(asked, "offset" if "offset" in asked else "cursor", 0, suggest.MAX_SKIP)
    what = request.url.path.rpartition("/")[2]
    if what == "entity":
        types = tuple(filter(None, asked.getall("type", [])))[: messages.MAX_VALUES]
        found = suggest.entities(at.observatory, prefix, types, skip + limit)
        listed = [suggest.shown_entity(one, at.lang) for one in found[skip:]]
    elif what == "type":
        listed = _window(suggest.shown_types(prefix, at.lang), asked, prefix, skip, limit)
    else:
        fitting = suggest.shown_properties(at.observatory, prefix, asked.get("type", ""), at.lang)
        listed = _window(fitting, asked, prefix, skip, limit)
    return at.json(request, {"result": listed})


def flyout(request: Asked) -> Answer:
    """A few words about a suggestion (version 0.2)."""
    at = Endpoint(request)
    id_ = request.query_params.get("id", "")
    what = request.url.path.rpartition("/")[2]
    text = preview.flyout(at.observatory, what, id_, at.lang)
    if text is None:
        raise Wrong(HTTPStatus.NOT_FOUND, f"no {what} has the id {id_[:80]!r}", "id")
    return at.json(request, {"id": id_, "html": text})


def previewed(request: Asked) -> Answer:
    """An entity in a few lines of HTML, for a frame."""
    at = Endpoint(request)
    id_ = request.query_params.get("id", "")
    thing = Thing.of(at.observatory, id_)
    if thing is None:
        raise Wrong(HTTPStatus.NOT_FOUND, f"no entity has the id {id_[:80]!r}", "id")
    return at.html(preview.card(at.observatory, thing, at.lang, at.root))


def feature(request: Asked) -> Answer:
    """What the features of candidates say, as HTML."""
    at = Endpoint(request)
    return at.html(preview.features(at.lang))


_GET = (
    ("", endpoint), ("/suggest/entity", suggested), ("/suggest/type", suggested),
    ("/suggest/property", suggested), ("/flyout/entity", flyout), ("/flyout/type", flyout),
    ("/flyout/property", flyout), ("/preview", previewed), ("/feature", feature),
    ("/extend/propose", propose),
)  # fmt: skip
_POST = (("", submit), ("/match", match), ("/extend", extend))


def _bases() -> list[str]:
    languages = ["", *(f"/{lang}" for lang in LANGUAGES)]
    return [*languages, *(f"{lang}/{DRAFT_PATH}" for lang in (*languages, f"/{SEVERAL}"))]


def _handlers() -> Iterator[HTTPRouteHandler]:
    for base in _bases():
        # OPTIONS comes first: a route without it is given the framework's own, for good.
        for path in dict.fromkeys(path for path, _ in (*_GET, *_POST)):
            yield _handler(base + path, ["OPTIONS"], False)(preflight)
        for path, answer in _GET:
            yield _handler(base + path, ["GET", "HEAD"], True)(answer)
        for path, submitted in _POST:
            yield _handler(base + path, ["POST"], None)(submitted)


def _handler(
    path: str, methods: list[Any], waits: bool | None
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    return HTTPRouteHandler(
        path or "/",
        http_method=methods,
        status_code=200,
        include_in_schema=False,
        sync_to_thread=waits,
    )


def _window(
    found: list[suggest.Shown], asked: Any, prefix: str, skip: int, limit: int
) -> list[suggest.Shown]:
    """The part of a list that is asked for: all of it where nothing is typed and no limit set."""
    if "limit" not in asked and not prefix.strip():
        return found[skip:]
    return found[skip : skip + limit]


handlers: list[Router] = [
    Router(
        PREFIX,
        route_handlers=list(_handlers()),
        request_max_body_size=messages.MAX_BODY,
        exception_handlers={HTTPException: problem, Exception: problem},
    )
]
