"""An example of every route in the description: what is asked, and an answer cut short.

The answers are of the bundled registry, written by `make golden` (tests/serve/test_examples.py)
with one thing of every list; a test asks each again and holds both against the declared shape.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

Asked = dict[str, str | int]

_TEXT = {"text": "HKUST was founded in 1991 in Clear Water Bay.", "published": "2026-11-30"}
_BETWEEN: Asked = {"from": "hkust", "to": "hku"}
ASKED: dict[str, Asked] = {
    "/": {},
    "/home": {},
    "/facets": {},
    "/facets/{id}": {"id": "startups"},
    "/facets/{id}/table": {"id": "startups", "table": "deals", "order": "date", "limit": 1},
    "/facets/{id}/as-of": {"id": "startups", "table": "deals", "day": "2024-06-30", "limit": 1},
    "/facets/{id}/boards/{board}": {"id": "startups", "board": "landscape"},
    "/entities/{id}": {"id": "hkust"},
    "/entities/{id}/as-of": {"id": "hkust", "day": "2024-06-30", "meaning": "valid"},
    "/entities": {"id": "hkust"},
    "/directory": {"kind": "organisation", "limit": 1},
    "/statements": {"subject": "hkust", "prop": "founded", "limit": 1},
    "/indicators": {"facet": "research"},
    "/indicators/{id}": {"id": "unicorns"},
    "/indicators/{id}/as-of": {"id": "unicorns", "day": "2024-06-30", "meaning": "valid"},
    "/indicators/{id}/forecast": {"id": "action_items"},
    "/forecasts": {},
    "/conflicts": {"indicator": "unicorns", "about": "hong-kong", "limit": 1},
    "/targets": {},
    "/index": {},
    "/audit": {},
    "/graph/around/{id}": {"id": "hkust"},
    "/graph/way": _BETWEEN,
    "/graph/path": _BETWEEN,
    "/works": {"about": "hkust", "year": 2024, "limit": 1},
    "/research/method": {},
    "/research/unknown": {"limit": 1},
    "/research/unknown/{id}": {"id": "name-0123456789abcdef"},
    "/find/programmes": {"q": "start-up of two years with five staff"},
    "/find/rules": {"q": "a hospital that uses patient data in a chatbot"},
    "/find/partners": {"q": "robotics in Shenzhen", "of": "hkust"},
    "/changes": {"since": "2026-11", "limit": 1},
    "/search": {"q": "robotics", "kind": "organisation", "limit": 1},
    "/search/as-of": {"q": "robotics", "day": "2024-06-30", "limit": 1},
    "/suggest": {"q": "science park", "limit": 1},
    "/sources": {},
    "/schema": {},
    "/openapi.json": {},
    "/review": {"limit": 1},
}
"""What is asked of each route that is read, its path in it, below the prefix of the API."""

SENT: dict[str, dict[str, str | int]] = {
    "/check": {**_TEXT},
    "/read": {**_TEXT},
    "/check/address": {"url": "https://www.example.org/article.html"},
    "/review/judge": {
        "left": "hku", "right": "hkust", "verdict": "different", "reason": "Two universities.",
        "by": "a reader",
    },
    "/review/undo": {"number": 1, "by": "a reader"},
}  # fmt: skip
"""The body that is sent to each route that takes one."""


@lru_cache(maxsize=1)
def answers() -> dict[str, dict[str, Any]]:
    """The answer of each route as {path: {status, body}}, cut short."""
    text = files("lionrock.serve.api").joinpath("examples.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, dict[str, Any]])


def shown(specification: dict[str, Any], prefix: str) -> None:
    """Put the examples into a description."""
    told = answers()
    for address, item in specification["paths"].items():
        path = address.removeprefix(prefix) or "/"
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                value = ASKED.get(path, {}).get(parameter["name"])
                if value is not None:
                    several = parameter["schema"].get("type") == "array"
                    parameter["example"] = [value] if several else value
            if path in SENT:
                content = operation["requestBody"]["content"]["application/json"]
                content["example"] = SENT[path]
            example = told.get("/check" if path == "/check/address" else path)
            if example is not None:
                content = operation["responses"][str(example["status"])]["content"]
                next(iter(content.values()))["example"] = example["body"]
