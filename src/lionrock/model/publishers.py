"""Who stands behind an address, and how much weight that gives what is found there."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

TIERS = ("primary", "press", "professional", "data", "aggregator", "unknown")
"""From the strongest; `data` and above count as independent confirmation."""

CONFIRMING = frozenset(("press", "professional", "data"))

_PLAIN = re.compile(r"https?://([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\.?)(?:/([^\s?#]*))?(?:[?#]\S*)?")
"""Nearly every address; the others take the long way through urlsplit."""


def weaker(tier: str, other: str) -> str:
    """The weaker of two tiers."""
    return max(tier, other, key=TIERS.index)


class Publisher(msgspec.Struct, frozen=True):
    """A publisher: `organisation` is its id in the registry where it is one of ours."""

    id: str
    name: Mapping[str, str]
    tier: str
    type: str | None
    organisation: str | None
    hosts: tuple[str, ...]
    aliases: tuple[str, ...]

    def tier_about(self, parties: frozenset[str]) -> str:
        """A company is a primary source about itself, and only that."""
        if self.type == "company" and self.tier == "primary":
            return "primary" if self.organisation in parties else "professional"
        return self.tier


class Publishers:
    """Finds the publisher of a URL (longest host and path prefix wins) or of a written name."""

    def __init__(self, publishers: Iterable[Publisher]) -> None:
        self.by_id = {publisher.id: publisher for publisher in publishers}
        self._addresses: dict[str, str] = {}
        self._hosts: dict[str, list[tuple[str, str]]] = {}
        self._names: dict[str, str] = {}
        for publisher in self.by_id.values():
            for address in publisher.hosts:
                _once(self._addresses, address, publisher.id, "host")
                host, _, path = address.partition("/")
                self._hosts.setdefault(_ascii(host), []).append((path, publisher.id))
            for alias in (publisher.id, *publisher.aliases):
                _once(self._names, alias, publisher.id, "name")
        for prefixes in self._hosts.values():
            prefixes.sort(key=lambda prefix: len(prefix[0]), reverse=True)
        self._seen: dict[str, Publisher] = {}
        self.unknown = Publisher(
            "unknown", {"en": "Unknown publisher"}, "unknown", None, None, (), ()
        )

    def of_url(self, url: str) -> Publisher:
        """The publisher at `url`; the `unknown` one where no entry covers its host."""
        found = self._seen.get(url)
        if found is None:
            if len(self._seen) > 200_000:
                self._seen.clear()
            found = self._seen[url] = self._look_up(url)
        return found

    def named(self, name: str) -> Publisher | None:
        """The publisher that an observation names by id or in words."""
        publisher = self._names.get(name)
        return self.by_id[publisher] if publisher else None

    def _look_up(self, url: str) -> Publisher:
        found = host_and_path(url)
        if found is None:
            return self.unknown
        host, path = found[0].removeprefix("www."), found[1]
        while host:
            for prefix, publisher in self._hosts.get(host, ()):
                if _leads(prefix, path):
                    return self.by_id[publisher]
            host = host.partition(".")[2]
        return self.unknown


def host_and_path(url: str) -> tuple[str, str] | None:
    """The host (lower case, ASCII, no trailing dot) and the path of a web address, else None."""
    plain = _PLAIN.fullmatch(url)
    if plain:
        return plain[1].rstrip(".").lower(), (plain[2] or "").lstrip("/")
    try:
        parts = urlsplit(url)
        host = _ascii((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or " " in url:
        return None
    return host, parts.path.lstrip("/")


def _leads(prefix: str, path: str) -> bool:
    """Whether `path` begins with the words of `prefix`: "office" does not lead "officers"."""
    rest = path[len(prefix) :]
    return path.startswith(prefix) and not (prefix[-1:].isalnum() and rest[:1].isalnum())


def _ascii(host: str) -> str:
    """A host as the network spells it, xn-- where it has other letters; ValueError if it cannot."""
    return host if host.isascii() else host.encode("idna").decode()


def _once(table: dict[str, str], entry: str, publisher: str, what: str) -> None:
    if table.setdefault(entry, publisher) != publisher:
        raise ValueError(f"publishers.toml: {what} {entry!r} stands under two publishers")


def read_publishers(text: str) -> Publishers:
    """Parse publishers.toml; ValueError names the entry that is wrong."""
    return Publishers(_publisher(name, row) for name, row in tomllib.loads(text).items())


def _publisher(name: str, row: Mapping[str, Any]) -> Publisher:
    if row["tier"] not in TIERS:
        raise ValueError(f"publishers.toml [{name}]: tier {row['tier']!r} is none of {TIERS}")
    if not row["name"].get("en"):
        raise ValueError(f"publishers.toml [{name}]: no English name")
    return Publisher(
        name,
        row["name"],
        row["tier"],
        row.get("class"),
        row.get("organisation"),
        tuple(row.get("hosts", ())),
        tuple(row.get("aliases", ())),
    )
