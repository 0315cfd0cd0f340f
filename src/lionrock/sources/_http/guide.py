"""Good manners: what robots.txt allows, and a pause between two requests to one host."""

import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import httpx
import msgspec

from lionrock.model.source import FetchFailed, Source
from lionrock.sources._http import robots
from lionrock.sources._http.hops import Hops, address, shown
from lionrock.sources._http.policy import PRODUCT, Policy

_KEPT_FOR = 86_400.0  # seconds; RFC 9309, 2.4
_REDIRECTS = 5  # RFC 9309, 2.3.1.2


class _Kept(msgspec.Struct, frozen=True):
    """A robots.txt as it was last read: when (Unix seconds), of which site, what it says."""

    at: float
    site: str
    said: robots.Rules


class Guide:
    """Decides whether and when a program may ask; remembers robots.txt for a day, on disk too."""

    def __init__(
        self, hops: Hops, policy: Policy, cache: Path, sleep: Callable[[float], None]
    ) -> None:
        self._hops, self._policy, self._cache, self._sleep = hops, policy, cache, sleep
        self._last: dict[str, float] = {}
        self._rules: dict[str, robots.Rules] = {}

    def admit(self, source: Source, url: httpx.URL) -> None:
        """Wait until `url` may be asked; FetchFailed when its site does not want that."""
        pause = source.pause
        if not source.api:
            rules = self._of(url, pause)
            if not rules.allows(str(url)):
                raise FetchFailed("refused", f"{shown(url)}: robots.txt does not allow it")
            pause = max(pause, rules.delay)
        self._turn(url.host, pause)

    def _turn(self, host: str, pause: float) -> None:
        wait = self._last.get(host, -pause) + pause - time.monotonic()
        if wait > 0 and host in self._last:
            self._sleep(wait)
        self._last[host] = time.monotonic()

    def _of(self, url: httpx.URL, pause: float) -> robots.Rules:
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._rules:
            kept = self._cache / f"{hashlib.sha256(site.encode()).hexdigest()[:32]}.json"
            found = _read(kept, site)
            if found is None:
                found = self._fetch(address(f"{site}/robots.txt"), pause)
                self._keep(kept, _Kept(time.time(), site, found))
            self._rules[site] = found
        return self._rules[site]

    def _keep(self, path: Path, kept: _Kept) -> None:
        self._cache.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_bytes(msgspec.json.encode(kept))
        partial.replace(path)

    def _fetch(self, url: httpx.URL, pause: float) -> robots.Rules:
        """What a site's robots.txt says. None there (4xx): all is allowed; a site that cannot
        tell (5xx, no connection) is left alone, and asked again next time (RFC 9309, 2.3.1)."""
        asked = url
        for _ in range(_REDIRECTS + 1):
            self._turn(url.host, pause)
            try:
                with self._hops.send(url, {"Accept-Encoding": "identity"}, None) as answer:
                    target = self._hops.redirected(answer, url, None)
                    if target is None:
                        if 400 <= answer.status < 500 and answer.status != 429:
                            return robots.ALL
                        if answer.status != 200:
                            raise FetchFailed("unreachable", f"HTTP {answer.status}")
                        return robots.rules_for(_text(answer.chunks()), PRODUCT)
            except FetchFailed as failed:
                text = f"{shown(asked)} cannot be read, so nothing is fetched: {failed}"
                if failed.reason == "refused":
                    raise FetchFailed("refused", text) from None
                raise FetchFailed("unreachable", text) from None
            url = target
        return robots.ALL  # too many redirects: as if there were none


def _text(chunks: Iterable[bytes]) -> str:
    taken = b""
    for chunk in chunks:
        taken += chunk
        if len(taken) >= robots.LARGEST:
            break
    return taken[: robots.LARGEST].decode("utf-8", "replace")


def _read(path: Path, site: str) -> robots.Rules | None:
    """The rules that were kept less than a day ago; None when there are none such."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    fresh = 0 <= time.time() - kept.at < _KEPT_FOR and kept.site == site
    return kept.said if fresh else None
