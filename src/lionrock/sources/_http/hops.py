"""One request after another until an answer that is no redirect; each hop checked like the first.

The connections are httpcore's, over network.Backend. No proxy, cookie or stored password takes
part, and a key goes to the one host it belongs to.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpcore
import httpx
import msgspec

from lionrock.model.source import FetchFailed, Key
from lionrock.sources._http.addresses import Forbidden, Resolve
from lionrock.sources._http.network import Backend, Deadline
from lionrock.sources._http.policy import Policy

LONGEST = 8_000  # characters of an address
_REDIRECTS = (301, 302, 303, 307, 308)
_CONNECTIONS = 4


class Answer(msgspec.Struct, frozen=True):
    """A status, headers by lower-case name, and the body still to be read."""

    status: int
    headers: Mapping[str, str]
    body: httpcore.Response

    def chunks(self) -> Iterator[bytes]:
        """The body as it was sent; FetchFailed when the connection breaks."""
        with told("the answer"):
            yield from self.body.iter_stream()

    @property
    def media_type(self) -> str:
        """As the server says it, without parameters, in lower case; "" when it does not."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The character set that the server names, in lower case; "" when it does not."""
        said = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", self.headers.get("content-type", ""))
        return said[1].lower() if said else ""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what the network raises into FetchFailed with words for people."""
    try:
        yield
    except Forbidden as error:
        raise FetchFailed("refused", str(error)) from None
    except (httpcore.ConnectTimeout, httpcore.ConnectError) as error:
        raise FetchFailed("unreachable", f"no connection: {_said(error)}") from None
    except httpcore.TimeoutException as error:
        raise FetchFailed("timeout", f"{what} took too long: {_said(error)}") from None
    except (httpcore.ProtocolError, httpcore.NetworkError) as error:
        raise FetchFailed("broken", f"{what} broke off: {_said(error)}") from None


def _said(error: Exception) -> str:
    return str(error)[:200] or "time is over"


def address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address that may be asked; FetchFailed for any other kind."""
    if len(text) > LONGEST:
        raise FetchFailed("refused", f"an address of {len(text):,} characters")
    try:
        url = httpx.URL(text) if base is None else base.join(text)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise FetchFailed("refused", f"not an address: {text[:80]!r}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchFailed("refused", f"not a web address: {text[:80]!r}")
    if url.userinfo:
        raise FetchFailed("refused", f"an address with a password in it ({url.host})")
    if base is not None and base.scheme == "https" and url.scheme != "https":
        raise FetchFailed("refused", f"a redirect from https to http ({url.host})")
    return url.copy_with(fragment=None)


def shown(url: httpx.URL) -> str:
    """An address for messages: without its query, which may hold a key."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}{url.path}"[:200]


class Hops:
    """Sends requests; use it in a `with`, which closes its connections."""

    def __init__(self, policy: Policy, resolve: Resolve, keys: Mapping[str, str]) -> None:
        self.deadline = Deadline()
        self._policy, self._keys = policy, keys
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=Backend(policy, self.deadline, resolve),
            max_connections=_CONNECTIONS,
            http1=True,
            http2=False,
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    @contextmanager
    def send(self, url: httpx.URL, headers: Mapping[str, str], key: Key | None) -> Iterator[Answer]:
        """Ask for `url` alone; FetchFailed when there is no answer."""
        sent = {
            "Accept": "*/*", "Accept-Encoding": "gzip", **headers, "User-Agent": self._policy.agent
        }  # fmt: skip
        secret = self._keys.get(key.name, "") if key is not None else ""
        if key is not None and secret and self._belongs(url, key):
            if key.parameter:
                url = url.copy_set_param(key.parameter, secret)
            else:
                sent["Authorization"] = f"Bearer {secret}"
        timeout = {
            "connect": self._policy.connect, "read": self._policy.read,
            "write": self._policy.read, "pool": self._policy.connect,
        }  # fmt: skip
        request = httpcore.Request(
            "GET", str(url), headers=[("Host", url.netloc.decode("ascii")), *sent.items()],
            extensions={"timeout": timeout},
        )  # fmt: skip
        with told("the answer"):
            body = self._pool.handle_request(request)
        try:
            found = {
                name.decode("ascii", "replace").lower(): value.decode("latin-1")
                for name, value in reversed(body.headers)
            }
            yield Answer(body.status, found, body)
        finally:
            body.close()

    def _belongs(self, url: httpx.URL, key: Key) -> bool:
        """Whether a key may go to `url`: its own host, and nobody can read it on the way."""
        safe = url.scheme == "https" or (url.host, url.port or 80) in self._policy.allow
        return safe and url.netloc.decode("ascii") == key.host

    def redirected(self, answer: Answer, url: httpx.URL, key: Key | None) -> httpx.URL | None:
        """Where an answer leads, without the key it may repeat; None when it leads nowhere."""
        location = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not location:
            return None
        target = address(location, url)
        if key is not None and key.parameter and key.parameter in target.params:
            target = target.copy_remove_param(key.parameter)
        return target
