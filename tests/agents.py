"""Asks the server for agents as its clients do: in this process, over pipes, over HTTP."""

import os
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import anyio
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from lionrock.answer.observatory import Live
from lionrock.serve.mcp import make_server
from lionrock.settings import Settings
from tests.serving import COMMAND, free_port


@cache
def server(home: Path) -> Any:
    return make_server(Live(Settings(home=home)))


@asynccontextmanager
async def inside(home: Path) -> AsyncIterator[Client]:
    async with Client(server(home)) as client:
        yield client


@asynccontextmanager
async def over_pipes(home: Path) -> AsyncIterator[Client]:
    program, *arguments = [*COMMAND, "--home", str(home), "mcp"]
    server = StdioServerParameters(command=program, args=arguments, env=dict(os.environ))
    async with Client(stdio_client(server)) as client:
        yield client


@contextmanager
def listening(home: Path) -> Iterator[str]:
    server = subprocess.Popen(
        [*COMMAND, "--home", str(home), "mcp", "--http", "--port", str(free_port())],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found, "the server did not say where it listens"
        yield found[0]
    finally:
        server.send_signal(signal.SIGTERM)
        _, complaints = server.communicate(timeout=20)
    assert "Traceback" not in complaints


@asynccontextmanager
async def over_http(home: Path) -> AsyncIterator[Client]:
    with listening(home) as address:
        async with Client(address) as client:
            yield client


def asked(home: Path, way: Callable[[Path], Any], ask: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with way(home) as client:
            return await ask(client)

    return anyio.run(run)


def call(home: Path, tool: str, **arguments: Any) -> Any:
    async def ask(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    return asked(home, inside, ask)


def answer(home: Path, tool: str, **arguments: Any) -> dict[str, Any]:
    result = call(home, tool, **arguments)
    assert not result.is_error, result.content[0].text
    told: dict[str, Any] = result.structured_content
    return told


def refusal(home: Path, tool: str, **arguments: Any) -> str:
    result = call(home, tool, **arguments)
    assert result.is_error
    return str(result.content[0].text)
