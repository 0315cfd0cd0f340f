"""What hostile text looks like, and how each door shows that it came out as text."""

import csv
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

SCRIPT = "<script>alert(1)</script>"
CANARIES = {
    "script": f"{SCRIPT}\"'><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% raw %}${7*7}#{7*7}",
    "formula": '=HYPERLINK("http://x.example","a")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "markdown": "[a](javascript:alert(1)) ![b](http://x.example/c.png) `<b>`",
    "cdata": "]]><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    "markup": "[bold red]a[/] [link=http://x.example]b[/link]",
    "zero width": "Lu\u200bmen\u200d\u2060\ufeff Lab",
    "long": "A" * 100_000,
}
CODES = "\x1b[2J\x1b]0;owned\x07\x9b31m a\u202egnp.exe"
"""What moves a terminal or turns the direction of writing. The registry refuses it; what others
send may hold it."""

_CODE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _Elements(HTMLParser):
    """Refuses what a browser would run or fetch from elsewhere."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element as a browser reads it."""
        assert tag not in ("iframe", "object", "embed", "base")
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "action"):
                assert not str(value).strip().lower().startswith(("javascript:", "data:"))
            if tag in ("script", "img") and name == "src":
                assert str(value).startswith("/"), value


def is_harmless_html(text: str) -> None:
    """Assert that a page runs nothing of what it shows."""
    assert "<script>alert" not in text.lower()
    assert "root:" not in text
    _Elements().feed(text)


def is_harmless_in_a_terminal(text: str) -> None:
    """Assert that a text moves no terminal and turns no direction of writing."""
    found = _CODE.search(text)
    assert not found, text[max(0, found.start() - 40) : found.end() + 40]


def has_no_formula(folder: Path) -> int:
    """Assert that no cell of the CSV and XLSX files of a folder is a formula; cells looked at."""
    csv.field_size_limit(10_000_000)
    cells = 0
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    cells += 1
                    assert not re.match(r"\s*[=@]", cell), (path.name, cell[:80])
                    assert not re.match(r"\s*[+-](?![\d.]+$)", cell), (path.name, cell[:80])
    for path in folder.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                sheet = book.read(name).decode("utf-8", "replace")
                assert "<f>" not in sheet and "<f " not in sheet, (path.name, name)
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(sheet)
                assert "hyperlink" not in sheet.lower() or "HYPERLINK(" in sheet, name
    return cells


def can_be_read_back(folder: Path) -> int:
    """Assert that the graphs and JSON of a folder are whole and hold no file of this machine;
    lines looked at."""
    for path in [*folder.rglob("*.graphml"), *folder.rglob("*.gexf")]:
        assert "root:" not in "".join(ElementTree.parse(path).getroot().itertext())
    lines = 0
    for path in folder.rglob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            json.loads(line)
            lines += 1
    for path in folder.rglob("*.jsonld"):
        json.loads(path.read_text("utf-8"))
    return lines
