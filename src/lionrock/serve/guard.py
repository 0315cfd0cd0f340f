"""What only a trusted reader may ask of a server: to fetch an address, to write a judgement.

Of a server that listens on its own machine alone, that is whoever sits there; a page of another
site in their browser is not, nor is a name that somebody else made to lead here (DNS rebinding).
Of a server that others reach, and wherever a token is set, it is whoever shows the token.
"""

import hmac
import ipaddress
import os
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from anyio import CapacityLimiter

TOKEN, SERVED_ON = "LIONROCK_TOKEN", "LIONROCK_SERVED_ON"
FETCHES = CapacityLimiter(2)
"""Pages that are fetched at the same time: each may keep a thread half a minute."""
_TOKEN = re.compile(r"[\x21-\x3a\x3c-\x7e]{16,500}")
_BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)
_OWN = ("same-origin", "none")

Refusal = Literal["foreign", "closed", "token"]
"""A request of another site; a server that takes none; a token that is missing or wrong."""


STATUSES: Mapping[Refusal, HTTPStatus] = {
    "foreign": HTTPStatus.FORBIDDEN, "closed": HTTPStatus.FORBIDDEN,
    "token": HTTPStatus.UNAUTHORIZED,
}  # fmt: skip
"""How each is answered."""


class WrongToken(ValueError):
    """LIONROCK_TOKEN is no token; the message says what one is."""


class Guard(msgspec.Struct, frozen=True):
    """Whether a server listens on its own machine alone, and the token that it asks for."""

    near: bool = True
    token: str | None = None

    def refusal(self, headers: Mapping[str, str], shown: str | None = None) -> Refusal | None:
        """Why a request may not fetch or write; None when it may.

        `headers` by lower-case name; `shown` is a token from elsewhere in the request. Where there
        is a token it alone decides: a cookie that holds it is not sent from other sites.
        """
        if self.token is not None:
            given = shown or _bearer(headers)
            held = hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())
            return None if held else "token"
        if not self.near:
            return "closed"
        return "foreign" if _foreign(headers) else None


def guard_of(environ: Mapping[str, str] = os.environ) -> Guard:
    """The guard of a server that is being started; WrongToken."""
    token = environ.get(TOKEN, "").strip() or None
    if token is not None and not _TOKEN.fullmatch(token):
        raise WrongToken(
            f"{TOKEN}: expected 16 to 500 characters without spaces or semicolons, such as "
            "`openssl rand -hex 16` gives"
        )
    return Guard(is_near(environ.get(SERVED_ON, "")), token)


def is_near(host: str) -> bool:
    """Whether a host names this machine alone, as it is listened on or asked for."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bearer(headers: Mapping[str, str]) -> str:
    """The token of an Authorization header (RFC 6750)."""
    found = _BEARER.fullmatch(headers.get("authorization", "").strip())
    return found[1] if found else ""


def _foreign(headers: Mapping[str, str]) -> bool:
    """Whether another site's page sent a request, or it was meant for another machine.

    Browsers say the first in Sec-Fetch-Site (W3C Fetch Metadata), old ones in Origin; what sends
    neither is no browser.
    """
    try:
        asked = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return True
    if not is_near(asked):
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")
