"""The atom of the observatory: who says what about whom, and where that can be checked.

After followthemoney's Statement: subject, property, value, language, source, seen dates,
and a key that is a digest of the claim, so the same claim read twice is the same statement.
"""

import hashlib

import msgspec

KEY_LENGTH = 32
_BREAK = "\x1f"


class Snapshot(msgspec.Struct, frozen=True):
    """Raw bytes as they were fetched; `digest` is their SHA-256 in hex."""

    digest: str
    source: str
    url: str
    fetched_at: str | None
    media_type: str
    licence: str


class Evidence(msgspec.Struct, frozen=True):
    """Where one statement can be seen.

    `locator` is the place in the snapshot (file:line, JSON pointer, character span),
    `method` one of curated, parsed, extracted, `tier` the standing of the publisher at `url`.
    """

    snapshot: str
    url: str
    locator: str
    method: str
    tier: str
    quote_hash: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """One value of one property of one subject, as one source says it.

    `value` is the normalised text, `original` what was written where that differs,
    `rank` the place in the source's own order (an official name comes first).
    """

    subject: str
    kind: str
    prop: str
    value: str
    lang: str | None
    original: str | None
    source: str
    rank: int
    first_seen: str | None
    last_seen: str | None
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> str:
        """The identity of the claim; evidence and the dates it was seen are not part of it."""
        return statement_key(
            (self.source, self.subject, self.kind, self.prop, self.value, self.lang or "")
        )


def statement_key(claim: tuple[str, str, str, str, str, str]) -> str:
    """Digest (source, subject, kind, prop, value, lang): 32 hex digits of SHA-256.

    The build computes the same in SQL; a test holds the two together.
    """
    return hashlib.sha256(_BREAK.join(claim).encode()).hexdigest()[:KEY_LENGTH]


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something wrong in a file a person wrote: where, and what was expected instead."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"
