"""Starts the real server for tests, as `lionrock serve` does, and stops it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = [sys.executable, "-c", "import sys; from lionrock.cli import main; main()"]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, "--home", str(home), *arguments], capture_output=True, text=True, timeout=60
    )


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[str]:
    """The address of a server over the observatory in `home`; stopped in the end."""
    server = subprocess.Popen(
        [*COMMAND, "--home", str(home), "serve", "--port", str(free_port()), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, f"the server said {line!r} instead of its address"
        yield found[0].rstrip("/")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        if server.stdout is not None:
            server.stdout.close()
