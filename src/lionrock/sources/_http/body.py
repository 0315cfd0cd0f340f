"""The bytes of an answer on their way to a file: unpacked, counted, looked at, digested."""

import codecs
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from lionrock.model.source import FetchFailed

STEP = 1 << 18  # bytes that are unpacked at once
_SLACK = 1 << 20  # bytes that any body may unpack to
_SPACE = b" \t\r\n"
_JSON = b'{["-0123456789tfn'
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


class Limits(msgspec.Struct, frozen=True):
    """What a body may be: `form` is "json", "xml" or "" (any); `charset` as the server says."""

    largest: int
    ratio: int
    form: str = ""
    charset: str = ""


class Received(msgspec.Struct, frozen=True):
    """A whole body: bytes, SHA-256 and MD5 in hex."""

    size: int
    digest: str
    md5: str


def receive(chunks: Iterable[bytes], encoding: str, limits: Limits, into: IO[bytes]) -> Received:
    """Write a body to `into`; FetchFailed when it is too large, damaged or of another form.

    Nothing is held in memory but one step; a bomb is left as soon as it is larger than allowed.
    """
    look = _Look(limits)
    size, sha, md5 = 0, hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    for part in _unpacked(_counted(chunks, limits), encoding, limits):
        size += len(part)
        if size > limits.largest:
            raise FetchFailed("too_large", f"more than {limits.largest:,} bytes")
        look.at(part)
        sha.update(part)
        md5.update(part)
        into.write(part)
    look.end()
    return Received(size, sha.hexdigest(), md5.hexdigest())


def _counted(chunks: Iterable[bytes], limits: Limits) -> Iterator[bytes]:
    taken = 0
    for chunk in chunks:
        taken += len(chunk)
        if taken > limits.largest:
            raise FetchFailed("too_large", f"more than {limits.largest:,} bytes are being sent")
        yield chunk


def _unpacked(chunks: Iterable[bytes], encoding: str, limits: Limits) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from chunks
    elif encoding in ("gzip", "x-gzip"):
        yield from _gunzipped(chunks, limits.ratio)
    else:
        shown = encoding[:40]
        raise FetchFailed("broken", f"packed as {shown!r}, though only gzip was accepted")


def _gunzipped(chunks: Iterable[bytes], ratio: int) -> Iterator[bytes]:
    """Unpack gzip, of one member or several (RFC 1952), a step at a time."""
    taken = given = 0
    unpack = zlib.decompressobj(31)
    begun = False
    for chunk in chunks:
        taken += len(chunk)
        rest = chunk
        while rest:
            if unpack.eof:
                if not rest.strip(b"\0"):
                    break
                unpack = zlib.decompressobj(31)
            begun = True
            try:
                part = unpack.decompress(rest, STEP)
            except zlib.error as error:
                raise FetchFailed("broken", f"damaged gzip ({error})") from None
            given += len(part)
            if given > taken * ratio + _SLACK:
                times = given // max(taken, 1)
                raise FetchFailed("too_large", f"unpacks to {times} times its size; a bomb?")
            yield part
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    if begun and not unpack.eof:
        yield unpack.flush()  # what did not fit into the last step
    if begun and not unpack.eof:
        raise FetchFailed("broken", "the gzip breaks off")


class _Look:
    """Looks at a body as it passes: is it what was asked for?"""

    def __init__(self, limits: Limits) -> None:
        self._form, self._charset = limits.form, limits.charset
        self._head = b""
        self._read = 0
        self._decode = codecs.getincrementaldecoder("utf-8")() if self._form == "json" else None

    def at(self, part: bytes) -> None:
        if self._form and len(self._head) < 512:
            self._head = (self._head + part[:512]).removeprefix(codecs.BOM_UTF8).lstrip(_SPACE)
            if self._head:
                self._judge()
        if self._decode is not None:
            self._utf8(part, final=False)
        self._read += len(part)

    def end(self) -> None:
        """The body is over."""
        if self._form and not self._head:
            raise FetchFailed("wrong_type", "the answer is empty")
        if self._decode is not None:
            self._utf8(b"", final=True)

    def _judge(self) -> None:
        due = self._form.upper()
        if _HTML.match(self._head):
            raise FetchFailed("wrong_type", f"a web page (HTML) where {due} was due")
        fits = self._head[:1] in _JSON if self._form == "json" else self._head[:1] == b"<"
        if not fits and self._form == "json" and self._head[:1] == b"<":
            raise FetchFailed("wrong_type", "XML or HTML where JSON was due")
        if not fits and self._head[:1].isascii():
            raise FetchFailed("wrong_type", f"not {due}: it begins with {self._head[:20]!r}")

    def _utf8(self, part: bytes, final: bool) -> None:
        try:
            assert self._decode is not None
            self._decode.decode(part, final)
        except UnicodeDecodeError as error:
            said = f"; the server says {self._charset[:40]!r}" if self._charset else ""
            place = self._read + error.start
            raise FetchFailed(
                "wrong_type", f"JSON has to be UTF-8, and byte {place:,} is not{said}"
            ) from None
