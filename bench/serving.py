"""Serving: `lionrock serve` beside the bare framework that answers ready bytes from memory.

Both run granian with as many workers, on the same cores, in the same run, taking turns; the bare
one is Litestar with one handler that returns the bytes of the same document. Run
`python bench/serving.py` for a Markdown section. Load comes from wrk where it is installed, else
from a small loader of our own over raw sockets, which is slower than the servers' best.
"""

import asyncio
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import lionrock
from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.settings import Settings

GOAL = 0.6
SIZE = 5_000  # bytes of the document that both answer with, as near as there is
ROUNDS, SECONDS, CONNECTIONS = 3, 5, 32
_READY = 30  # seconds a server may take to start
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}

SERVE = "from lionrock.cli import main; import sys; sys.argv[1:1] = ['serve']; main()"
BARE = """
import sys
from pathlib import Path
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar, Response, get

BODY = Path(sys.argv[1]).read_bytes()

@get("/{id:str}")
async def document(id: str) -> Response[bytes]:
    return Response(BODY, media_type="application/json")

def application() -> Litestar:
    return Litestar([document], openapi_config=None, logging_config=None)

if __name__ == "__main__":
    Server("bare:application", factory=True, address="127.0.0.1", port=int(sys.argv[2]),
           interface=Interfaces.ASGI, workers=int(sys.argv[3]), websockets=False,
           log_level=LogLevels.warning, working_dir=Path(__file__).parent).serve()
"""


class Load(NamedTuple):
    """What a server did under load: requests a second, 99th percentile in milliseconds."""

    rate: float
    p99: float


def run() -> str:
    """Measure and return a section of docs/benchmarks.md."""
    with TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        build(Settings(home=home))
        observatory = lionrock.open(home)
        entity, body = _document(observatory)
        ids = [row[0] for row in observatory.query("SELECT id FROM entities ORDER BY id")]
        ours = _free_port()
        with (
            _server([sys.executable, "-c", SERVE], ours, home),
            _bare(Path(scratch), body) as bare,
        ):
            addresses = {
                "Lionrock": (ours, [f"/api/entities/{entity}"]),
                "Lionrock, every entity in turn": (ours, [f"/api/entities/{id_}" for id_ in ids]),
                "Lionrock, not modified (304)": (ours, [f"/api/entities/{entity}"]),
                "bare framework": (bare, ["/document"]),
            }
            tag = _tag(ours, f"/api/entities/{entity}")
            found: dict[str, list[Load]] = {name: [] for name in addresses}
            for _ in range(ROUNDS):
                for name, (port, paths) in addresses.items():
                    known = tag if "304" in name else None
                    found[name].append(_load(port, paths, known, Path(scratch)))
    return _section(found, entity, len(body))


def _document(observatory: Observatory) -> tuple[str, bytes]:
    """The entity whose document is nearest to SIZE."""
    best: tuple[str, bytes] = ("", b"")
    for (id_,) in observatory.query("SELECT id FROM entities ORDER BY id"):
        body = observatory.document("entity", id_) or b""
        if abs(len(body) - SIZE) < abs(len(best[1]) - SIZE):
            best = (id_, body)
    return best


def _section(found: dict[str, list[Load]], entity: str, size: int) -> str:
    middle = {
        name: Load(*(statistics.median(column) for column in zip(*loads, strict=True)))
        for name, loads in found.items()
    }
    bare = middle["bare framework"].rate
    ratio = middle["Lionrock"].rate / bare
    rows = "\n".join(
        f"| {name} | {load.rate:,.0f} | {load.p99:.1f} | {load.rate / bare:.2f}× |"
        for name, load in middle.items()
    )
    verdict = "met" if ratio >= GOAL else "missed"
    loader = "wrk" if shutil.which("wrk") else "our own loader (wrk is not installed)"
    return f"""## Serving: JSON of an entity

`/api/entities/{entity}` ({size:,} bytes) from `lionrock serve`, beside Litestar on granian
answering the same bytes from memory; {_workers()} workers each, {CONNECTIONS} connections,
{loader} on the same {os.cpu_count()} cores, median of {ROUNDS} turns of {SECONDS} s.

| | requests/s | p99 ms | of bare |
| --- | ---: | ---: | ---: |
{rows}

Goal: at least {GOAL}× the bare framework: **{ratio:.2f}×, {verdict}**.
"""


def _workers() -> int:
    return min(os.cpu_count() or 1, 4)  # as serve.run does


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _bare(scratch: Path, body: bytes) -> Iterator[int]:
    """The bare framework, serving `body`."""
    (scratch / "bare.py").write_text(BARE, "utf-8")
    (scratch / "body.json").write_bytes(body)
    port = _free_port()
    command = [sys.executable, str(scratch / "bare.py"), str(scratch / "body.json")]
    with _process([*command, str(port), str(_workers())], port, {"PYTHONPATH": str(scratch)}):
        yield port


@contextmanager
def _server(command: Sequence[str], port: int, home: Path) -> Iterator[None]:
    with _process([*command, "--port", str(port)], port, {"LIONROCK_HOME": str(home)}):
        yield


@contextmanager
def _process(
    command: Sequence[str], port: int, environ: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it listens on `port` when the block begins."""
    process = subprocess.Popen(
        command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + _READY
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no server on port {port}: {' '.join(command)}")
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> bool:
    try:
        return bool(_ask(port, "/api"))
    except OSError:
        return False


def _ask(port: int, path: str, tag: str | None = None) -> bytes:
    """The head of one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(_request(path, tag))
        return connection.recv(65536)


def _request(path: str, tag: str | None) -> bytes:
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{known}\r\n".encode()


def _tag(port: int, path: str) -> str:
    found = re.search(rb"(?i)etag: (\S+)", _ask(port, path))
    if found is None:
        raise RuntimeError(f"no ETag at {path}")
    tag = found[1].decode()
    if b" 304 " not in _ask(port, path, tag).partition(b"\r\n")[0]:
        raise RuntimeError(f"{path} is not told apart from what the client has")
    return tag


def _load(port: int, paths: Sequence[str], tag: str | None, scratch: Path) -> Load:
    """Load a server: with wrk, or with our own loader where there is none."""
    if shutil.which("wrk"):
        return _wrk(port, paths, tag, scratch)
    return asyncio.run(_own_load(port, [_request(path, tag) for path in paths]))


def _wrk(port: int, paths: Sequence[str], tag: str | None, scratch: Path) -> Load:
    quoted = ",".join(f'"{path}"' for path in paths)
    headers = f"""wrk.headers["If-None-Match"] = '{tag}'""" if tag else ""
    script = scratch / "paths.lua"
    script.write_text(
        f"local paths = {{{quoted}}}\nlocal n = 0\n{headers}\n"
        "request = function() n = n % #paths + 1; return wrk.format(nil, paths[n]) end\n",
        "utf-8",
    )
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", str(script),
         f"http://127.0.0.1:{port}"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in told and not tag:
        raise RuntimeError(f"wrk met errors:\n{told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or p99 is None:
        raise RuntimeError(f"wrk said something new:\n{told}")
    return Load(float(rate[1]), float(p99[1]) * _UNITS[p99[2]])


async def _own_load(port: int, requests: Sequence[bytes]) -> Load:
    """Keep CONNECTIONS busy for SECONDS; answers are read by their content-length."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS
    clients = (
        _client(port, lambda n, first=first: requests[(n + first) % len(requests)], until, times)
        for first in range(CONNECTIONS)
    )
    await asyncio.gather(*clients)
    times.sort()
    return Load(len(times) / SECONDS, times[int(len(times) * 0.99)] * 1e3)


async def _client(
    port: int, request: Callable[[int], bytes], until: float, times: list[float]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while (begun := time.perf_counter()) < until:
        writer.write(request(number))
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        times.append(time.perf_counter() - begun)
        number += CONNECTIONS
    writer.close()


if __name__ == "__main__":
    print(run())
