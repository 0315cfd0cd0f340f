"""The article as a web page of its own: no script, nothing fetched, charts drawn into it."""

from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from lionrock.answer.observatory import Observatory
from lionrock.answer.report.article import Article
from lionrock.answer.report.markdown import document
from lionrock.serve import labels
from lionrock.serve.charts import Drawer, Frame, chart
from lionrock.serve.render import environment
from lionrock.serve.words import Words


def article_page(article: Article, observatory: Observatory) -> str:
    """An article as HTML. Numbers of sources stand in attributes, so that its text is prose."""
    words = Words(article.lang)
    told = document(article)
    for section in told["sections"]:
        section["drawn"] = _drawn(section["chart"], observatory, words)
    return environment().get_template("report.html").render(
        t=words, lang=article.lang, article=told, safe=labels.safe_url, style=_style()
    )  # fmt: skip


def _drawn(indicator: str | None, observatory: Observatory, words: Words) -> dict[str, Any] | None:
    """The chart of an indicator as SVG, with its name."""
    found = observatory.indicator_document(indicator) if indicator else None
    spec = chart(found, words, Frame()) if found else None
    if found is None or spec is None:
        return None
    svg = Drawer().svg(observatory.build_id, spec)
    return {"svg": Markup(svg), "label": found["label"][words.lang]}  # drawn by us, escaped there


@cache
def _style() -> Markup:
    path = files("lionrock.serve").joinpath("static", "article.css")
    return Markup(path.read_text("utf-8"))  # our own file
