"""What every contender does alike: read the task, fold names as the peers get them, tell figures.

A contender is a program that takes the path of a task, and prints one JSON object: `build` and
`seconds` (wall time to take the candidates in, and to answer all queries), `answers` (for each
query the position of a candidate, or -1, and a score), `memory` (peak, MiB), `using` (versions).
"""

import json
import re
import resource
import sys
import time
import unicodedata
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import opencc

_WORD = re.compile(r"[^\w\u3400-\u9fff]+")


class Task:
    """The names of a task, folded; `seconds` is what folding them took."""

    def __init__(self, path: str) -> None:
        read = json.loads(Path(path).read_text("utf-8"))
        begun = time.perf_counter()
        convert = opencc.OpenCC("t2s").convert
        self.candidates = [_folded(name, convert) for name in read["candidates"]]
        self.queries = [_folded(query, convert) for query, _ in read["queries"]]
        self.seconds = time.perf_counter() - begun


def _folded(name: str, convert: Any) -> str:
    lower = convert(unicodedata.normalize("NFKC", name)).lower()
    return " ".join(_WORD.sub(" ", lower).split())


def peak_memory() -> float:
    """The most memory this process has had, MiB."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):  # unlike ru_maxrss it leaves out the process that forked us
            return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def tell(
    build: float,
    seconds: float,
    answers: Sequence[tuple[int, float]],
    using: Sequence[str],
    **more: object,
) -> None:
    """Print the figures of this process."""
    told = {
        "build": build,
        "seconds": seconds,
        "answers": [[int(at), round(float(score), 6)] for at, score in answers],
        "memory": peak_memory(),
        "using": {name: version(name) for name in using},
        **more,
    }
    sys.stdout.write(json.dumps(told) + "\n")
