"""Serving a mix: pages and API of `lionrock serve` beside the bare framework answering ready bytes
of the same sizes, in the same run, taking turns.

`python bench/serving_load.py` prints a section of Markdown. Load comes from wrk (Debian's package
`wrk`) where it is installed, else from the small loader of bench/serving.py; it says which.
"""

import shutil
import statistics
import sys
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench import serving
from lionrock.build import build
from lionrock.settings import Settings

GOAL = 0.5
ROUNDS = 3
MIX = (
    "/en/", "/zh-Hant/", "/en/entity/hku", "/zh-Hans/entity/hkust", "/en/facet/startups",
    "/en/search?q=robot", "/zh-Hant/indicators", "/api/entities/hku", "/api/entities/hkust",
    "/api/search?q=university", "/api/suggest?q=hk", "/api/facets",
)  # fmt: skip
"""Seven pages and five questions to the API, in turn."""

BARE = """
import sys
from pathlib import Path
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar, Response, get

BODIES = [one.read_bytes() for one in sorted(Path(sys.argv[1]).iterdir())]

@get("/{number:int}")
async def document(number: int) -> Response[bytes]:
    return Response(BODIES[number], media_type="text/html")

def application() -> Litestar:
    return Litestar([document], openapi_config=None, logging_config=None)

if __name__ == "__main__":
    Server("bare_mix:application", factory=True, address="127.0.0.1", port=int(sys.argv[2]),
           interface=Interfaces.ASGI, workers=int(sys.argv[3]), websockets=False,
           log_level=LogLevels.warning, working_dir=Path(__file__).parent).serve()
"""


def run() -> str:
    """Measure and return a section of docs/benchmarks.md."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        build(Settings(home=folder / "home"))
        ours, bare = serving._free_port(), serving._free_port()
        command = [sys.executable, "-c", serving.SERVE]
        with serving._server(command, ours, folder / "home"):
            bodies = folder / "bodies"
            bodies.mkdir()
            for number, path in enumerate(MIX):
                (bodies / f"{number:02}").write_bytes(_body(ours, path))
            sizes = [one.stat().st_size for one in bodies.iterdir()]
            (folder / "bare_mix.py").write_text(BARE, "utf-8")
            started = [sys.executable, str(folder / "bare_mix.py"), str(bodies), str(bare)]
            environ = {"PYTHONPATH": str(folder)}
            with serving._process([*started, str(serving._workers())], bare, environ):
                loads = _turns(ours, bare, folder)
    return _section(loads, sizes)


def _body(port: int, path: str) -> bytes:
    """One answer of ours, twice asked, so that what is made once is made."""
    for _ in range(2):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            body: bytes = answer.read()
    return body


def _turns(ours: int, bare: int, folder: Path) -> dict[str, list[serving.Load]]:
    mixes = {
        "Lionrock, mixed": (ours, MIX),
        "Lionrock, pages": (ours, [one for one in MIX if not one.startswith("/api")]),
        "Lionrock, API": (ours, [one for one in MIX if one.startswith("/api")]),
        "bare framework, mixed": (bare, [f"/{number}" for number in range(len(MIX))]),
    }
    found: dict[str, list[serving.Load]] = {name: [] for name in mixes}
    for _ in range(ROUNDS):
        for name, (port, paths) in mixes.items():
            found[name].append(serving._load(port, paths, None, folder))
    return found


def _section(found: dict[str, list[serving.Load]], sizes: list[int]) -> str:
    middle = {
        name: serving.Load(*(statistics.median(column) for column in zip(*loads, strict=True)))
        for name, loads in found.items()
    }
    bare = middle["bare framework, mixed"].rate
    ratio = middle["Lionrock, mixed"].rate / bare
    rows = "\n".join(
        f"| {name} | {load.rate:,.0f} | {load.p99:.1f} | {load.rate / bare:.2f}× |"
        for name, load in middle.items()
    )
    loader = "wrk" if shutil.which("wrk") else "our own loader (wrk is not installed)"
    verdict = "met" if ratio >= GOAL else "missed"
    return f"""## Serving: pages and API, mixed

{len(MIX)} addresses in turn ({min(sizes):,} to {max(sizes):,} bytes, mean
{statistics.mean(sizes):,.0f}) from `lionrock serve`, beside Litestar on granian answering the same
bytes from memory; {serving._workers()} workers each, {serving.CONNECTIONS} connections, {loader} on
the same cores, median of {ROUNDS} turns of {serving.SECONDS} s.

| | requests/s | p99 ms | of bare |
| --- | ---: | ---: | ---: |
{rows}

Goal: at least {GOAL}× the bare framework for the mix: **{ratio:.2f}×, {verdict}**.
"""


if __name__ == "__main__":
    sys.stdout.write(run())
