"""The one door to the network: polite, bounded, and trusting nothing that comes in."""

import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

import httpx
import msgspec

from lionrock.model.source import Ask, FetchFailed, Key, Source
from lionrock.sources._http import waiting
from lionrock.sources._http.addresses import Resolve, resolve
from lionrock.sources._http.body import Limits, Received, receive
from lionrock.sources._http.guide import Guide
from lionrock.sources._http.hops import Answer, Hops, address, shown
from lionrock.sources._http.policy import Policy

_AGAIN = (408, 425, 500, 502, 503, 504)
_LONGEST_BACKOFF = 60.0
_SAID = 4_096  # bytes of a refusal that are read for its reason


class Known(msgspec.Struct, frozen=True):
    """What makes a request conditional: the validators of the file that is kept."""

    etag: str = ""
    modified: str = ""


class Reply(msgspec.Struct, frozen=True):
    """A file as it came; `received` is None when the one that is kept is still current."""

    received: Received | None
    media_type: str = ""
    etag: str = ""
    modified: str = ""
    following: str = ""


class Again(FetchFailed):
    """It may work on another try, after `wait` seconds where the server said so."""

    wait: float | None = None


class Door:
    """Fetches files; use it in a `with`, which closes its connections.

    `keys` are API keys by name, `cache` a folder for robots.txt. `sleep` waits.
    """

    def __init__(
        self,
        policy: Policy,
        keys: Mapping[str, str],
        cache: Path,
        look_up: Resolve = resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._policy, self._keys, self._sleep = policy, keys, sleep
        self._hops = Hops(policy, look_up, keys)
        self._guide = Guide(self._hops, policy, cache, sleep)
        self._spent: dict[str, datetime] = {}  # host → when its budget is whole again
        self.requests = 0

    def __enter__(self) -> "Door":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hops.close()

    def fetch(self, source: Source, ask: Ask, known: Known, into: Path) -> Reply:
        """Fetch `ask` into the file `into`, trying again where that may help; FetchFailed.

        Of what the server keeps unchanged, by the validators `known`, nothing is written.
        """
        for count in range(1, self._policy.tries + 1):
            try:
                return self._fetch(source, ask, known, into)
            except Again as failed:
                into.unlink(missing_ok=True)
                wait = self._wait(failed, count)
                if count == self._policy.tries or wait > self._policy.patience:
                    raise self._cleaned(failed) from None
                self._sleep(wait)
            except FetchFailed as failed:
                into.unlink(missing_ok=True)
                raise self._cleaned(failed) from None
        raise AssertionError("at least one try")

    def _wait(self, failed: Again, count: int) -> float:
        """Seconds to the next try: as the server said, else longer each time, never in step."""
        if failed.wait is not None:
            return failed.wait
        longest = min(self._policy.backoff * 2.0 ** (count - 1), _LONGEST_BACKOFF)
        return longest * random.uniform(0.5, 1.0)

    def _cleaned(self, failed: FetchFailed) -> FetchFailed:
        """The failure with every key taken out of its words."""
        text = str(failed)
        for secret in self._keys.values():
            text = text.replace(secret, "…")
        return FetchFailed(failed.reason, text, failed.again)

    def _fetch(self, source: Source, ask: Ask, known: Known, into: Path) -> Reply:
        self._hops.deadline.set(self._policy.total)
        url = address(ask.url)
        for _ in range(self._policy.hops + 1):
            self._unspent(url)
            self._guide.admit(source, url)
            self.requests += 1
            try:
                with self._hops.send(url, _headers(ask, known), source.key) as answer:
                    target = self._hops.redirected(answer, url, source.key)
                    if target is None:
                        return self._read(answer, url, (source.key, ask, known), into)
                url = target
            except FetchFailed as failed:
                raise _retried(failed, url) from None
        raise FetchFailed("refused", f"more than {self._policy.hops} redirects, to {shown(url)}")

    def _unspent(self, url: httpx.URL) -> None:
        again = self._spent.get(url.host)
        if again is not None and datetime.now(UTC) < again:
            raise _used_up(again)

    def _read(
        self, answer: Answer, url: httpx.URL, asked: tuple[Key | None, Ask, Known], into: Path
    ) -> Reply:
        key, ask, known = asked
        now = datetime.now(UTC)
        if waiting.budget(answer.headers).spent and answer.status in (200, 304):
            self._spent[url.host] = waiting.resets_at(answer.headers, now)
        if answer.status == 304 and (known.etag or known.modified):
            return Reply(None)
        if answer.status != 200:
            raise self._refusal(answer, url, key)
        received = self._receive(answer, ask, into)
        return Reply(
            received, answer.media_type, answer.headers.get("etag", "")[:500],
            answer.headers.get("last-modified", "")[:100], _following(answer, url, key),
        )  # fmt: skip

    def _receive(self, answer: Answer, ask: Ask, into: Path) -> Received:
        form = _form(answer.media_type, ask.media)
        limits = Limits(ask.largest, self._policy.ratio, form, answer.charset)
        said = answer.headers.get("content-length", "")
        if re.fullmatch("[0-9]{1,18}", said) and int(said) > ask.largest:
            raise FetchFailed("too_large", f"{int(said):,} bytes; expected at most {ask.largest:,}")
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        with into.open("wb") as file:
            received = receive(answer.chunks(), encoding, limits, file)
        if ask.md5 and received.md5 != ask.md5:
            raise FetchFailed("broken", f"its MD5 is {received.md5}; expected {ask.md5}")
        return received

    def _refusal(self, answer: Answer, url: httpx.URL, key: Key | None) -> FetchFailed:
        """What a status other than 200 means."""
        now, headers, status = datetime.now(UTC), answer.headers, answer.status
        wait = waiting.retry_after(headers, now)
        if status == 402 or (status in (403, 429) and waiting.used_up(headers)):
            again = self._spent[url.host] = waiting.resets_at(headers, now)
            return _used_up(again)
        if status == 429 or (status in (403, 503) and wait is not None):
            failed = Again(
                "throttled",
                f"{shown(url)}: HTTP {status}: too many requests",
                None if wait is None else now + timedelta(seconds=wait),
            )
            failed.wait = wait
            return failed
        message = f"{shown(url)}: HTTP {status}{_reason(answer)}"
        if status in (404, 410):
            return FetchFailed("not_found", message)
        if status in (401, 403) and key is not None:
            message += f"; a key is read from LIONROCK_{key.name.upper()}_KEY"
        return (
            Again("unreachable", message) if status in _AGAIN else FetchFailed("answered", message)
        )


def _used_up(again: datetime) -> FetchFailed:
    return FetchFailed(
        "used_up", f"the budget of the service is used up until {again:%Y-%m-%d %H:%M} UTC", again
    )


def _headers(ask: Ask, known: Known) -> dict[str, str]:
    accepted = {"json": "application/json", "xml": "application/atom+xml, application/xml"}
    headers = {"Accept": ", ".join(accepted.get(one, one) for one in ask.media) or "*/*"}
    headers |= dict(ask.headers)
    if known.etag:
        headers["If-None-Match"] = known.etag
    elif known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers


def _retried(failed: FetchFailed, url: httpx.URL) -> FetchFailed:
    """The failure with its address; one of those that may pass by themselves as Again."""
    if isinstance(failed, Again):
        return failed
    text = str(failed) if shown(url) in str(failed) else f"{shown(url)}: {failed}"
    if failed.reason in ("unreachable", "timeout", "broken"):
        return Again(failed.reason, text, failed.again)
    return FetchFailed(failed.reason, text, failed.again)


def _form(media_type: str, media: tuple[str, ...]) -> str:
    """How the body is held to what was asked for; FetchFailed for a type that will not do."""
    if not media or media_type in media:
        return ""
    is_json = media_type.endswith(("/json", "+json")) or media_type == "text/json"
    is_xml = media_type.endswith(("/xml", "+xml")) and media_type != "application/xhtml+xml"
    vague = media_type in ("", "text/plain", "application/octet-stream", "binary/octet-stream")
    for form, fits in (("json", is_json), ("xml", is_xml)):
        if form in media and (fits or vague):
            return form
    if vague:
        return ""
    kinds = " or ".join(one.upper() if "/" not in one else one for one in media)
    raise FetchFailed("wrong_type", f"{media_type[:60]!r} where {kinds} was due")


def _following(answer: Answer, url: httpx.URL, key: Key | None) -> str:
    """The next page that a Link header names, resolved, without a key."""
    for target, parameters in re.findall(
        r"<([^<>]{1,4000})>([^<]*)", answer.headers.get("link", "")
    ):
        if re.search(r";\s*rel\s*=\s*(?:next\b|\"(?:[^\"]*\s)?next(?:\s[^\"]*)?\")", parameters):
            try:
                found = address(target, url)
            except FetchFailed:
                return ""
            if key is not None and key.parameter and key.parameter in found.params:
                found = found.copy_remove_param(key.parameter)
            return str(found)
    return ""


def _reason(answer: Answer) -> str:
    """What the server says about a refusal, in printable characters, where it says it in JSON."""
    if not answer.media_type.endswith("json") or answer.headers.get("content-encoding"):
        return ""
    taken = b""
    for chunk in answer.chunks():
        taken += chunk
        if len(taken) > _SAID:
            return ""
    try:
        said = msgspec.json.decode(taken)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    words = [said.get(name) for name in ("error", "message")] if isinstance(said, dict) else []
    text = " ".join(one for one in words if isinstance(one, str))
    return ": " + "".join(c if c.isprintable() else " " for c in text)[:300] if text else ""
