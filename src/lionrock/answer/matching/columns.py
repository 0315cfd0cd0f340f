"""A column of a program's own: a list, a pandas or Polars Series, an Arrow array.

Nothing of pandas, Polars or Arrow is imported unless the value comes from there: then it is
loaded already.
"""

import importlib
from collections.abc import Iterable, Sequence
from typing import Any

from lionrock.answer.matching.asking import ask
from lionrock.answer.matching.cells import COLUMNS, cells
from lionrock.model.match import Matcher
from lionrock.model.text import LANGUAGES

_BATCH = 8_192


def match_column(names: Any, matcher: Matcher, affiliation: bool, lang: str) -> Any:
    """The answers to a column of texts, as the kind of thing it came as.

    A list, a tuple or another iterable of texts gives a list of Answer; a pandas Series a
    DataFrame with its index; a Polars Series a DataFrame; an Arrow array or chunked array a
    Table; each with the columns of `cells.COLUMNS`. Missing values are asked about as no name.
    Raises TypeError for what is none of these, ValueError for an unknown language.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang={lang!r}: expected one of {', '.join(LANGUAGES)}")
    if isinstance(names, (str, bytes)):
        raise TypeError("names is one text; expected a list of them: match([name])")
    origin = type(names).__module__.partition(".")[0]
    if origin == "pandas":
        return _pandas(names, matcher, affiliation, lang)
    if origin == "polars":
        return _polars(names, matcher, affiliation, lang)
    if origin == "pyarrow":
        return _arrow(names, matcher, affiliation, lang)
    if not isinstance(names, Iterable):
        raise TypeError(f"names is a {type(names).__name__}; expected a list or a column of texts")
    return ask(matcher, [_text(name) for name in names], affiliation)


def _pandas(names: Any, matcher: Matcher, affiliation: bool, lang: str) -> Any:
    pandas = importlib.import_module("pandas")
    if not hasattr(names, "isna") or getattr(names, "ndim", 0) != 1:
        raise TypeError(f"names is a pandas {type(names).__name__}; expected a Series: frame['x']")
    texts = [None if gone else _text(one) for one, gone in zip(names, names.isna(), strict=True)]
    columns = _columns(texts, matcher, affiliation, lang)
    index = names.index if hasattr(names, "index") else None
    if not affiliation:
        columns["score"] = pandas.array(columns["score"], dtype="Float64")
    return pandas.DataFrame(columns, index=index, columns=list(COLUMNS))


def _polars(names: Any, matcher: Matcher, affiliation: bool, lang: str) -> Any:
    polars = importlib.import_module("polars")
    if not isinstance(names, polars.Series):
        raise TypeError(f"names is a Polars {type(names).__name__}; expected a Series: frame['x']")
    columns = _columns([_text(one) for one in names.to_list()], matcher, affiliation, lang)
    text, number = polars.String, polars.String if affiliation else polars.Float64
    schema = {name: number if name == "score" else text for name in COLUMNS}
    return polars.DataFrame(columns, schema=schema)


def _arrow(names: Any, matcher: Matcher, affiliation: bool, lang: str) -> Any:
    arrow = importlib.import_module("pyarrow")
    if not isinstance(names, (arrow.Array, arrow.ChunkedArray)):
        raise TypeError(f"names is an Arrow {type(names).__name__}; expected one column of it")
    columns = _columns([_text(one) for one in names.to_pylist()], matcher, affiliation, lang)
    number = arrow.string() if affiliation else arrow.float64()
    schema = [(name, number if name == "score" else arrow.string()) for name in COLUMNS]
    return arrow.table(columns, schema=arrow.schema(schema))


def _columns(
    texts: Sequence[str | None], matcher: Matcher, affiliation: bool, lang: str
) -> dict[str, list[Any]]:
    """Only the cells are kept, batch by batch: answers with all their reasons would be large."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for at in range(0, len(texts), _BATCH):
        for answer in ask(matcher, texts[at : at + _BATCH], affiliation, limit=1):
            for name, cell in zip(COLUMNS, cells(answer, lang, affiliation), strict=True):
                columns[name].append(cell)
    return columns


def _text(value: Any) -> str | None:
    """A value as text; numbers as they are written, not-a-number as nothing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value != value:
        return None
    return str(value)
