"""Connections that go only where they may, and that end when their time is up."""

import ssl
from collections.abc import Iterable
from time import monotonic
from typing import Any

import httpcore

from lionrock.sources._http.addresses import Resolve, checked
from lionrock.sources._http.policy import Policy

_TRIED = 3  # addresses of one host


class Deadline:
    """When the file that is being fetched must be whole; shared by all its connections."""

    def __init__(self) -> None:
        self._at = monotonic()

    def set(self, seconds: float) -> None:
        """Let `seconds` run from now."""
        self._at = monotonic() + seconds

    def left(self, most: float | None) -> float:
        """Seconds for one step, at most `most`; httpcore.ReadTimeout when there are none left."""
        left = self._at - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this file is over")
        return left if most is None else min(left, most)


class _Stream(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline, however slowly bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Resolves a name, checks where it leads, and connects to what was checked.

    Raises addresses.Forbidden for an address that may not be asked. The host's own name stays
    with the connection: it is what the certificate must be for.
    """

    def __init__(self, policy: Policy, deadline: Deadline, resolve: Resolve) -> None:
        self._policy, self._deadline, self._resolve = policy, deadline, resolve
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = checked(host, port, self._policy.allow, self._resolve)
        except OSError as error:
            raise httpcore.ConnectError(error.strerror or str(error)) from None
        failed: Exception | None = None
        for address in found[:_TRIED]:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")
