"""Research at scale: gzipped OpenAlex works to tables, and the indicators over them.

The limit is decompression alone, by igzip on one core. The peers, and our reader beside them, read
the same fields from the same files into a typed table of works and one of affiliations, no more;
peers write Parquet (pandas: pickles), DuckDB and we a database. Our whole loading does more: it
also reads what the peers leave, checks every field, sets aside and counts what is no work, keeps
the newest version of each with its file and line, topics and institutions as tables, and cleans
affiliation strings. Each runs in a process of its own. The works are made up (works_made.py).
`python bench/works.py [LOADED [INDICATED]]` prints Markdown.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.build import Run, measured
from bench.works_made import SEED, write_works

LOADED, INDICATED = 200_000, 1_000_000
RUNS = 3
_PEERS = Path(__file__).parent / "works_peers.py"
_INDICATORS = """
import sys, time
from pathlib import Path
from lionrock import build
from lionrock.derive import works
from lionrock.settings import Settings
from lionrock.sources import openalex
from lionrock.store.snapshots import Shelf
settings = Settings(Path(sys.argv[1]))
openalex.keep_folder(Shelf(settings, None), Path(sys.argv[2]))
seconds = []
def timed(function):
    def run(*given):
        begun = time.perf_counter()
        function(*given)
        seconds.append(time.perf_counter() - begun)
    return run
for name in ("count_works", "write_figures"):
    setattr(works, name, timed(getattr(works, name)))
built = build.build(settings)
assert len(seconds) == 2, "both steps of the indicators are measured"
print(f"{sum(seconds):.2f} {built.seconds['works']:.1f}")
"""
PEERS = {
    "limit": "igzip, decompression alone, one core",
    "lionrock": "**Lionrock, the whole loading**",
    "reader": "**Lionrock, to the peers' two tables**",
    "duckdb": "DuckDB, given columns, two tables",
    "polars": "polars, lazy, given columns, two tables",
    "msgspec": "msgspec, typed, one process, two tables",
    "pandas": "pandas, two tables",
}


def run(loaded: int = LOADED, indicated: int = INDICATED) -> str:
    """Measure everything and return a section of Markdown."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        return "\n".join((_load(folder, loaded), _indicators(folder, indicated)))


def _load(folder: Path, number: int) -> str:
    files = write_works(folder / "loaded", number)
    size = sum(path.stat().st_size for path in files)
    lines = [
        "## Research at scale\n",
        f"{number:,} made-up works (seed {SEED}), {size / 1e6:,.0f} MB in {len(files)} gzipped",
        f"files, to tables; the best of {RUNS} runs, pandas once.\n",
        "| Reader | s | against the limit | works/s | peak MiB |\n|---|---:|---:|---:|---:|",
    ]
    limit = 0.0
    for peer, shown in PEERS.items():
        best = _best(1 if peer == "pandas" else RUNS, peer, files[0].parent, folder)
        limit = limit or best.seconds
        lines.append(
            f"| {shown} | {best.seconds:.2f} | {best.seconds / limit:.1f}x | "
            f"{number / best.seconds:,.0f} | {best.memory:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def _best(runs: int, peer: str, files: Path, folder: Path) -> Run:
    command = (sys.executable, str(_PEERS), peer, str(files), str(folder / "out"))
    return min((measured(*command) for _ in range(runs)), key=lambda one: one.seconds)


def _indicators(folder: Path, number: int) -> str:
    write_works(folder / "indicated", number)
    done = measured(
        sys.executable, "-c", _INDICATORS, str(folder / "home"), str(folder / "indicated")
    )
    indicators, works = done.said.split()[-2:]
    return (
        f"All research indicators over {number:,} works: {indicators} s, in a whole build of "
        f"{done.seconds:.0f} s (reading, matching and counting the works {works} s), peak "
        f"{done.memory:,.0f} MiB.\n"
    )


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
