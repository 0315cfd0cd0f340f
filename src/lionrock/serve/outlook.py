"""The pages of what lies ahead: targets held against what was measured."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.observatory import Document
from lionrock.derive.trajectory import VERDICTS
from lionrock.model.schema import schema
from lionrock.serve.render import Page, PageRequest


def targets(request: PageRequest) -> Response[bytes]:
    """Every target by its verdict, with the figures that rests on."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    return page.answer(request, "targets.html", **board(page.observatory.targets()))


def board(found: Document) -> dict[str, Any]:
    """Targets by verdict, in the order in which a reader wants them."""
    listed = found.get("targets", ())
    return {
        "as_of": found.get("as_of", ""),
        "level": round(100 * found.get("level", 0)),
        "groups": [
            (verdict, [one for one in listed if one["verdict"] == verdict]) for verdict in VERDICTS
        ],
        "reasons": schema().vocabularies["target_reason"],
    }


ROUTES = (("/{lang:str}/targets", targets),)
"""Addresses and the functions that answer them."""
