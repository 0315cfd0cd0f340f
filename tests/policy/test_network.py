"""No test reaches further than this machine (the guard is in tests/conftest.py)."""

import socket

import pytest

ELSEWHERE = "192.0.2.1"  # TEST-NET-1: never assigned


def test_connections_stay_here() -> None:
    with socket.socket() as probe, pytest.raises(RuntimeError, match="no network"):
        probe.connect((ELSEWHERE, 80))
    with socket.socket(type=socket.SOCK_DGRAM) as probe, pytest.raises(RuntimeError):
        probe.sendto(b"?", (ELSEWHERE, 53))


def test_names_are_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(RuntimeError):
        socket.create_connection(("example.org", 443))


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
