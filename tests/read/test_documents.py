"""Documents of every kind: their text, what they say of themselves, what was planted in them."""

from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from lionrock.read.amounts import amounts
from lionrock.read.dates import dates
from lionrock.read.document import Unreadable, read_bytes, read_path, read_text
from lionrock.read.language import language
from lionrock.read.sentences import sentences

PAGE = """<!doctype html><html lang="en"><head><title>Ignored</title>
<meta property="og:title" content="A new centre opens">
<meta property="article:published_time" content="2025-10-08T10:00:00+08:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>A new centre opens</h1>
<p>A centre for robotics opened in Hong <a href="https://spam.example/x">香港AI</a> Kong on Monday,
and <a href="https://gov.example/">the Government</a> put HK$3 billion into it, officials said.</p>
<p>It will employ 200 people in its first year, according to a statement from its director.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_html() -> None:
    document = read_bytes(PAGE.encode(), "page.html")
    assert "opened in Hong Kong on Monday" in document.text
    assert "the Government put HK$3 billion" in document.text
    assert "All rights reserved" not in document.text
    assert document.published == "2025-10-08"
    assert document.language == "en"
    (planted,) = document.planted
    assert (planted.text, planted.url) == ("香港AI", "https://spam.example/x")
    assert document.text[: planted.start].endswith("Hong")


@pytest.mark.parametrize("charset", ["big5hkscs", "gb18030", "utf-16", "utf-8-sig"])
def test_charsets(charset: str) -> None:
    text = "科技園有兩千間公司。" if charset != "gb18030" else "科技园有两千间公司。"
    assert read_bytes(text.encode(charset), "a.txt").text == text


def test_pdf(tmp_path: Path) -> None:
    source = tmp_path / "page.typ"
    source.write_text("The park has 2,400 companies.\n\nIt opened in 2001.", "utf-8")
    path = tmp_path / "page.pdf"
    path.write_bytes(typst.compile(str(source)))
    document = read_path(path)
    assert "2,400 companies" in document.text
    assert document.media_type == "application/pdf"


def test_mail() -> None:
    mail = (
        b"Subject: A new lab\r\nDate: Wed, 08 Oct 2025 10:00:00 +0800\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe lab opened with 30 people.\r\n"
    )
    document = read_bytes(mail, "news.eml")
    assert (document.title, document.published) == ("A new lab", "2025-10-08")
    assert "30 people" in document.text


def test_planted_in_plain_text() -> None:
    document = read_text("The city of Hong 香港AI Kong grew. A 香港AI firm (商湯科技) agreed.")
    assert document.text == "The city of Hong Kong grew. A firm (商湯科技) agreed."
    assert [one.text for one in document.planted] == ["香港AI", "香港AI"]


def test_sentences() -> None:
    text = "Robots at work\nMr. Ho of ABC Ltd. spoke at 3 p.m. on Monday. He left. 有三間公司。好！"
    found = sentences(text)
    assert [text[one.start : one.end] for one in found] == [
        "Robots at work",
        "Mr. Ho of ABC Ltd. spoke at 3 p.m. on Monday.",
        "He left.",
        "有三間公司。",
        "好！",
    ]
    assert [one.heading for one in found] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bank uses AI.", "en"),
        ("銀行採用人工智能。", "zh-Hant"),
        ("银行采用人工智能。", "zh-Hans"),
        ("12345", "unknown"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert language(text) == expected


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(Unreadable, match="neither text"):
        read_bytes(b"\x00\x01\x02" * 100, "a.bin")
    with pytest.raises(Unreadable, match="PDF"):
        read_bytes(b"%PDF-1.7 broken", "a.pdf")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_pages_are_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(PAGE.encode())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    _read_all(bytes(raw), "page.html")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    _read_all(text.encode("utf-8", "surrogatepass"), "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "(" * 50_000,
        "一" * 100_000,
        "HK$" * 50_000,
        "1," * 100_000,
        "<div>" * 20_000,
        "A. " * 50_000,
        "香港" * 50_000,
        "to " * 60_000,
        "2024" * 40_000,
    ],
)
def test_long_lines_end(text: str) -> None:
    _read_all(text.encode(), "a.txt")


def _read_all(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except Unreadable:
        return
    text = document.text
    found = dates(text, "2025-11-12")
    for span in (*sentences(text), *found, *amounts(text, found)):
        assert 0 <= span.start < span.end <= len(text)
