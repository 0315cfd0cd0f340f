"""Which machine a name leads to, and whether that may be asked.

The address is checked after the name was resolved, and the connection goes to the very address
that was checked: a name that answers differently the second time gains nothing.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Collection

Resolve = Callable[[str, int], list[str]]
"""(host, port) → IP addresses; OSError when there is none."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_PATIENCE = 20.0  # seconds for the resolver


class Forbidden(Exception):
    """The name leads to an address that may not be asked."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system resolver gives them, within 20 seconds."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(one[4][0]) for one in found)))
        except OSError as error:
            answers.put(error)
        except Exception as error:  # whatever it is, it must not be waited for
            answers.put(OSError(f"not a host name: {error}"))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=_PATIENCE)
    except queue.Empty:
        raise OSError("the name was not resolved in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer


def public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, also where it wraps an IPv4 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address:  # a zone: link-local
        return False
    inner = _inner(parsed)
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inner(address: _Address) -> _Address:
    """The IPv4 address within one of IPv6 (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address.sixtofour is not None:
            return address.sixtofour
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def checked(
    host: str, port: int, allow: Collection[tuple[str, int]], look_up: Resolve = resolve
) -> list[str]:
    """The addresses of `host`, all of them public or allowed; Forbidden, or OSError for none.

    One that is not is enough to refuse the host: no honest name leads inside and outside.
    """
    try:
        found = [str(ipaddress.ip_address(host))]
    except ValueError:
        found = look_up(host, port)
    if not found:
        raise OSError("the name has no address")
    for one in found:
        if not public(one) and (one, port) not in allow:
            raise Forbidden(f"{host} leads to {one}, which is not a public address")
    return found
