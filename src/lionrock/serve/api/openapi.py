"""The description of the API at /api/openapi.json; there is no page that loads from elsewhere."""

from typing import Any

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import License, Tag
from msgspec import Struct

from lionrock import __version__
from lionrock.facets._documents import facets as known_facets
from lionrock.model.fields import definition
from lionrock.model.schema import schema
from lionrock.model.statement import Snapshot
from lionrock.serve.api import (
    answers,
    asking,
    documents,
    examples,
    facets,
    graph,
    indicators,
    several,
    trusted,
)
from lionrock.serve.api.documents import Shape
from lionrock.serve.api.reference import known_kinds
from lionrock.serve.api.reply import LICENCE, PREFIX
from lionrock.serve.api.views import VIEWS

openapi_config = OpenAPIConfig(
    title="Lionrock",
    version=__version__,
    summary="An open observatory of Hong Kong's AI ecosystem",
    description=(
        "Every figure leads to its source, conflicts are shown, and null means unknown: never "
        "zero, never no. Texts are UTF-8; labels come in English, 繁體 and 简体. Any page may "
        "read this API (CORS). Answers carry an ETag (If-None-Match gives 304) and the build "
        "they come from (Lionrock-Build); those of 1 KiB and more are sent as br, zstd or gzip, as "
        "Accept-Encoding likes them, each under a tag of its own. "
        "Errors are application/problem+json (RFC 9457). "
        "HEAD is answered wherever GET is, but for /api/review. Texts are sent by POST, and "
        "nothing of them is kept; routes of the tag trusted fetch or write, and are not for "
        "everybody. The id of an entity that was merged into another answers 301 and leads there. "
        "Lists are gone through by `cursor`, an opaque text that each "
        "answer gives as `next`: those of /api/directory, /api/statements and /api/changes hold in "
        "every later build, the others are of one build and are 410 after it. A list gives at most "
        "what `limit` allows at a time. Parameters a route does not know are ignored. An address "
        "of more than 64 KiB is 414, headers of more than 32 KiB are 431, both in plain text."
    ),
    license=License(name="CC BY 4.0", url=LICENCE),
    tags=[
        Tag(name="views", description="The same documents that the pages show."),
        Tag(name="graph", description="Ties on record, each with the pages it rests on."),
        Tag(name="research", description="Bulk records of research: works and what they tie."),
        Tag(name="search", description="Finding entities and indicators."),
        Tag(name="texts", description="A text of yours: what stands in it, and is it so."),
        Tag(
            name="trusted",
            description="What fetches or writes: for who sits at the server's machine and asks for "
            "it by its own name (127.0.0.1, localhost), and for who sends its token; no page of "
            "another site.",
        ),
        Tag(name="reference", description="What is there, in which words, from which sources."),
    ],
    # The framework's own route, without CORS, HEAD and tags; /api/openapi.json has them.
    path=f"{PREFIX}/openapi",
    render_plugins=(JsonRenderPlugin(path="/"),),
)


def shapes() -> dict[str, type[Struct]]:
    """Every shape of an answer by name."""
    return {Snapshot.__name__: Snapshot} | {
        name: one
        for module in (
            documents,
            indicators,
            facets,
            answers,
            asking,
            trusted,
            *VIEWS,
        )
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Shape) and one is not Shape
    }


_MONTH, _DAY = "(0[1-9]|1[0-2])", "(0[1-9]|1[0-9]|2[0-8])"
_LATE = "((0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_LEAP = "(1600|2000|(1[6-9]|2[01])(0[48]|[2468][048]|[13579][26]))-02-29"
_DATE = f"^((1[6-9][0-9]{{2}}|2[01][0-9]{{2}}|2200)(-{_MONTH}(-{_DAY})?|-{_LATE})?|{_LEAP})$"
"""Just what model.dates reads."""
_DATE_OR_NONE = f"^$|{_DATE}"
"""A field of a form that was left empty says nothing."""


_BODIES = ("Question", "AddressQuestion", "Decision", "TakenBack")


def described(specification: dict[str, Any]) -> dict[str, Any]:
    """Say what the framework leaves out: what each shape means, which values there are."""
    known = shapes()
    components = specification["components"]["schemas"]
    for name, component in components.items():
        if name in known:
            component["description"] = known[name].__doc__
    for question in (components[name] for name in _BODIES if name in components):
        question["additionalProperties"] = False
        if "published" in question["properties"]:
            question["properties"]["published"] |= {
                "oneOf": [{"type": "string", "pattern": _DATE_OR_NONE}, {"type": "null"}]
            }
    schemes = specification["components"].setdefault("securitySchemes", {})
    schemes["token"] = {"type": "http", "scheme": "bearer"}
    for item in specification["paths"].values():
        for operation in item.values():
            if "trusted" in operation["tags"]:
                operation["security"] = [{"token": []}, {}]
    for (path, name), limits in _limits().items():
        for parameter in specification["paths"][PREFIX + path]["get"]["parameters"]:
            if parameter["name"] == name:
                parameter["schema"] = _limited(parameter["schema"], limits)
    examples.shown(specification, PREFIX)
    return specification


def _limits() -> dict[tuple[str, str], dict[str, Any]]:
    """What is checked by hand, or by the framework alone, by route and parameter."""
    types = {"items": {"type": "string", "enum": list(graph.types_known())}}
    return {
        ("/indicators", "facet"): {"enum": [one.id for one in known_facets()]},
        ("/works", "field"): {"enum": list(definition().fields)},
        ("/directory", "kind"): {"enum": list(schema().kinds)},
        ("/statements", "kind"): {"enum": list(schema().kinds)},
        ("/search", "kind"): {"items": {"type": "string", "enum": list(known_kinds())}},
        ("/graph/around/{id}", "type"): types,
        ("/graph/way", "type"): types,
        ("/entities", "id"): {"minItems": 1, "maxItems": several.MAX_ENTITIES},
        ("/find/programmes", "years"): {"minimum": 0, "maximum": 1000},
        ("/find/programmes", "staff"): {"minimum": 1, "maximum": 10_000_000},
        ("/changes", "facet"): {"enum": [one.id for one in known_facets()]},
        ("/changes", "since"): {"pattern": _DATE_OR_NONE},
        ("/entities/{id}/as-of", "day"): {"pattern": _DATE},
        ("/indicators/{id}/as-of", "day"): {"pattern": _DATE},
        ("/facets/{id}/as-of", "day"): {"pattern": _DATE},
        ("/search/as-of", "day"): {"pattern": _DATE},
        ("/graph/around/{id}", "day"): {"pattern": _DATE},
        ("/graph/way", "day"): {"pattern": _DATE},
        ("/search/as-of", "kind"): {"items": {"type": "string", "enum": list(known_kinds())}},
        ("/works", "year"): {"minimum": 1000, "maximum": 9999},
    }


def _limited(schema: dict[str, Any], limits: dict[str, Any]) -> dict[str, Any]:
    """A schema with limits; of a choice between a value and none, those of the value."""
    choice = schema.get("oneOf")
    if choice is None:
        return schema | limits
    made = [one if one.get("type") == "null" else one | limits for one in choice]
    return schema | {"oneOf": made}
