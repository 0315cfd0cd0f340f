"""The pages of what lies ahead: targets against what was measured, and the composite index."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.observatory import Document
from lionrock.derive.trajectory import VERDICTS
from lionrock.model.schema import schema
from lionrock.serve.forecasts import told_of
from lionrock.serve.render import Page, PageRequest

_LEVEL = 1  # of forecast.LEVELS: the 80 % interval, which back-tests hold to


def targets(request: PageRequest) -> Response[bytes]:
    """Every target by its verdict, with the figures that rests on."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    return page.answer(request, "targets.html", **board(page.observatory.targets()))


def composite(request: PageRequest) -> Response[bytes]:
    """The composite index: score, bounds, every cell, how far weights and parts decide."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    found = page.observatory.composite()
    if found is None:
        raise NotFoundException
    own = next(one for one in found["places"] if one["id"] == found["of"])
    removed = [
        (part, found["removals"][part["indicator"]])
        for part in found["parts"]
        if found["removals"].get(part["indicator"]) is not None
    ]
    removed.sort(key=lambda pair: -abs(pair[1] - own["total"]["value"]))
    titles = {one["id"]: one["title"] for one in page.observatory.facets()}
    return page.answer(
        request, "composite.html", index=found, own=own, removed=removed, titles=titles
    )


def ahead(page: Page) -> dict[str, Any]:
    """What the outlook's page says of the years to come: every forecast's first year, and what the
    index of the place it is made for comes to."""
    listed, refused, short = told_of(page)
    found = page.observatory.composite()
    own = (
        next((one for one in found["places"] if one["id"] == found["of"]), None) if found else None
    )
    unseen = sum(map(len, refused.values())) + short
    return {"forecasts": listed, "unforecast": unseen, "own": own, "level": _LEVEL}


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


def aims(found: Document, entity: str) -> dict[str, Any]:
    """The targets that an entity is, has set or is measured by, with their verdicts."""
    listed = [
        one
        for one in found.get("targets", ())
        if entity in (one["id"], one["by"]["id"] if one["by"] else None)
        or (one["about"] == entity and one["milestone"])
    ]
    return {
        "as_of": found.get("as_of", ""),
        "level": round(100 * found.get("level", 0)),
        "listed": listed,
    }


ROUTES = (("/{lang:str}/targets", targets), ("/{lang:str}/index-method", composite))
"""Addresses and the functions that answer them."""
