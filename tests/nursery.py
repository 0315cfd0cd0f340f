"""A process that has everything loaded and forks a child for every command it is asked for.

A new interpreter takes longer to load than a command on the tiny world needs: with a fork, what is
killed is the command and not the loading. `python -m tests.nursery` reads orders, a JSON line
each, and answers each with a line: `start` gives the process id of a child that runs a function in
a session of its own, `wait` the status of one that ended.
"""

import contextlib
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lionrock.cli import run

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


class Ended(NamedTuple):
    """How a child ended: its exit code (minus the signal, as subprocess says), what it said, and
    the seconds of processor time that it took."""

    code: int
    said: str
    cpu: float

    @property
    def killed(self) -> bool:
        return self.code == -signal.SIGKILL


class Child:
    """A command that runs; whoever starts it ends it with `kill` or `wait`."""

    def __init__(self, pid: int, said: Path, nursery: "Nursery") -> None:
        self.pid, self.said, self._nursery = pid, said, nursery

    def text(self) -> str:
        """What it said until now, on both channels."""
        return self.said.read_text("utf-8", "replace")

    def cpu(self) -> float | None:
        """The seconds of processor time that it took until now; None when it has ended."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else (int(fields[11]) + int(fields[12])) / TICKS

    def wait(self) -> Ended:
        """Let it come to its end."""
        while not (answer := self._nursery.order("wait", self.pid)):
            time.sleep(0.002)
        status, cpu = answer
        return Ended(os.waitstatus_to_exitcode(status), self.text(), cpu)

    def kill(self, group: bool = False) -> Ended:
        """Kill it now (unless it came to its end already), or all of its session."""
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.pid, signal.SIGKILL)
        return self.wait()


class Nursery:
    """The parent of the children: one process, which several threads may ask."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count, self._lock = folder, 0, threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=ROOT,
        )  # fmt: skip

    def order(self, *order: Any) -> Any:
        """Ask for something; its answer."""
        with self._lock:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def start(self, function: str, *given: Any, keys: str = "") -> Child:
        """Call `module:function` in a child, `keys` on its standard input."""
        self._count += 1
        said = self._folder / f"said-{self._count}-{random.randrange(2**30)}"
        said.touch()
        said.with_suffix(".keys").write_text(keys, "utf-8")
        return Child(self.order("start", function, given, str(said)), said, self)

    def command(self, *arguments: Any, keys: str = "") -> Child:
        """Run a command of the command line in a child."""
        return self.start("tests.nursery:command", *map(str, arguments), keys=keys)

    def learn(self, *arguments: Any) -> None:
        """Run a command to its end, and load what it loaded: children have it from then on."""
        names = self._folder / "modules"
        ended = self.start("tests.nursery:command_and_modules", str(names), *map(str, arguments))
        assert ended.wait().code == 0, ended.text()
        self.load(*json.loads(names.read_text("utf-8")))

    def load(self, *names: str) -> None:
        """Load modules: children have them from then on."""
        self.order("load", *names)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@contextlib.contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        made = Nursery(Path(folder))
        try:
            yield made
        finally:
            made.close()


def command(*arguments: str) -> int:
    """What a child does for `Nursery.command`."""
    return run([*arguments])


def command_and_modules(names: str, *arguments: str) -> int:
    """The same, and the names of all modules that are loaded then."""
    code = run([*arguments])
    Path(names).write_text(json.dumps([*sys.modules]), "utf-8")
    return code


def _start(function: str, given: list[Any], said: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        sink = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for handle, at in ((os.open(f"{said}.keys", os.O_RDONLY), 0), (sink, 1), (sink, 2)):
            os.dup2(handle, at)
        sys.stdin = os.fdopen(0, encoding="utf-8")  # the parent read ahead from its own
        module, _, name = function.partition(":")
        code = getattr(importlib.import_module(module), name)(*given)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(code)


def _wait(pid: int) -> tuple[int, float] | None:
    found, status, used = os.wait4(pid, os.WNOHANG)
    return (status, used.ru_utime + used.ru_stime) if found else None


def _load(*names: str) -> int:
    for name in names:
        with contextlib.suppress(ImportError):  # those that a package made for itself
            importlib.import_module(name)
    return 0


ORDERS: dict[str, Callable[..., Any]] = {"start": _start, "wait": _wait, "load": _load}


def main() -> None:
    """Answer orders until there are no more."""
    for line in iter(sys.stdin.readline, ""):
        name, *given = json.loads(line)
        answer = ORDERS[name](*given)
        sys.__stdout__.write(json.dumps(answer) + "\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
