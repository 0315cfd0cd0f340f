"""Runs the site and the API with granian, and says where once it listens."""

import os
import socket
import sys
import threading
import time
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings, default_home

_MOST_WORKERS = 4


class PortTaken(OSError):
    """Another program listens on the port; `strerror` says so and what to do."""


def application() -> Litestar:
    """The application of LIONROCK_HOME: what each server process calls."""
    return create_app(Live(Settings(home=default_home())))


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; PortTaken when another program has the port."""
    free(host, port)
    os.environ["LIONROCK_HOME"] = str(settings.home.absolute())  # how workers learn the home
    server = Server(
        "lionrock.serve.run:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=min(os.cpu_count() or 1, _MOST_WORKERS),
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # the drawing engine may keep a worker from ending
        websockets=False,
        log_level=LogLevels.warning,
        working_dir=Path.cwd(),
    )
    threading.Thread(target=announce, args=(host, port), daemon=True).start()
    server.serve()


def free(host: str, port: int) -> None:
    """Raise PortTaken, which says what to do, when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (
                f"cannot listen on {host} port {port} ({error.strerror}); try --port {port + 1}"
            )
            raise PortTaken(error.errno, reason) from None


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
