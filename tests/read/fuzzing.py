"""Documents broken at random and read: `python tests/read/fuzzing.py [NUMBER [SEED]]`.

Prints JSON: how many were read and refused, the most processor time that one took (seconds), and
the peak memory (MiB) less that before the first. Anything but a clear refusal ends it with the
document that did it, written beside.
"""

import json
import random
import resource
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from lionrock.answer.names import Names, make_linker
from lionrock.answer.reading import read_with
from lionrock.read.document import Unreadable, read_bytes
from lionrock.read.gazetteer import Name
from lionrock.read.linking import EntityLinker
from lionrock.sources._feed import entries

HTML = """<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8">
<title>科大開設中心</title>
<meta property="article:published_time" content="2025-10-08T10:00:00+08:00"></head><body><nav>
<a href="/">Home</a></nav><article><h1>HKUST opens a centre</h1><p>HKUST opened an <a href="x">AI
centre</a> in Hong <a href="https://x.example">香港AI</a> Kong on Monday with HK$3.5 billion.</p>
<table><tr><td>1,200</td><td>70%</td></tr></table><p>科大上周三宣布斥資30億港元，七成員工為研究人員。</p>
<p>By 2030 the University will train 2,000–3,000 people, up from 500 in 2019/20.</p></article>
<footer>All rights reserved</footer></body></html>"""
TEXT = """HKUST and the HKMA signed a memorandum last Wednesday.
金管局去年十月推出生成式人工智能沙盒，撥款約34億港元。
Between HK$1 million and US$2.5bn is on offer; over 2,300 firms (七成半) took part by the end of
2027. SenseTime was not listed on 2021-12-30.
該校於1991年10月創立，三千二百人出席。"""
MAIL = """Subject: =?utf-8?b?56eR5aSn?= opens\r\nDate: Wed, 08 Oct 2025 10:00:00 +0800\r
MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="xx"\r\n\r\n--xx\r
Content-Type: text/html; charset=big5\r\nContent-Transfer-Encoding: base64\r\n\r
PHA+SEtVU1Q8L3A+\r\n--xx--\r\n"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>X</title><item><title>AI</title>
<link>https://x.example/a</link><description>&lt;b&gt;AI&lt;/b&gt;</description><pubDate>Tue, 03 Nov
2026 18:30:00 GMT</pubDate></item></channel></rss>"""
_HOSTILE = (
    b"<div>" * 400, b"</p>" * 300, b"<script>" * 20, b"\x00" * 50, b"&#x110000;" * 40, b"9" * 3_000,
    b"1," * 1_500, "億".encode() * 1_000, b"\xed\xa0\x80" * 30, "\u202e\u200b".encode() * 200,
    b"(" * 2_000, b"[[" * 900, b"<![CDATA[" * 60, b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>&a;" * 20,
    b"%PDF-", b"\xff\xfe", b"HK$" * 900, b"stream\n", "科大".encode() * 700,
    b"last Wednesday " * 200,
)  # fmt: skip


def pdf(words: str, *, spaces: int = 0) -> bytes:
    """A small PDF of one page; `spaces` makes its content that much longer, deflated."""
    content = zlib.compress(f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode() + b" " * spaces)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]  # fmt: skip
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 7\n0000000000 65535 f \n%btrailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (table, len(out))


def seeds() -> list[tuple[str, bytes]]:
    """(file name, bytes): one whole document of each kind."""
    return [
        ("a.html", HTML.encode()), ("a.txt", TEXT.encode()), ("a.eml", MAIL.encode()),
        ("a.xml", FEED.encode()), ("a.pdf", pdf("HKUST raised HK$3 million in 2024.")),
        ("b.txt", TEXT.encode("gb18030")), ("c.txt", TEXT.encode("utf-16")),
    ]  # fmt: skip


def mutated(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """A document with one to four things done to it."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        data = _one(chance, data, (at, to), other)[:200_000] or b" "
    return data


def _one(chance: random.Random, data: bytes, span: tuple[int, int], other: bytes) -> bytes:
    at, to = span
    changes: tuple[Callable[[], bytes], ...] = (
        lambda: data[:at] + bytes(b ^ (1 << chance.randrange(8)) for b in data[at : at + 3])
        + data[at + 3 :],
        lambda: data[:at] + data[to:],
        lambda: data[:at] + data[at:to][:300] * chance.choice((2, 8, 60)) + data[to:],
        lambda: data[:at] + chance.choice(_HOSTILE) + data[at:],
        lambda: data[:at],
        lambda: data[:at] + other[min(at, len(other)) :],
        lambda: data[:at] + chance.randbytes(chance.randint(1, 60)) + data[at:],
    )  # fmt: skip
    return chance.choice(changes)()


def linker() -> EntityLinker:
    """A linker of a few names, campuses among them."""
    bodies = {
        "hkust": ("HKUST", "科大", "The Hong Kong University of Science and Technology"),
        "hkust-guangzhou": ("HKUST(GZ)",), "hkma": ("HKMA", "金管局"), "sensetime": ("SenseTime",),
        "hksar-government": ("Government",),
    }  # fmt: skip
    kinds = dict.fromkeys(bodies, "organisation") | {"guangzhou": "place"}
    classes = {"hkust": "university", "hkma": "regulator", "sensetime": "company",
               "hksar-government": "government"}  # fmt: skip
    others = (Name("Guangzhou", "guangzhou", "place"),)
    campuses = (("hkust", "hkust-guangzhou"),)
    return make_linker(
        Names(bodies, others, kinds, classes, {}, campuses, {"hkust-guangzhou": ("Guangzhou",)})
    )


def memory() -> float:
    """The peak memory of this process, MiB: its own, where the system tells it apart from that of
    the process which started it."""
    status = Path("/proc/self/status")
    for line in status.read_text("ascii").splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(number: int, seed: int, beside: Path) -> None:
    """Read `number` broken documents; the one that does harm is written `beside`."""
    chance, by = random.Random(seed), linker()
    whole = seeds()
    undated = HTML.replace("2025-10-08T10:00:00+08:00", "soon").encode()
    loading = (("a.html", b"<html><p>HKUST</p>"), ("a.html", undated))
    for name, data in (*whole, *loading):  # libraries that are loaded when first needed
        _read(name, data, by)
    before, slowest, refused = memory(), 0.0, 0
    for _ in range(number):
        name, data = chance.choice(whole)
        data = mutated(chance, data, chance.choice(whole)[1])
        begun = time.process_time()
        try:
            _read(name, data, by)
        except Unreadable:
            refused += 1
        except BaseException:
            (beside / f"harmful-{name}").write_bytes(data)
            raise
        taken = time.process_time() - begun
        if taken > slowest:
            slowest = taken
            (beside / f"slowest-{name}").write_bytes(data)
    told = {"read": number - refused, "refused": refused, "slowest": round(slowest, 2),
            "memory": round(memory() - before)}  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")


def _read(name: str, data: bytes, by: EntityLinker) -> None:
    if name.endswith(".xml"):
        try:
            entries(data, "https://x.example/")
        except ValueError as error:
            raise Unreadable(str(error)) from None
        return
    reading = read_with(by, read_bytes(data, name))
    text = reading.document.text
    for span in (*reading.mentions, *reading.amounts, *reading.dates):
        assert text[span.start : span.end] == span.text, "a span is its own text"


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:3]]
    main(*(given + [1_000, 1][len(given) :]), Path(sys.argv[3] if len(sys.argv) > 3 else "."))
