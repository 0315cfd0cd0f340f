"""Files that are no dump, or a broken one: a clear word, never a crash, and no more memory."""

import gzip
import io
import json
import random
import resource
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lionrock.sources._ror_stream import BadDump, spans
from lionrock.sources.ror import read_dump
from tests.sources.dumps import FIRST, SECOND, read, row, written, zipped

NAME = "v0.2-2026-01-01-ror-data"
GOOD = SECOND.read_bytes()
DEEP = b'{"a":' * 8 + b"{}" + b"}" * 8


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, as a slow network file does."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._step)


JSON = st.recursive(
    st.none() | st.integers() | st.text(alphabet='ab\\"{}[],é\n', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('a"}', max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=3), max_size=5)


@given(OBJECTS, st.sampled_from([None, 1]), st.integers(1, 40), st.booleans())
def test_records_are_found_whatever_they_hold(
    rows: list[dict[str, object]], indent: int | None, step: int, ascii_only: bool
) -> None:
    data = json.dumps(rows, indent=indent, ensure_ascii=ascii_only).encode()
    found = list(spans(Trickle(b" \n" + data + b"\n", step)))
    assert [json.loads(record) for _, _, record in found] == rows
    assert [number for number, _, _ in found] == [*range(1, len(rows) + 1)]
    assert all(data[at - 2 : at - 2 + len(record)] == record for _, at, record in found)
    lines = "\r\n\n".join(json.dumps(one, ensure_ascii=ascii_only) for one in [{}, *rows]).encode()
    found = list(spans(Trickle(lines, step)))
    assert [json.loads(record) for _, _, record in found] == [{}, *rows]
    assert [number for number, _, _ in found] == [*range(1, 2 * len(rows) + 2, 2)]


@given(st.integers(0, len(GOOD) - 3))
def test_a_dump_cut_anywhere_is_never_taken_for_a_whole_one(end: int) -> None:
    with pytest.raises(BadDump):
        list(spans(io.BytesIO(GOOD[:end])))


@given(st.binary(max_size=60) | st.text(alphabet='[]{},"\\a1 ', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for wrapped in (data, b"[" + data, b"[{" + data, b"{" + data):
        try:
            read_back = [record for _, _, record in spans(io.BytesIO(wrapped))]
        except BadDump as error:
            assert str(error)
        else:
            assert all(record in wrapped for record in read_back)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected [ or { at its start, it is empty"),
        (b"id,name\n1,x\n", "expected [ or { at its start, found b'i'"),
        (gzip.compress(GOOD, mtime=0), r"expected [ or { at its start, found b'\x1f'"),
        ("[]".encode("utf-16"), "expected [ or { at its start, found b'\\xff'"),
        (b"[]", "no record of ROR in it"),
        (b"[{}, 3]", "broken JSON at record 1, byte 5: found b'3'"),
        (b"[{},]", "broken JSON at record 1, byte 4: found b']'"),
        (b"[{}][{}]", "broken JSON at record 1, byte 4: found b'['"),
        (b"[{}", "the file breaks off at record 1, byte 3; download it again"),
        (b'[{"a": "', "the file breaks off at record 1, byte 1; download it again"),
        (b"[" + b"{" * 3_000_000, "the file breaks off at record 1, byte 1"),
        (b"[" + DEEP + b" " * 20_000_000, "braces deeper than 8"),
        (b'[{"a": "' + b"\\" * 20_000_000, "does not end within"),
        (b"{" + b"a" * 20_000_000, "line 1 is longer than"),
        (b"[" + b"{}," * 50 + b"{}]", "none of the first 20 records is one of ROR"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_what_is_no_dump_is_told(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_bytes(data)
    with pytest.raises(BadDump) as refused:
        read(path)
    assert str(refused.value).startswith("dump.json: ")
    assert message in str(refused.value)


def test_a_broken_record_is_told_with_its_place_and_left_out(tmp_path: Path) -> None:
    good, other = json.dumps(row("her0n0")), json.dumps(row("0ther0"))
    broken = {
        '{"id": 5, "name": "x"}': "Expected `str`, got `int` - at `$.id`",
        '{"id": "https://ror.org/0short", "name": "x"}': "id: 'https://ror.org/0short' is not",
        '{"name": "x"}': "Object missing required field `id`",
        json.dumps(row("nnnnnn", " ")): "no name",
        '{"id": "x", }': "JSON is malformed",
        '{"id": "\\ud800", "name": "x"}': "JSON is malformed",
        json.dumps(row("her0n0")): "0her0n000 a second time",
        '{"id": "x", "name": "x", "links": ' + "[" * 9_999 + "]" * 9_999 + "}": "nested too deep",
    }
    for text, message in broken.items():
        path = tmp_path / "dump.json"
        path.write_text(f"[{good}, {text}, {other}]", "utf-8")
        found, problems = read(path)
        assert [one.ror for one in found] == ["0her0n000", "00ther000"]
        assert [problem.line for problem in problems] == [2]
        where = f"dump.json:2: record at byte {len(good) + 3:,} left out: "
        assert str(problems[0]).startswith(where)
        assert message in problems[0].message
    path.write_bytes(b"[" + good.encode() + b', {"id": "\xff", "name": "x"}]')
    assert "not UTF-8" in read(path)[1][0].message


def test_of_many_broken_records_the_rest_is_counted(tmp_path: Path) -> None:
    rows = [row("her0n0"), *[{"id": "x", "name": "x"}] * 150]
    found, problems = read(written(tmp_path / "dump.jsonl", rows))
    assert len(found) == 1 and len(problems) == 101
    assert problems[0].line == 2
    assert problems[-1].message == "50 more records left out"


def test_what_is_odd_is_told_once_and_read_all_the_same(tmp_path: Path) -> None:
    plain, strange = row("her0n0"), row("her0n0")
    strange |= {"status": "asleep", "types": ["circus"], "colour": "grey"}
    strange["names"][0] |= {"script": "Latn"}
    strange["names"].append({"value": "Grey Heron", "types": ["nickname"], "lang": None})
    strange["names"].append({"value": "x" * 501, "types": ["alias"], "lang": None})
    strange["relationships"] = [
        {"type": "rival", "id": "x", "label": ""}, {"type": "parent", "id": "x", "label": ""},
    ]  # fmt: skip
    plain["names"].append({"value": "Grey Heron", "types": ["alias"], "lang": None})
    other = {**strange, "id": "https://ror.org/00ther000"}
    found, problems = read(written(tmp_path / "dump.json", [strange, other]))
    assert found[:1] == read(written(tmp_path / "plain.json", [plain]))[0]
    assert {problem.message for problem in problems} == {
        f"{message} (2 times, here first)"
        for message in (
            "unknown field 'colour', left unread",
            "unknown field 'names.script', left unread",
            "unknown status 'asleep', taken as active",
            "unknown type 'circus', left unread",
            "unknown name types ['nickname']",
            "a name of more than 500 characters, left unread",
            "unknown relationship 'rival', left unread",
            "parent: 'x' is no ROR id, left unread",
        )
    }


def test_null_stands_for_nothing(tmp_path: Path) -> None:
    bare = row("her0n0", types=None, locations=None, relationships=None)
    old = {"id": "https://ror.org/0ad000000", "name": "Old"} | dict.fromkeys(
        ("labels", "aliases", "acronyms", "types", "addresses", "country", "relationships")
    )
    found, problems = read(written(tmp_path / "dump.json", [bare, old]))
    assert [one.label.en for one in found] == ["Heron Institute", "Old"]
    assert not problems


def test_a_zip_is_read_in_the_newer_schema(tmp_path: Path) -> None:
    both = {
        f"{NAME}.csv": b"id,name",
        f"__MACOSX/._{NAME}.json": b"\x00",
        f"{NAME}.json": FIRST.read_bytes(),
        f"folder/{NAME}_schema_v2.json": GOOD,
        "readme.json": b"{}",
    }
    second, first = read(SECOND), read(FIRST)
    assert read(zipped(tmp_path / "both.zip", both)) == second
    named = {f"{NAME}_schema_v1.json": FIRST.read_bytes(), f"{NAME}.json": GOOD}
    assert read(zipped(tmp_path / "named.zip", named)) == second
    assert read(zipped(tmp_path / "old.zip", {f"{NAME}.json": both[f"{NAME}.json"]})) == first
    lines = written(tmp_path / "any.jsonl", json.loads(GOOD)).read_bytes()
    assert read(zipped(tmp_path / "mine", {"any.jsonl": b"\xef\xbb\xbf" + lines})) == second


def bad_zip(kind: str, path: Path) -> Path:
    if kind == "bomb":
        return zipped(path, {f"{NAME}.json": b"[" + b" " * 50_000_000 + b"]"})
    if kind == "link":
        member = zipfile.ZipInfo(f"{NAME}.json")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, b"/etc/passwd")
        return path
    if kind == "none":
        return zipped(path, {"a.csv": b"", "b.txt": b""})
    if kind == "two":
        return zipped(path, {"a.json": GOOD, "b.json": GOOD})
    data = bytearray(zipped(path, {f"{NAME}.json": GOOD}).read_bytes())
    directory = data.index(b"PK\x01\x02")
    if kind == "encrypted":
        data[6] |= 1
        data[directory + 8] |= 1
    elif kind == "method":
        data[8], data[directory + 10] = 97, 97
    elif kind == "giant":
        data[directory + 24 : directory + 28] = (0xFFFFFF00).to_bytes(4, "little")
    elif kind == "damaged":
        data[200:230] = bytes(30)
    elif kind == "lies":
        data[directory + 24 : directory + 28] = (900).to_bytes(4, "little")
    path.write_bytes(data[:-100] if kind == "cut" else data)
    return path


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("bomb", "a zip bomb?"), ("link", "is not a plain file"), ("encrypted", "is encrypted"),
        ("none", "no .json file in the zip, which holds 'a.csv', 'b.txt'; expected a ROR"),
        ("two", "the zip holds 'a.json' and 'b.json'; unpack it and give one of them"),
        ("method", "unpack it and give the .json"), ("giant", "bytes; at most 2,147,483,648"),
        ("damaged", "cut off or damaged"), ("cut", "cut off or damaged"),
        ("lies", "cut off or damaged"),
    ],
)  # fmt: skip
def test_a_bad_zip_is_refused(kind: str, message: str, tmp_path: Path) -> None:
    path = bad_zip(kind, tmp_path / "dump.zip")
    with pytest.raises(BadDump) as refused:
        read(path)
    assert str(refused.value).startswith("dump.zip: ") and message in str(refused.value)


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadDump, match=r"no\.zip: cannot be read: No such file"):
        read(tmp_path / "no.zip")
    with pytest.raises(BadDump, match="cannot be read: Is a directory"):
        read(tmp_path)


def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    chance, letters = random.Random(1), "0123456789abcdefghjkmnpqrstvwxyz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(f"{NAME}.json", "w") as member,
    ):
        member.write(b"[" + json.dumps(row("her0n0")).encode())
        for number in range(12_000):
            mark = "".join(letters[number >> shift & 31] for shift in (25, 20, 15, 10, 5, 0))
            filler = chance.randbytes(300).hex() + "x" * 8_000
            member.write(b"," + json.dumps(row(mark, domains=[filler])).encode())
        member.write(b"]")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in read_dump(path, print)) == 12_001
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 32 * 1024  # KiB; the dump has 100 MB
