"""JSON Lines, read strictly: what a person typed wrong is said, not guessed at."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from lionrock.model.source import Fetched, Report
from lionrock.model.statement import Problem

Row = dict[str, Any]

LONGEST_LINE = 1_000_000  # bytes; a longer one is a broken file, not a fact
_MARK = b"\xef\xbb\xbf"
_COLON = b'":'
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def rows(fetched: Fetched, report: Report) -> Iterator[tuple[int, Row]]:
    """Yield (line number, object) for every line that holds one, and report every other.

    Empty lines are skipped. Lines may end in CR LF, but a file that does so is reported once:
    its digest, and with it the build, would depend on who saved it.
    """
    returned = False
    with fetched.path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.endswith(b"\r\n") and not returned:
                returned = True
                report(Problem(fetched.name, number, "line ends in CR LF; expected LF alone"))
            if not line.strip():
                continue
            try:
                row = _row(line)
            except ValueError as error:
                report(Problem(fetched.name, number, f"broken JSON: {error}"))
            else:
                yield number, row


def _row(line: bytes) -> Row:
    """The object on a line; ValueError says what is there instead."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"line of {len(line)} bytes; expected at most {LONGEST_LINE}")
    if line.startswith(_MARK):
        raise ValueError("byte order mark; save the file as UTF-8 without one")
    try:
        row = _decode(line)
    except RecursionError:
        raise ValueError("brackets nested too deep") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error.reason}") from None
    if not isinstance(row, dict):
        raise ValueError("expected an object in braces")
    # Every key is followed by a colon, so one that was lost shows as a colon too many.
    if line.count(_COLON) != _encode(row).count(_COLON) or b'" :' in line or b'"\t:' in line:
        json.loads(line, object_pairs_hook=_distinct)
    return row


def _distinct(pairs: list[tuple[str, Any]]) -> Row:
    """The object of `pairs`; ValueError when a key is written twice: one would be lost."""
    row = dict(pairs)
    if len(row) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"key {twice!r} is written twice")
    return row
