"""What every tool answers: the answer, the pages it rests on, and how to get it again."""

import shlex
from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import msgspec
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from typing_extensions import TypedDict

from lionrock.answer.observatory import Observatory
from lionrock.serve.api.reply import LICENCE, PREFIX

LARGEST = 100_000
"""Characters of an answer, as JSON: more would fill what an agent can keep in mind."""

_PUBLISHERS = {
    lang: f"""SELECT DISTINCT e.url, p.{column}, e.tier FROM evidence e
    JOIN publishers p ON p.id = e.publisher WHERE e.url IN (SELECT unnest(?))"""
    for lang, column in (("en", "en"), ("zh-Hant", "hant"), ("zh-Hans", "hans"))
}


class Page(TypedDict):
    """A page that something rests on; `n` is how the answer refers to it."""

    n: int
    url: str
    publisher: str | None
    tier: str | None


class Again(TypedDict):
    """Calls that give the same answer again, for as long as the build is the same."""

    tool: str
    arguments: dict[str, Any]
    command: str | None
    api: str | None


class Told(TypedDict):
    """An answer. `sources` in it are numbers (n) of `sources` here; null means unknown."""

    answer: dict[str, Any]
    sources: list[Page]
    again: Again
    build: str
    gathered: str
    licence: str
    attribution: str


Answer = Annotated[CallToolResult, Told]


class Sources:
    """The pages of one answer: each gets a number when it is first cited."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._pages: dict[str, Page] = {}

    def page(self, url: str, publisher: str | None = None, tier: str | None = None) -> int:
        """The number of a page."""
        if url not in self._pages:
            number = len(self._pages) + 1
            self._pages[url] = Page(n=number, url=url, publisher=publisher, tier=tier)
        return self._pages[url]["n"]

    def of(self, cited: Iterable[Mapping[str, Any]]) -> list[int]:
        """The numbers of pages as documents cite them: url, tier, and publisher or its name."""
        return [self.page(one["url"], self._publisher(one), one.get("tier")) for one in cited]

    def records(
        self, numbers: Iterable[int], document: Mapping[str, Any], most: int | None = None
    ) -> list[int]:
        """The numbers of the pages that records of a document were seen on: all, or `most`."""
        known = {record["n"]: record for record in document["evidence"]}
        cited = [source for n in numbers if n in known for source in known[n]["sources"]]
        return list(dict.fromkeys(self.of(cited[:most])))

    def listed(self, observatory: Observatory) -> list[Page]:
        """All pages cited, by number, each with its publisher as far as one is on record."""
        bare = [page["url"] for page in self._pages.values() if page["publisher"] is None]
        rows = observatory.query(_PUBLISHERS[self._lang], (bare,)) if bare else []
        for url, publisher, tier in rows:
            page = self._pages[url]
            page["publisher"], page["tier"] = publisher, tier
        return list(self._pages.values())

    def _publisher(self, one: Mapping[str, Any]) -> str | None:
        name = one.get("name")
        return name[self._lang] if isinstance(name, Mapping) else one.get("publisher")


class Call:
    """A call of a tool, and its like on the command line and in the API."""

    def __init__(self, tool: str, **arguments: Any) -> None:
        self.tool = tool
        self.arguments = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in arguments.items()
            if value not in (None, (), [])
        }
        self.command: str | None = None
        self.api: str | None = None

    def like(self, *command: object) -> None:
        """Say which command answers the same."""
        self.command = shlex.join(("lionrock", *map(str, command)))

    def at(self, *path: str, **asked: Any) -> None:
        """Say which address of the API answers the same."""
        query = {name: value for name, value in asked.items() if value not in (None, "", ())}
        address = "/".join((PREFIX, *(quote(part, safe="") for part in path)))
        self.api = f"{address}?{urlencode(query, doseq=True)}" if query else address


def told(observatory: Observatory, call: Call, answer: dict[str, Any], sources: Sources) -> Answer:
    """The answer of a tool; ToolError, which says what to do, when it is too large to be read."""
    body = Told(
        answer=answer,
        sources=sources.listed(observatory),
        again=Again(tool=call.tool, arguments=call.arguments, command=call.command, api=call.api),
        build=observatory.build_id,
        gathered=str(observatory.manifest.gathered),
        licence=LICENCE,
        attribution=f"Lionrock (build {observatory.build_id}), CC BY 4.0",
    )
    encoded = msgspec.json.encode(body)
    text = encoded.decode()
    if len(text) > LARGEST:
        raise ToolError(
            f"the answer has {len(text):,} characters, more than the {LARGEST:,} an answer may "
            "have; ask for less: a smaller limit, one part, fewer names, a shorter text"
        )
    plain = msgspec.json.decode(encoded)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=plain)
