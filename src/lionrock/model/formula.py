"""Texts that a spreadsheet would run: what begins like a formula is guarded by an apostrophe."""

import re
from typing import TypeVar

# Full-width forms count, and white space before, since imports strip it; a plain number is none.
_FORMULA = re.compile("[\t\r\n]|[ \t\r\n\f\v\u00a0\u3000]*[=+\\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
Value = TypeVar("Value")


def guarded(cell: Value) -> Value | str:
    """A cell no spreadsheet takes for a formula: such a text gets an apostrophe in front."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
