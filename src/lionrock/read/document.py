"""Documents of every kind into main text: HTML, PDF, e-mail, plain text; feeds into several."""

import email
import email.message
import email.policy
from pathlib import Path

import msgspec

from lionrock.model.reading import Document
from lionrock.read.html import read_html
from lionrock.read.language import language
from lionrock.read.planted import without_planted

MOST_BYTES = 30_000_000
MOST_TEXT = 2_000_000
_CHARSETS = ("big5hkscs", "gb18030")
_FREQUENT = frozenset(
    "的一在有是不人中大和我上年以可公司香港日月元家科技為为國国會会個个時时間间業业發发展創创智能"
    "資资金政府學学院來来到這这們们他她也及與与於于將将已被由"
)


class Unreadable(Exception):
    """A document that cannot be read; the message says why and what would help."""


def read_path(path: Path) -> Document:
    """Read a file; Unreadable when it is none of the kinds known, OSError when it cannot be
    opened."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(f"{path.name}: {size:,} bytes; at most {MOST_BYTES:,} are read")
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str = "", url: str | None = None) -> Document:
    """Read a document from its bytes; its kind is told by them, then by its name."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"{name}: {len(data):,} bytes; at most {MOST_BYTES:,} are read")
    head = data[:1024].lstrip().lower()
    suffix = Path(name).suffix.lower()
    if head.startswith(b"%pdf"):
        return _pdf(data, name, url)
    if head.startswith((b"<!doctype html", b"<html")) or suffix in (".html", ".htm", ".xhtml"):
        return read_html(data, url)
    if suffix == ".eml":
        return _mail(data, url)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"{name}: neither text, HTML, PDF nor e-mail")
    return read_text(_decoded(data), url)


def read_text(text: str, url: str | None = None, published: str | None = None) -> Document:
    """A plain text as a document: planted link texts are taken out and told."""
    refused: tuple[str, ...] = ()
    if len(text) > MOST_TEXT:
        text, refused = text[:MOST_TEXT], (f"read to {MOST_TEXT:,} characters",)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    plain, planted = without_planted(text)
    first = next((line.strip() for line in plain.splitlines() if line.strip()), None)
    title = first if first is not None and len(first) <= 200 and "\n" in plain.strip() else None
    return Document(
        plain, title, None, url, published, language(plain), "text/plain", planted,
        refused=refused,
    )  # fmt: skip


def _decoded(data: bytes) -> str:
    """The text of bytes whose charset nobody says: UTF-8 where that fits, else the Chinese
    charset in which more of the commonest characters come out."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    sample = data[:100_000]
    chosen = max(_CHARSETS, key=lambda name: _common(sample.decode(name, "replace")))
    return data.decode(chosen, "replace")


def _common(text: str) -> float:
    """The share of a text's characters that any Chinese text is full of."""
    return sum(character in _FREQUENT for character in text) - 5 * text.count("\ufffd")


def _mail(data: bytes, url: str | None) -> Document:
    """The text of an e-mail; headers and parts that are broken are what the sender wrote, so
    whatever the standard library trips over there is a mail that cannot be read."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        if body is None:
            raise Unreadable("the e-mail has no text")
        content, is_html = _text_of(body), body.get_content_type() == "text/html"
        subject, sent = str(message["subject"] or ""), message["date"]
        when = sent.datetime.date().isoformat() if sent is not None and sent.datetime else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"the e-mail cannot be read: {str(error)[:200]}") from None
    document = read_html(content.encode(), url) if is_html else read_text(content, url)
    return _with(document, subject or None, when)


def _text_of(body: email.message.MIMEPart) -> str:
    """The text of a part in the charset that it names, where that is one and fits."""
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = body.get_content_charset()
    try:
        return data.decode(charset) if charset else _decoded(data)
    except (LookupError, ValueError):
        return _decoded(data)


def _with(document: Document, title: str | None, published: str | None) -> Document:
    return msgspec.structs.replace(
        document, title=title or document.title, published=published or document.published
    )


def _pdf(data: bytes, name: str, url: str | None) -> Document:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"{name}: the PDF cannot be opened ({error})") from None
    pieces: list[str] = []
    refused: list[str] = []
    try:
        for number in range(min(len(pdf), 500)):
            try:
                page = pdf[number]
                pieces.append(page.get_textpage().get_text_bounded())
            except pypdfium2.PdfiumError:
                refused.append(f"page {number + 1} cannot be read")
            if sum(map(len, pieces)) > MOST_TEXT:
                refused.append(f"read to page {number + 1}")
                break
    finally:
        pdf.close()
    text = "\n".join(_unwrapped(piece) for piece in pieces)
    document = read_text(text, url)
    return Document(
        document.text, document.title, None, url, None, document.language, "application/pdf",
        document.planted, refused=tuple(refused),
    )  # fmt: skip


def _unwrapped(page: str) -> str:
    """Lines of a page joined where a sentence goes on."""
    out: list[str] = []
    for line in page.replace("\r", "").split("\n"):
        line = line.strip()
        if (
            out
            and line
            and out[-1]
            and out[-1][-1] not in ".。!?！？:："
            and not line[:1].isupper()
        ):
            joint = "" if out[-1][-1] > "\u2e80" else " "
            out[-1] = out[-1].removesuffix("-") + joint + line
        else:
            out.append(line)
    return "\n".join(out)
