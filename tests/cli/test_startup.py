"""What a command loads before it does anything: no more than it needs."""

import subprocess
import sys

import pytest

from lionrock.cli import LOADED_LATER, run
from lionrock.settings import Settings

SLOW = (
    "duckdb", "httpx", "igraph", "jinja2", "litestar", "numpy", "rapidfuzz", "scipy",
    "snowballstemmer", "tantivy", "trafilatura",
)  # fmt: skip
"""Libraries that take longer to load than a small command to run."""

RUN = """\
import sys
from lionrock.cli import run
code = run(sys.argv[1:])
print([name for name in {slow!r} if name in sys.modules], code)
"""


def _loaded(*arguments: str) -> str:
    """What of SLOW a command loads, and its exit code, as it says in its last line."""
    command = [sys.executable, "-c", RUN.format(slow=SLOW), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def test_a_build_that_changes_nothing_loads_nothing_slow(world: Settings) -> None:
    registry = ("--registry", str(world.registry))
    assert _loaded("--home", str(world.home), "--quiet", "build", *registry) == "[] 0"


def test_listing_the_sources_loads_nothing_slow() -> None:
    assert _loaded("sources") == "[] 0"


def test_the_page_of_help_tells_what_every_command_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--help"]) == 0
    listed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    told = {line[1:].split()[0]: line[1:].split()[1:] for line in listed if line[1:3] != "  "}
    for name in (*LOADED_LATER, "build", "show"):
        assert len(told[name]) > 2, name
