"""Runs the site and the API with granian, and says where once it listens."""

import errno
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.serve.guard import SERVED_ON, guard_of
from lionrock.serve.limits import Limited
from lionrock.settings import Settings, default_home

_MOST_WORKERS = 4
_HEADERS_WITHIN = 30  # seconds for the headers of a request, and between two of a connection
_MOST_CONNECTIONS = 4096
"""Open connections of a process. The server's own default, 512, counts those that idle: a thousand
browsers that keep theirs would have kept everybody else out until theirs were closed."""
_MOST_BUFFERED = 65_536  # bytes of headers that the server itself reads
_LEAVE_WITHIN = 5  # seconds; the drawing engine may keep a worker from ending
_ORPHANS_WITHIN = 2  # the same for workers whose server was killed
_FREED_WITHIN = 4  # seconds until the port of such a server is free again


class PortTaken(OSError):
    """Another program listens on the port; `strerror` says so and what to do."""


def application() -> Limited:
    """The application of LIONROCK_HOME within its limits: what each server process calls."""
    threading.Thread(target=_leave_with_the_server, daemon=True).start()
    app: Any = create_app(Live(Settings(home=default_home())), guard=guard_of())
    return Limited(app)


def _leave_with_the_server() -> None:
    """End this process when the one that started it is gone, killed perhaps: it would keep the
    port, and answer, with nobody to stop it."""
    server = multiprocessing.parent_process()
    if server is None:
        return
    while os.getppid() == server.pid:  # its sentinel is also held by the workers beside
        time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGTERM)  # what was taken is answered
    time.sleep(_ORPHANS_WITHIN)
    os._exit(1)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; PortTaken when another program has the port, WrongToken."""
    # How workers learn the home, and who may reach them.
    os.environ["LIONROCK_HOME"] = str(settings.home.absolute())
    os.environ[SERVED_ON] = host
    guard_of()
    free(host, port)
    server = Server(
        "lionrock.serve.run:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=min(os.cpu_count() or 1, _MOST_WORKERS),
        respawn_failed_workers=True,
        workers_kill_timeout=_LEAVE_WITHIN,
        backlog=_MOST_CONNECTIONS,
        backpressure=_MOST_CONNECTIONS,
        websockets=False,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEADERS_WITHIN * 1000, max_buffer_size=_MOST_BUFFERED
        ),
        log_level=LogLevels.warning,
        working_dir=Path.cwd(),
    )
    threading.Thread(target=announce, args=(host, port), daemon=True).start()
    server.serve()


def free(host: str, port: int) -> None:
    """Raise PortTaken, which says what to do, when another program listens there."""
    until = time.monotonic() + _FREED_WITHIN
    while (error := _refusal(host, port)) is not None:
        if time.monotonic() > until or error.errno != errno.EADDRINUSE:
            reason = (
                f"cannot listen on {host} port {port} ({error.strerror}); try --port {port + 1}"
            )
            raise PortTaken(error.errno, reason)
        time.sleep(0.1)


def _refusal(host: str, port: int) -> OSError | None:
    """Why the system does not give a port; None when it does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def announce(host: str, port: int, path: str = "/") -> None:
    """Print the address, `path` included, as soon as the first page could be asked for."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    for _ in range(600):
        try:
            with socket.create_connection((near, port), timeout=1) as probe:
                probe.sendall(
                    b"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                )
                if probe.recv(16):
                    shown = f"[{near}]" if ":" in near else near
                    sys.stdout.write(f"http://{shown}:{port}{path}\n")
                    sys.stdout.flush()
                    return
        except OSError:
            pass
        time.sleep(0.1)
