"""How the door behaves: who it says it is, how long it waits, how much it takes."""

import os
import re
from collections.abc import Mapping

import msgspec

PRODUCT = "lionrock"
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]{1,200}")


class Policy(msgspec.Struct, frozen=True):
    """The bounds of every request; times in seconds.

    `connect` and `read` bound one step, `total` a whole file with its redirects. A server that
    asks to wait longer than `patience` is left for the next update. `ratio` is how many times
    its size a body may unpack to. `allow` names addresses (IP, port) that may be asked although
    they are not public: for tests, and for a mirror in one's own network.
    """

    agent: str
    connect: float = 15.0
    read: float = 45.0
    total: float = 1800.0
    tries: int = 4
    backoff: float = 2.0
    patience: float = 120.0
    hops: int = 5
    ratio: int = 100
    allow: frozenset[tuple[str, int]] = frozenset()


def policy(version: str, environ: Mapping[str, str] = os.environ) -> Policy:
    """The policy of this machine; LIONROCK_CONTACT tells servers whom to write to.

    ValueError when that is no address.
    """
    contact = environ.get("LIONROCK_CONTACT", "").strip()
    if contact and not _CONTACT.fullmatch(contact):
        raise ValueError(
            "LIONROCK_CONTACT: expected an e-mail or web address, without spaces or brackets"
        )
    said = f"+{contact}" if contact.startswith(("https://", "http://")) else contact
    return Policy(f"{PRODUCT}/{version} ({said or 'an open observatory; no contact given'})")


def keys(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """API keys by name, from LIONROCK_<NAME>_KEY; ValueError for one that cannot be a key."""
    found = {}
    for variable, value in environ.items():
        named = re.fullmatch("LIONROCK_([A-Z0-9_]+)_KEY", variable)
        if named and value.strip():
            if not re.fullmatch(r"[\x21-\x7e]{8,500}", value.strip()):
                raise ValueError(f"{variable}: expected 8 to 500 characters without spaces")
            found[named[1].lower()] = value.strip()
    return found
