"""What a notebook shows and takes: the how-to runs, and no text of a source runs in it."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lionrock.model.entity import Entity
from lionrock.model.shown import Frame
from lionrock.model.statement import Evidence, Statement

NOTEBOOK = Path(__file__).parents[2] / "docs/how-to/lionrock-in-a-notebook.ipynb"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\x1b[31m"


def _cells() -> Iterator[str]:
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    assert notebook["nbformat"] == 4
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "kept without outputs: they would hold data"
            yield "".join(cell["source"])


def _shown(code: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does: what its last line is worth is shown."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)


def test_the_how_to_runs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIONROCK_HOME", str(home))
    names: dict[str, Any] = {}
    shown = [_shown(code, names) for code in _cells()]
    html = [one._repr_html_() for one in shown if hasattr(one, "_repr_html_")]
    assert len(html) >= 7
    assert all("<table" in one for one in html)
    assert "香港科技大學" in shown[2]._repr_html_()
    assert shown[3][0] == "香港科技大學"
    assert len(names["frame"]) == len(names["gdp"]) == names["gdp"].arrow().num_rows > 0
    assert list(shown[-1]["verdict"])[-1] == "none"
    assert next(iter(shown[-1]["match_id"])) == "hkust-guangzhou"


def test_three_libraries_get_the_same() -> None:
    frame = Frame(("a", "b", "urls"), [(1, None, ["x"]), (2, "二", [])])
    assert frame.arrow().to_pylist() == frame.dicts()
    assert frame.polars().to_dicts() == frame.dicts()
    assert frame.pandas()["a"].tolist() == [1, 2]
    assert repr(frame) == "Frame(a, b, urls; 2 rows)"


def test_unknown_is_said_and_long_tables_say_how_long_they_are() -> None:
    html = Frame(("n",), [(None,)] * 21)._repr_html_()
    assert html.count("<em>unknown</em>") == 20
    assert "21 rows" in html


def test_hostile_text_is_text() -> None:
    evidence = Evidence("d", f"javascript:{EVIL}", "x:1", "curated", "press")
    said = Statement("x", "organisation", "name", EVIL, "en", None, "s", 0, None, None, (evidence,))
    for html in (
        Entity(EVIL, "organisation", (said,))._repr_html_(),
        Frame((EVIL,), [(EVIL,), (f"https://a.example/{EVIL}",), ([EVIL],)])._repr_html_(),
    ):
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
        assert "\u202e" not in html
        assert "\x1b" not in html
        assert "&lt;script&gt;" in html


def test_only_web_addresses_are_links() -> None:
    html = Frame(("u",), [('https://a.example/"onclick="x',), ("javascript:x",)])._repr_html_()
    assert html.count("<a ") == 1
    assert 'href="https://a.example/&quot;onclick=&quot;x"' in html
