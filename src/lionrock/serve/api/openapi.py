"""The description of the API at /api/openapi.json; there is no page that loads from elsewhere."""

from typing import Any

from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import License, Tag
from msgspec import Struct

from lionrock import __version__
from lionrock.model.statement import Snapshot
from lionrock.serve.api import (
    answers,
    asking,
    documents,
    facets,
    finding,
    forecasts,
    graph,
    research,
    several,
)
from lionrock.serve.api.documents import Shape
from lionrock.serve.api.reply import LICENCE, PREFIX

openapi_config = OpenAPIConfig(
    title="Lionrock",
    version=__version__,
    summary="An open observatory of Hong Kong's AI ecosystem",
    description=(
        "Every figure leads to its source, conflicts are shown, and null means unknown: never "
        "zero, never no. Texts are UTF-8; labels come in English, 繁體 and 简体. Any page may "
        "read this API (CORS). Answers carry an ETag (If-None-Match gives 304) and the build "
        "they come from (Lionrock-Build). Errors are application/problem+json (RFC 9457). "
        "HEAD is answered wherever GET is. Texts are sent by POST, and nothing of them is "
        "kept. The id of an entity that was merged into another "
        "answers 301 and leads there. Parameters a route does not know are ignored."
    ),
    license=License(name="CC BY 4.0", url=LICENCE),
    tags=[
        Tag(name="views", description="The same documents that the pages show."),
        Tag(name="graph", description="Ties on record, each with the pages it rests on."),
        Tag(name="research", description="Bulk records of research: works and what they tie."),
        Tag(name="search", description="Finding entities and indicators."),
        Tag(name="texts", description="A text of yours: what stands in it, and is it so."),
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
            facets,
            answers,
            graph,
            research,
            several,
            asking,
            forecasts,
            finding,
        )
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, Shape) and one is not Shape
    }


def described(specification: dict[str, Any]) -> dict[str, Any]:
    """Put what each shape means beside it, which the framework leaves out."""
    known = shapes()
    for name, component in specification["components"]["schemas"].items():
        if name in known:
            component["description"] = known[name].__doc__
    return specification
