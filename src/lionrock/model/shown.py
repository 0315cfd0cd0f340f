"""Tables that show themselves: what a notebook displays, every text escaped."""

import importlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

_ROWS, _LONGEST = 20, 300
_SAFE = ("http://", "https://")


class Frame:
    """Rows under named columns; shows the first rows, gives all of them to other libraries.

    pyarrow, pandas and Polars are not needed until their method is called: ImportError then.
    """

    def __init__(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        self.columns = tuple(columns)
        self.rows = [tuple(row) for row in rows]

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Frame({', '.join(self.columns)}; {len(self.rows)} rows)"

    def _repr_html_(self) -> str:
        return table_html(self.columns, self.rows)

    def dicts(self) -> list[dict[str, Any]]:
        """Every row by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def arrow(self) -> Any:
        """The rows as a pyarrow.Table."""
        arrow = importlib.import_module("pyarrow")
        return arrow.table(self._by_column())

    def pandas(self) -> Any:
        """The rows as a pandas.DataFrame."""
        return importlib.import_module("pandas").DataFrame(self._by_column())

    def polars(self) -> Any:
        """The rows as a polars.DataFrame."""
        polars = importlib.import_module("polars")
        return polars.DataFrame(self._by_column(), infer_schema_length=None)

    def _by_column(self) -> dict[str, list[Any]]:
        return {name: [row[n] for row in self.rows] for n, name in enumerate(self.columns)}


def table_html(columns: Sequence[str], rows: Sequence[Sequence[Any]], caption: str = "") -> str:
    """A table as HTML: the first rows, how many there are, nothing that a browser would run."""
    head = "".join(f"<th>{_text(name)}</th>" for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(one)}</td>' for one in row)}</tr>" for row in rows[:_ROWS]
    )
    more = f"<p>{len(rows):,} rows; the first {_ROWS} are shown.</p>" if len(rows) > _ROWS else ""
    title = f"<caption>{_text(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if value is None:
        return "<em>unknown</em>"
    if isinstance(value, (list, tuple)):
        return "<br>".join(_cell(one) for one in value)
    text = _plain(value)
    if text.startswith(_SAFE):
        return f'<a href="{escape(text)}" rel="noreferrer">{_text(text)}</a>'
    return _text(text)


def _text(text: object) -> str:
    shown = _plain(text)
    return escape(shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…")


def _plain(text: object) -> str:
    """A text without what would steer a browser or a terminal: controls, marks of direction."""
    return "".join(c if c.isprintable() else " " for c in str(text))
