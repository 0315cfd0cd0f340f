"""Turns a template and what it shows into an HTML answer in one language."""

import hashlib
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request, Response
from litestar.datastructures import State

from lionrock import __version__
from lionrock.answer.observatory import Live, Observatory
from lionrock.derive.trend import told_p
from lionrock.model.text import LANGUAGES
from lionrock.serve import entities, labels, tables
from lionrock.serve.charts.sparks import spark
from lionrock.serve.moments import Moments
from lionrock.serve.present import Figures
from lionrock.serve.words import HTML_LANG, OWN_NAMES, Words

PageRequest = Request[Any, Any, State]
HTML = "text/html"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; every value they print is escaped, an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("lionrock.serve", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        languages=LANGUAGES,
        html_lang=HTML_LANG,
        own_names=OWN_NAMES,
        version=__version__,
        heading=entities.heading,
        timeline=entities.timeline,
        safe_url=labels.safe_url,
        shown_url=labels.shown_url,
        spark=spark,
        told_p=told_p,
        keys=tables.keys,
    )
    made.filters["q"] = lambda text: quote(str(text), safe="")
    return made


class Page:
    """One page in one language: its words, its ways of writing figures and dates, its address."""

    def __init__(self, lang: str, path: str, observatory: Observatory) -> None:
        self.words = Words(lang)
        self.lang = lang
        self.path = path
        self.observatory = observatory
        self.published = False

    @classmethod
    def of(cls, request: PageRequest) -> "Page":
        """The page that a request asks for; ValueError when its language is not one of ours."""
        live: Live = request.app.state.live
        lang, _, rest = request.url.path.lstrip("/").partition("/")
        query = request.url.query
        path = quote(rest, safe="/") + (f"?{query}" if query else "")
        page = cls(lang, path, live.now())
        page.published = request.app.state.published
        return page

    def labels(self) -> labels.Labels:
        """What the schema and the build's translations call things in the page's language."""
        return labels.Labels(self.words, lambda: self.observatory.translations(self.lang))

    def context(self) -> dict[str, Any]:
        """What every template is given."""
        words = self.words
        return {
            "t": words,
            "lang": self.lang,
            "base": f"/{self.lang}",
            "path": self.path,
            "fig": Figures(words),
            "when": Moments(words),
            "labels": self.labels(),
            "build": self.observatory.build_id,
            "gathered": self.observatory.manifest.gathered,
            "facets": self.observatory.facets(),
            "query": "",
            "published": self.published,
            "has_index": lambda: self.observatory.composite() is not None,
        }

    def html(self, template: str, **shown: Any) -> str:
        """The page as HTML."""
        return environment().get_template(template).render(self.context() | shown)

    def answer(self, request: PageRequest, template: str, **shown: Any) -> Response[bytes]:
        """The page as an answer with a tag, or 304 when the reader has just this page already."""
        body = self.html(template, **shown).encode()
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers = {"etag": tag, "cache-control": "no-cache", "content-language": self.lang}
        if tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=HTML)
