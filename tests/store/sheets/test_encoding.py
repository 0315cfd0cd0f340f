"""Bytes become the text they were, whichever of six encodings they are in."""

import codecs
import gc
from pathlib import Path

import pytest

from lionrock.store.sheets.encoding import Encoding, detect, known, likeness
from lionrock.store.sheets.sheet import Oddities, SheetFault
from lionrock.store.sheets.text import TextLines

TRADITIONAL = [
    "香港科技大學", "香港商湯科技有限公司", "嗇色園主辦可立中學", "香港應用科技研究院", "數碼港",
    "裕元工業（集團）有限公司", "醫院管理局", "香港中文大學（深圳）", "啟思出版社", "粵港澳大灣區",
]  # fmt: skip
SIMPLIFIED = [
    "深圳市腾讯计算机系统有限公司", "清华大学深圳国际研究生院", "鹏城实验室", "广州南沙开发区",
    "华为技术有限公司", "中国科学院自动化研究所", "珠海横琴", "东莞理工学院", "澳门大学",
]  # fmt: skip
MIXED = ["HKUST 香港科技大學", "Univ. of HK", "ABC Ltd 有限公司", "Peng Cheng Lab"]


def _file(lines: list[str]) -> str:
    return "id,name\r\n" + "".join(f"{n},{line}\r\n" for n, line in enumerate(lines))


@pytest.mark.parametrize("name", ["utf-8", "big5hkscs", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("lines", [TRADITIONAL, MIXED, TRADITIONAL[:1], TRADITIONAL[:1] * 3])
def test_traditional(name: str, lines: list[str]) -> None:
    assert detect(_file(lines).encode(name)).name == name


@pytest.mark.parametrize("name", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("lines", [SIMPLIFIED, SIMPLIFIED[:1], SIMPLIFIED[2:3]])
def test_simplified(name: str, lines: list[str]) -> None:
    assert detect(_file(lines).encode(name)).name == name


@pytest.mark.parametrize("each", [*TRADITIONAL, *SIMPLIFIED])
def test_one_short_name_is_enough_to_tell_gb18030(each: str) -> None:
    assert detect(f"name\n{each}\n".encode("gb18030")).name == "gb18030"


@pytest.mark.parametrize("each", TRADITIONAL)
def test_one_short_name_is_enough_to_tell_big5(each: str) -> None:
    assert detect(f"name\n{each}\n".encode("big5hkscs")).name == "big5hkscs"


def test_a_mark_decides() -> None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        assert detect(mark + "名".encode(name)) == Encoding(name, len(mark))


def test_a_sample_may_end_within_a_character() -> None:
    for name in ("utf-8", "big5hkscs", "gb18030", "utf-16-le"):
        data = _file(TRADITIONAL * 5).encode(name)
        for end in range(len(data) - 8, len(data)):
            assert detect(data[:end]).name == name


def test_a_few_broken_bytes_do_not_change_what_the_rest_is() -> None:
    data = _file(TRADITIONAL * 5).encode()
    assert detect(data[:100] + b"\xff\xfe\xc3" + data[100:]).name == "utf-8"


def test_zero_bytes_in_a_text_do_not_make_it_utf_16() -> None:
    assert detect(b"id,name\n1,a\0b\n2," + b"word " * 200).name == "utf-8"


def test_likeness_orders_right_readings_before_wrong_ones() -> None:
    data = "".join(SIMPLIFIED).encode("gb18030")
    assert likeness(data, "gb18030") > likeness(data, "big5hkscs")
    assert likeness(b"plain", "gb18030") == 0.0


@pytest.mark.parametrize(
    ("asked", "name"),
    [("Big5", "big5hkscs"), ("GBK", "gb18030"), ("UTF8", "utf-8"), ("latin1", "iso8859-1"),
     ("utf_16", "utf-16"), ("big5-hkscs", "big5hkscs")],
)  # fmt: skip
def test_names_that_people_use(asked: str, name: str) -> None:
    assert known(asked) == name


@pytest.mark.parametrize("asked", ["klingon", "rot13", "base64", "\0"])
def test_a_name_that_is_none_is_refused(asked: str) -> None:
    with pytest.raises(ValueError, match="no encoding"):
        known(asked)


def _read(path: Path, encoding: str = "") -> tuple[str, TextLines, Oddities]:
    oddities = Oddities()
    lines = TextLines(path, encoding, oddities)
    try:
        return "".join(lines), lines, oddities
    finally:
        lines.close()


@pytest.mark.parametrize("name", ["utf-8", "big5hkscs", "gb18030", "utf-16", "utf-16-be"])
def test_lines_give_the_text_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / "rows.csv"
    text = _file(TRADITIONAL) + 'x,"two\nlines"\rold,mac\n'
    path.write_bytes(text.encode(name))
    read, lines, oddities = _read(path)
    assert read == text
    assert lines.marked == (name == "utf-16")
    assert not oddities.seen


def test_a_file_may_be_ascii_for_long(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,name\n" + b"1,plain\n" * 300_000 + "2,香港科技大學\n".encode("big5hkscs"))
    read, lines, oddities = _read(path)
    assert lines.encoding == "big5hkscs"
    assert read.endswith("2,香港科技大學\n")
    assert not oddities.seen


def test_bytes_that_are_no_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    good = "".join(f"{n},{name}\n" for n, name in enumerate(TRADITIONAL))
    path.write_bytes(b"id,name\n" + good.encode() + b"7,\xff\xff\n8,ok\n9,\x80\n")
    read, _, oddities = _read(path)
    assert read.endswith("7,\ufffd\ufffd\n8,ok\n9,\ufffd\n")
    assert oddities.seen == {"undecodable": (2, 12)}


def test_the_encoding_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("名\n".encode("gb18030"))
    assert _read(path, "gbk")[0] == "名\n"
    with pytest.raises(SheetFault, match="no encoding 'klingon'"):
        _read(path, "klingon")


def test_who_stops_half_way_may_close_the_file_first(tmp_path: Path) -> None:
    """What is left of the reading is then let go of without a word (a warning is an error here)."""
    path = tmp_path / "a.csv"
    path.write_text("one\ntwo\n", "utf-16")
    lines = TextLines(path, "", Oddities())
    begun = iter(lines)
    assert next(begun) == "one\n"
    lines.close()
    del begun, lines
    gc.collect()
