"""Every benchmark in turn, and the machine they ran on: `python -m bench` writes the page.

A benchmark is a module of this folder that prints a section of Markdown when it is run.
"""

import datetime as dt
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from lionrock.store.files import write_whole

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
ENGINES = (
    "duckdb", "tantivy", "msgspec", "litestar", "granian", "opencc", "numpy", "scipy", "rapidfuzz",
    "sparse-dot-topn",
)  # fmt: skip


def machine() -> str:
    """What the figures depend on: processor, memory, system, versions."""
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    engines = ", ".join(f"{name} {version(name)}" for name in ENGINES)
    processor = f"{os.cpu_count()} cores of {_first('/proc/cpuinfo', 'model name')}"
    memory = f"{int(_first('/proc/meminfo', 'MemTotal').split()[0] or 0) / 2**20:.0f} GiB"
    load = f"load {os.getloadavg()[0]:.1f} when this began"
    return f"{processor}, {memory} of memory, {load}, {system}; {engines}."


def _first(path: str, key: str) -> str:
    """The value of `key` in a file of "key : value" lines; "0" where there is none."""
    file = Path(path)
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "0"


def main() -> None:
    """Run every benchmark and write docs/benchmarks.md once all have come to their end."""
    sections = [
        f"# Benchmarks\n\nWritten by `make bench` on {dt.datetime.now(dt.UTC):%Y-%m-%d}.",
        f"Ratios are of one run on one machine: {machine()}\n",
    ]
    for path in sorted(HERE.glob("*.py")):
        if "__main__" in path.stem or "\ndef run(" not in path.read_text("utf-8"):
            continue
        sys.stderr.write(f"bench/{path.name}\n")
        done = subprocess.run(
            [sys.executable, str(path)], stdout=subprocess.PIPE, text=True, check=True
        )
        sections.append(done.stdout)
    PAGE.parent.mkdir(exist_ok=True)
    write_whole(PAGE, ("\n".join(sections).rstrip() + "\n").encode())


if __name__ == "__main__":
    main()
