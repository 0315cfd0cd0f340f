"""Inputs that grow towards code not seen yet: `python -m tests.sources.guided RUNS SEED NAME…`.

atheris (libFuzzer) changes a parser's fixtures, keeps what reaches a new branch of Lionrock, and
goes on from there; `make atheris` installs it. Each parser that is named, or every one, has a
process of its own, which ends by itself after RUNS inputs. A parser that raises anything but its
clear refusals, takes over 10 s of processor time for one input (it runs several times slower here
than otherwise) or over 1 GiB of memory ends it, with the input in the message's file.
"""

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / ".atheris"
LONGEST, MOST = 10.0, 1024  # seconds of processor time, MiB
_INSIDE = "LIONROCK_FUZZED_HERE"  # set for the process that fuzzes
_HANG = 120  # seconds: what a machine that does much else may take for one input
_LARGEST = 100_000  # bytes of an input


def command(name: str, runs: int, seed: int) -> subprocess.CompletedProcess[str]:
    """Fuzz one parser in a process of its own, whose end leaves nothing but a harmful input."""
    path = os.pathsep.join((str(ROOT), str(INSTALLED)))
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            [sys.executable, "-m", "tests.sources.guided", str(runs), str(seed), name, folder],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": path, _INSIDE: "1"}, capture_output=True,
            text=True, check=False,
        )  # fmt: skip


def names() -> list[str]:
    """Every parser that can be fuzzed so."""
    with tempfile.TemporaryDirectory() as folder:
        return [name for name, _, _ in _every(Path(folder))]


def _every(folder: Path) -> Iterator[tuple[str, Callable[[Path], object], list[Path]]]:
    from lionrock.model.reference import read_reference
    from lionrock.settings import BUNDLED_REGISTRY
    from tests.read.fuzzing import seeds
    from tests.sources import fuzzing
    from tests.sources.fuzzing_asked import texts

    yield from fuzzing.parsers(read_reference(BUNDLED_REGISTRY, BUNDLED_REGISTRY))
    kept = folder / "guided"
    kept.mkdir(exist_ok=True)
    yield from texts(kept)
    by_kind = itertools.groupby(sorted(seeds()), key=lambda one: one[0].partition(".")[2])
    for kind, whole in by_kind:
        files = []
        for name, data in whole:
            files.append(kept / name)
            files[-1].write_bytes(data)
        yield f"document.{kind}", fuzzing.document, files


def _fuzz(name: str, runs: int, seed: int, folder: Path) -> None:
    """Never returns: libFuzzer ends the process, with 0 after `runs` harmless inputs."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    with atheris.instrument_imports(include=["lionrock"], enable_loader_override=False):
        from lionrock.store.sheets.sheet import SheetFault
        from tests.read.fuzzing import memory
        from tests.sources.fuzzing import Refused

        _, parse, files = next(one for one in _every(folder) if one[0] == name)
    corpus, tried = folder / "corpus", folder / "tried"
    for made in (corpus, tried):
        made.mkdir()
    for number, path in enumerate(files):
        parse(path)
        (corpus / str(number)).write_bytes(bytes((number,)) + path.read_bytes()[:_LARGEST])

    def one(data: bytes) -> None:
        """The first byte chooses which of the fixtures' names the others are read under."""
        path = tried / files[data[0] % len(files) if data else 0].name
        path.write_bytes(data[1:])
        begun = time.process_time()
        with contextlib.suppress(Refused, SheetFault):
            parse(path)
        taken = time.process_time() - begun
        assert taken <= LONGEST, f"{taken:.1f} s for one input"
        held = memory()
        assert held <= MOST, f"{held:.0f} MiB"

    harmful = Path(tempfile.gettempdir()) / f"harmful-{name.replace(' ', '-')}-"
    atheris.Setup(
        [sys.argv[0], f"-runs={runs}", f"-seed={seed}", f"-max_len={_LARGEST}",
         f"-timeout={_HANG}", "-rss_limit_mb=0", f"-artifact_prefix={harmful}", str(corpus)],
        one,
    )  # fmt: skip
    atheris.Fuzz()


def main(runs: int, seed: int, *only: str) -> int:
    """Fuzz each parser in turn, and tell how it ended; the worst exit code."""
    worst = 0
    for name in only or names():
        ended = command(name, runs, seed)
        told = [line for line in ended.stderr.splitlines() if line.startswith(("Done ", "#"))]
        sys.stdout.write(f"{name}: {ended.returncode}, {' '.join(told[-2:])}\n")
        sys.stdout.flush()
        if ended.returncode:
            sys.stderr.write(ended.stderr[-4_000:])
        worst = max(worst, ended.returncode)
    return worst


if __name__ == "__main__":
    if _INSIDE in os.environ:
        _fuzz(sys.argv[3], int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[4]))
    given = [int(one) for one in sys.argv[1:3]]
    sys.exit(main(*(given + [10_000, 1][len(given) :]), *sys.argv[3:]))
