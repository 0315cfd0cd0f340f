"""A soak: the real server asked without a pause while a new build is swapped in every minute.

`python bench/soak.py [MINUTES]` (30 unless told) prints a section of Markdown: answers, errors,
builds, the memory of the server's processes over time and its slope. It is run by hand, not by
`make bench`: it takes as long as it is told to.
"""

import http.client
import json
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.serving import SERVE, _free_port, _process
from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.settings import BUNDLED_REGISTRY, Settings

READERS, PAUSE = 4, 0.02
"""How many ask, and the seconds each waits between two questions: a soak is long, not hard."""
BUILD_EVERY, LOOK_EVERY = 60, 5  # seconds
WARM = 0.3
"""The share of the time after which memory is looked at: caches fill at first."""
FIXED = (
    "/en/", "/zh-Hant/", "/zh-Hans/indicators", "/en/search?q=robot", "/api/search?q=university",
    "/api/suggest?q=hk", "/en/changes", "/en/facet/startups", "/api/facets/research",
    "/static/site.css",
)  # fmt: skip


class Reader(threading.Thread):
    """Asks for one address after another, entities and fixed pages in turn, and counts."""

    def __init__(self, port: int, ids: list[str], seed: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._port, self._ids, self._chance, self._stopped = port, ids, random.Random(seed), stop
        self.told: Counter[str] = Counter()
        self.slowest = 0.0

    def run(self) -> None:
        """Ask until it is told to stop."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        while not self._stopped.wait(PAUSE):
            path = self._chance.choice((*FIXED, *self._entity()))
            begun = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                self.told["answers" if answer.status == 200 else f"{answer.status} {path}"] += 1
            except (OSError, http.client.HTTPException) as error:
                self.told[type(error).__name__] += 1
                connection.close()
            self.slowest = max(self.slowest, time.perf_counter() - begun)
        connection.close()

    def _entity(self) -> tuple[str, ...]:
        one = self._chance.choice(self._ids)
        lang = self._chance.choice(("en", "zh-Hant", "zh-Hans"))
        return (f"/{lang}/entity/{one}", f"/api/entities/{one}") * 5


def memory(leader: int) -> float:
    """What the processes of a server hold and share with nobody, MiB (proportional set size)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == leader:  # its process group
                lines = (status.parent / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
        except (OSError, IndexError):
            continue
    return total / 1024


def vary(registry: Path, number: int) -> None:
    """Change one line, so that the next build is another."""
    path = registry / "incidents.jsonl"
    first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    row = json.loads(first) | {"what": f"Variation {number}"}
    path.write_text(json.dumps(row) + "\n" + "".join(rest), "utf-8")


def soak(minutes: float) -> str:
    """Soak for some minutes; a section of Markdown."""
    with TemporaryDirectory() as scratch:
        settings = Settings(Path(scratch) / "home", Path(scratch) / "registry")
        shutil.copytree(BUNDLED_REGISTRY, settings.registry)
        build(settings)
        rows = Observatory.open(settings).query("SELECT id FROM entities ORDER BY id")
        ids, port = [row[0] for row in rows], _free_port()
        command = [sys.executable, "-c", SERVE, "--port", str(port)]
        with _process(command, port, {"LIONROCK_HOME": str(settings.home)}) as server:
            stop = threading.Event()
            readers = [Reader(port, ids, seed, stop) for seed in range(READERS)]
            for reader in readers:
                reader.start()
            seen, builds = _watched(settings, server.pid, minutes * 60)
            stop.set()
            for reader in readers:
                reader.join(90)
    told = sum((reader.told for reader in readers), Counter[str]())
    return section(minutes, (seen, builds), told, max(reader.slowest for reader in readers))


def _watched(
    settings: Settings, leader: int, seconds: float
) -> tuple[list[tuple[float, float]], int]:
    """Build every minute and look at memory, until the time is over: (seconds, MiB) and builds."""
    begun, seen, builds = time.monotonic(), list[tuple[float, float]](), 0
    making: subprocess.Popen[bytes] | None = None
    while (now := time.monotonic() - begun) < seconds:
        seen.append((now, memory(leader)))
        ended = making is None or making.poll() is not None
        if ended and making is not None and making.returncode:
            raise RuntimeError(f"a build failed with {making.returncode}")
        if ended and now >= builds * BUILD_EVERY:
            vary(settings.registry, builds)
            builds += 1
            making = subprocess.Popen([
                sys.executable, "-c", "from lionrock.cli import main; main()", "--quiet", "--home",
                str(settings.home), "build", "--registry", str(settings.registry),
            ])  # fmt: skip
        time.sleep(LOOK_EVERY)
    if making is not None:
        making.wait()
    return seen, builds


def section(
    minutes: float, watched: tuple[list[tuple[float, float]], int], told: Counter[str], slow: float
) -> str:
    """What was seen, as Markdown."""
    seen, builds = watched
    warm = [(at, held) for at, held in seen if at >= minutes * 60 * WARM]
    times, sizes = zip(*warm, strict=True)
    slope = statistics.linear_regression(times, sizes).slope * 3600
    eighths = [seen[len(seen) * n // 8][1] for n in range(8)] + [seen[-1][1]]
    answers = told.pop("answers", 0)
    errors = ", ".join(f"{n} × {what}" for what, n in told.most_common(5)) or "none"
    return f"""## Soak

{minutes:g} minutes, {READERS} readers over pages and API, a new build every minute at most
({builds} builds). {answers:,} answers, errors: **{errors}**; the slowest answer {slow:.1f} s.

Memory of the server's processes, their own (not the files they map), MiB, at each eighth of the
time: {", ".join(f"{size:.0f}" for size in eighths)}. Slope after the first {WARM:.0%}:
**{slope:+.1f} MiB an hour**.
"""


if __name__ == "__main__":
    sys.stdout.write(soak(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0))
