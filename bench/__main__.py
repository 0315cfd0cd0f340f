"""Every benchmark in turn, or those that are named: `python -m bench [NAME ...]` writes the page.

A benchmark is a module of this folder that prints a section of Markdown when it is run. A section
says when it was measured and how busy the machine was when it began; those that are not measured
this time stay as they are.
"""

import datetime as dt
import os
import platform
import re
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
_MARK = re.compile(r"^<!-- bench/(\w+)\.py -->\n", re.MULTILINE)


def machine() -> str:
    """What the figures depend on: processor, memory, system, versions."""
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    engines = ", ".join(f"{name} {version(name)}" for name in ENGINES)
    processor = f"{os.cpu_count()} cores of {_first('/proc/cpuinfo', 'model name')}"
    memory = f"{int(_first('/proc/meminfo', 'MemTotal').split()[0] or 0) / 2**20:.0f} GiB"
    return f"{processor}, {memory} of memory, {system}; {engines}."


def _first(path: str, key: str) -> str:
    """The value of `key` in a file of "key : value" lines; "0" where there is none."""
    file = Path(path)
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "0"


def benchmarks() -> list[str]:
    """The names of the modules that print a section, in the order of the page."""
    return [
        path.stem
        for path in sorted(HERE.glob("*.py"))
        if "__main__" not in path.stem and "\ndef run(" in path.read_text("utf-8")
    ]


def measured(name: str) -> str:
    """A benchmark's section, with when it was measured below its heading."""
    began = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, load {os.getloadavg()[0]:.1f} when it began"
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py")], stdout=subprocess.PIPE, text=True, check=True
    )
    heading, _, rest = done.stdout.strip().partition("\n")
    return f"{heading}\n\n*Measured {began}.*\n{rest}\n"


def sections(page: str) -> dict[str, str]:
    """What a page has of each benchmark."""
    _, *parts = _MARK.split(page)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def main(names: list[str]) -> None:
    """Run benchmarks, by default all, and write docs/benchmarks.md after each: what was measured
    is not lost with what fails."""
    known = benchmarks()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"bench: no {', '.join(unknown)}; known: {', '.join(known)}")
    held = sections(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    for name in names or known:
        sys.stderr.write(f"bench/{name}.py\n")
        held[name] = measured(name)
        write_whole(PAGE, _page(held, known).encode())


def _page(held: dict[str, str], known: list[str]) -> str:
    head = (
        "# Benchmarks\n\nWritten by `make bench`; `make bench ONLY='search works'` measures some "
        "anew. Ratios are of\none run on one machine each, the newest on "
    )
    parts = [f"<!-- bench/{name}.py -->\n{held[name].strip()}\n" for name in known if name in held]
    return "\n".join((f"{head}{machine()}\n", *parts))


if __name__ == "__main__":
    main(sys.argv[1:])
