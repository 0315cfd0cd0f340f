"""Which file of a published site stands for an address of the served one; pure."""

import re
from collections.abc import Callable
from hashlib import blake2s
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import msgspec

from lionrock.model.text import LANGUAGES

NOTHING_CHANGED = "since=2200-12-31"
"""What is asked for where nothing has changed: the one page that says so."""

_SAFE = re.compile(r"[\w-][\w.-]{0,149}")
_PLAIN = frozenset((
    "about", "audit", "forecasts", "index-method", "indicators", "research-method", "search",
    "targets", "ties", "works",
))  # fmt: skip
_API = re.compile(r"/api(?:/(forecasts|home|schema|sources|openapi\.json))?/?")
_API_ITEM = re.compile(r"/api/(entities|facets|indicators)(?:/([^/]+))?")


class File(msgspec.Struct, frozen=True):
    """A file by its path from the root of the site, and what an address adds to it: a query that
    the page itself reads, and the address the served site gives the same page under."""

    path: str
    query: str = ""
    asks: str = ""


class Addresses(msgspec.Struct, frozen=True):
    """What addresses become. `changed` are the entities that any change is on record of; `feeds`
    whether the site has feeds: they need to know where they will lie."""

    changed: frozenset[str] = frozenset()
    feeds: bool = False

    def file(self, address: str) -> File | None:
        """The file for a path with its query; None for what only a server can answer."""
        parts = urlsplit(address)
        path, asked = parts.path, dict(parse_qsl(parts.query))
        if path == "/":
            return File("index.html", asks="/")
        if path.startswith("/static/"):
            return File(path[1:], asks=path)
        if path.startswith("/api"):
            return None if asked else _of_api(path)
        lang, _, rest = path[1:].partition("/")
        if lang not in LANGUAGES:
            return None
        steps = [unquote(step) for step in rest.split("/") if step]
        made: Callable[..., File | None] | None = _OF.get(steps[0] if steps else "")
        found = made(self, steps, asked) if made else _plain(steps, asked)
        return None if found is None else _of_language(lang, path, found)


def _of_language(lang: str, path: str, file: File) -> File:
    asks = path if not file.asks else f"{path}?{file.asks}"
    return File(f"{lang}/{file.path}", file.query, asks)


def _plain(steps: list[str], asked: dict[str, str]) -> File | None:
    if not steps:
        return File("index.html")
    if len(steps) > 1 or steps[0] not in _PLAIN or (asked and steps[0] != "search"):
        return None
    return File(f"{steps[0]}.html", urlencode(asked))


def _facet(addresses: Addresses, steps: list[str], asked: dict[str, str]) -> File | None:
    name = [safe(step) for step in steps]
    if len(steps) == 2:
        table = asked.get("table")
        if table is None:
            return File("/".join(name) + ".html")
        where = {key: value for key, value in asked.items() if key.startswith("where.") and value}
        path = "/".join((*name, safe(table))) + ".html"
        return File(path, urlencode(where), urlencode({"table": table}))
    path = "/".join(name)
    return File(path if steps[-1].endswith((".csv", ".json")) else f"{path}.html")


def _paged(addresses: Addresses, steps: list[str], asked: dict[str, str]) -> File | None:
    """Pages of an entity or indicator, its sections, its values."""
    path = "/".join(safe(step) for step in steps)
    if path.endswith(".csv"):
        return File(path)
    number = asked.get("page", "1")
    if number == "1" or not number.isdigit():
        return File(f"{path}.html")
    return File(f"{path}.{safe(number)}.html", asks=urlencode({"page": number}))


def _chart(addresses: Addresses, steps: list[str], asked: dict[str, str]) -> File | None:
    chosen = [(key, asked[key]) for key in ("w", "c") if key in asked]
    name = safe(steps[-1].removesuffix(".svg"))
    path = ".".join((name, *(safe(value) for _, value in chosen), "svg"))
    return File(f"chart/{path}", asks=urlencode(chosen))


def _changes(addresses: Addresses, steps: list[str], asked: dict[str, str]) -> File | None:
    form = steps[0].removeprefix("changes") or ".html"
    if form != ".html" and not addresses.feeds:
        return None
    if asked.keys() - {"entity", "facet", "page"} or len(steps) > 1:
        return File("changes/none.html") if asked.get("since") == "2200-12-31" else None
    named = [(key, asked[key]) for key in ("entity", "facet") if asked.get(key)]
    if asked.get("entity") and asked["entity"] not in addresses.changed:
        if form == ".html":
            return File("changes/none.html", asks=NOTHING_CHANGED)
        return None
    path = "/".join(("changes", *(f"{key}/{safe(value)}" for key, value in named)))
    number = asked.get("page", "1")
    if number != "1" and number.isdigit():
        named, path = [*named, ("page", number)], f"{path}.{safe(number)}"
    return File(f"{path}{form}", asks=urlencode(named))


def _of_api(path: str) -> File | None:
    if single := _API.fullmatch(path):
        name = (single[1] or "index").removesuffix(".json")
        return File(f"api/{name}.json", asks=path if single[1] else "/api/")
    if item := _API_ITEM.fullmatch(path):
        name = f"{item[1]}/{safe(unquote(item[2]))}" if item[2] else item[1]
        return None if path == "/api/entities" else File(f"api/{name}.json", asks=path)
    return None


def safe(step: str) -> str:
    """A step of a path as the name of a file: whatever was sent, it leads to no other folder."""
    if _SAFE.fullmatch(step):
        return step
    return f"x-{blake2s(step.encode('utf-8', 'surrogatepass'), digest_size=10).hexdigest()}"


_OF: dict[str, Callable[..., File | None]] = {
    "facet": _facet,
    "entity": _paged,
    "indicator": _paged,
    "chart": _chart,
    "changes": _changes,
    "changes.atom": _changes,
    "changes.json": _changes,
}
