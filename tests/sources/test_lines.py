"""JSON Lines are read strictly, and no line whatever stops the reading."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.model.source import Fetched
from lionrock.model.statement import Problem, Snapshot
from lionrock.sources._lines import LONGEST_LINE, Row, rows

SNAPSHOT = Snapshot("d", "s", "u", None, "application/jsonl", "CC0")
GOOD = b'{"a": {"b": [{"c": ":"}]}}\n'


def read(folder: Path, data: bytes) -> tuple[list[tuple[int, Row]], list[Problem]]:
    path = folder / "a.jsonl"
    path.write_bytes(data)
    problems: list[Problem] = []
    return list(rows(Fetched(SNAPSHOT, path, "a.jsonl"), problems.append)), problems


def test_good_lines_are_numbered_as_an_editor_does(tmp_path: Path) -> None:
    found, problems = read(tmp_path, GOOD + b"\n  \n" + GOOD + GOOD.strip())
    assert [number for number, _ in found] == [1, 4, 5]
    assert not problems


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "truncated"),
        (b'{"a": 1', "truncated"),
        (b"{'a': 1}", "keys must be strings"),
        (b'{"a": 1,}', "malformed"),
        (b'{"a": NaN}', "invalid"),
        (b'{"a": -Infinity}', "invalid"),
        (b'{"a": 1e999}', "out of range"),
        (b'{"a": ' + b"9" * 5000 + b"}", "out of range"),
        (b'{"a": 1} {"b": 2}', "trailing"),
        (b'["a"]', "expected an object"),
        (b'"a"', "expected an object"),
        (b"7", "expected an object"),
        (b"null", "expected an object"),
        (b"\x00", "invalid"),
        (b'{"a": "\x00"}', "invalid"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b'{"a": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"a": "\\ud800"}', "truncated|surrogate"),
        ('{"a": "甲"}'.encode("utf-16"), "invalid|malformed"),
        (b"\xef\xbb\xbf" + b'{"a": 1}', "byte order mark"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b'{"a": "' + b"x" * LONGEST_LINE + b'"}', "line of 1000010 bytes; expected at most"),
        (b'{"a": 1, "a": 2}', "key 'a' is written twice"),
        (b'{"x": [{"a": 1, "a": 2}]}', "key 'a' is written twice"),
        (b'{"a" : 1, "b": ":", "a" : 2}', "key 'a' is written twice"),
    ],
)
def test_a_broken_line_is_reported_and_the_others_are_read(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    found, problems = read(tmp_path, GOOD + line + b"\n" + GOOD)
    assert [number for number, _ in found] == [1, 3]
    (problem,) = problems
    assert (problem.file, problem.line) == ("a.jsonl", 2)
    assert problem.message.startswith("broken JSON: ")
    assert re.search(reason, problem.message)


def test_windows_line_ends_are_reported_once_and_read(tmp_path: Path) -> None:
    found, problems = read(tmp_path, GOOD + GOOD.replace(b"\n", b"\r\n") * 3)
    assert len(found) == 4
    assert problems == [Problem("a.jsonl", 2, "line ends in CR LF; expected LF alone")]


@given(st.lists(st.binary(max_size=200).filter(lambda line: b"\n" not in line), max_size=5))
def test_any_bytes_are_read_or_reported(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    found, problems = read(tmp_path_factory.getbasetemp(), b"\n".join(lines))
    spoken_of = {number for number, _ in found} | {problem.line for problem in problems}
    assert spoken_of >= {n for n, line in enumerate(lines, 1) if line.strip()}
