"""Writes docs/reference/mcp.md from what the server for agents declares."""

from collections.abc import Mapping
from typing import Any

import anyio

from lionrock.answer.observatory import Live
from lionrock.serve.mcp import make_server
from lionrock.serve.mcp.told import LARGEST
from lionrock.settings import Settings
from tests.policy.reference_texts import page, table

_START = """Agents that start their servers themselves run `lionrock mcp`; most are told so:

```json
{"mcpServers": {"lionrock": {"command": "lionrock", "args": ["mcp"]}}}
```

`lionrock mcp --http` serves others at `http://127.0.0.1:8001/mcp` (streamable HTTP, no sessions).
Every tool only reads, nothing of what is asked is kept."""

_EVERY = f"""`answer`, which refers to `sources` by number; `sources`: `n`, `url`, `publisher`,
`tier`; `again`: the `tool` with its `arguments`, and where there is one the `command` and the
address of the `api` that answer the same; `build`, `gathered`, `licence`, `attribution`. An answer
has at most {LARGEST:,} characters: what would be larger is refused with advice. What goes wrong is
told as an error of the tool that says what to do."""


def mcp_page(settings: Settings) -> str:
    """The tools for agents: what each does and takes, and what every answer has."""
    server = make_server(Live(settings))
    tools = anyio.run(server.list_tools)
    parts = [
        "# Tools for agents (Model Context Protocol)",
        _START,
        "## Every answer",
        _EVERY,
        "## What an agent is told first",
        "\n".join(f"> {line}".rstrip() for line in str(server.instructions).split("\n")),
        "## Tools",
    ]
    for tool in tools:
        text = "\n\n".join(" ".join(p.split()) for p in str(tool.description).split("\n\n"))
        parts += [f"### {tool.name}", text, _arguments(tool.input_schema)]
    return page(*parts)


def _arguments(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", ())
    rows = [
        (f"`{name}`", "required" if name in required else f"default {one.get('default')}",
         _bounds(one), one.get("description", ""))
        for name, one in schema["properties"].items()
    ]  # fmt: skip
    return table(("argument", "", "bounds", "meaning"), rows)


def _bounds(one: Mapping[str, Any]) -> str:
    inner = next((x for x in one.get("anyOf", ()) if x.get("type") != "null"), one)
    told = [", ".join(inner["enum"])] if "enum" in inner else [str(inner.get("type", ""))]
    for word, key in (("from", "minimum"), ("to", "maximum"), ("at most", "maxLength"),
                      ("at most", "maxItems")):  # fmt: skip
        if key in inner:
            told.append(f"{word} {inner[key]:.0f}")
    return " ".join(told)
