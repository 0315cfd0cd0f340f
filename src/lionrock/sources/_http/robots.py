"""The Robots Exclusion Protocol (RFC 9309): which addresses a site lets programs fetch."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import msgspec

LARGEST = 500 * 1024  # bytes that are read; RFC 9309, 2.5
SLOWEST = 60.0  # seconds; a longer Crawl-delay is taken as this

_LINE = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^#]*)")
_RULES, _LENGTH = 5_000, 2_000


class Rules(msgspec.Struct, frozen=True):
    """What one program may fetch: (allowed, pattern) in file order, and the pause it asks for."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched: the longest pattern decides, on a tie the permission."""
        parts = urlsplit(url)
        path = _escaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        best = (-1, True)
        for allowed, pattern in self.rules:
            if (len(pattern), allowed) > best and _matches(pattern, path):
                best = (len(pattern), allowed)
        return best[1]


ALL = Rules()
NONE = Rules(((False, "/"),))


def rules_for(text: str, product: str) -> Rules:
    """Read a robots.txt for the program named `product`; groups for it are taken together."""
    mine: list[tuple[str, str]] | None = None
    others: list[tuple[str, str]] = []
    for agents, lines in _groups(text):
        if product.lower() in agents:
            mine = [*(mine or ()), *lines]
        elif "*" in agents:
            others += lines
    return _rules(others if mine is None else mine)


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Yield (product tokens in lower case, their lines)."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for written in text.lstrip("\ufeff").splitlines():
        found = _LINE.match(written)
        if found is None:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = set(), []
            token = re.match("[a-z_-]+|[*]", value.lower())
            agents.add(token[0] if token else value.lower())
        elif name in ("allow", "disallow", "crawl-delay") and agents:
            lines.append((name, value))
    yield agents, lines


def _rules(lines: list[tuple[str, str]]) -> Rules:
    rules: list[tuple[bool, str]] = []
    delay = 0.0
    for name, value in lines:
        if name == "crawl-delay":
            if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value):
                delay = min(float(value), SLOWEST)
        elif value and len(value) <= _LENGTH and len(rules) < _RULES:
            rules.append((name == "allow", _escaped(value)))
    return Rules(tuple(rules), delay)


def _escaped(path: str) -> str:
    """The path with octets beyond ASCII in percent-encoding, and that in capitals."""
    return re.sub("%[0-9a-fA-F]{2}", lambda m: m[0].upper(), quote(path, safe="%/*$?&=:;,+@!~'()"))


def _matches(pattern: str, path: str) -> bool:
    """Whether the path begins as the pattern says; * is any text, a closing $ the path's end.

    In time proportional to the product of both lengths, whatever the pattern.
    """
    anchored = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not parts:
        return not anchored or len(path) == len(first)
    at = len(first)
    for part in parts[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = parts[-1]
    if anchored:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
