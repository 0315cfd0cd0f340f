"""The pages: each takes what an address asks for and hands a template what it shows."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from lionrock.answer.observatory import Observatory
from lionrock.model.schema import schema
from lionrock.model.text import LANGUAGES
from lionrock.serve import charts, entities, forecasts, outlook, readings
from lionrock.serve.boards import views
from lionrock.serve.charts import Drawer
from lionrock.serve.kept import Kept
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.standing import standings
from lionrock.serve.tables import page_number, table_view, whole_table
from lionrock.serve.words import preferred

MAX_QUERY = 500
_HITS, _SECTION, _FACET_EVENTS, _PLATES = 20, 100, 24, 2


def start(request: PageRequest) -> Redirect:
    """Lead to the home page in the language the reader's browser asks for."""
    lang = preferred(request.headers.get("accept-language", ""))
    headers = {"vary": "Accept-Language, Accept-Encoding", "cache-control": "no-store"}
    return Redirect(f"/{lang}/", status_code=302, headers=headers)


def home(request: PageRequest) -> Response[bytes]:
    """The seven facets at a glance, what is new, what conflicts."""
    page = _page(request)
    return page.answer(request, "home.html", home=page.observatory.home())


def facet(request: PageRequest, name: FromPath[str]) -> Response[bytes]:
    """A facet: its indicators, its boards, its tables, its timeline."""
    page = _page(request)
    document = _found(page.observatory.facet_document(name))
    opening, closing = (_part(request, page, document, part) for part in ("opening", "closing"))
    view = table_view(page.observatory, document, request.query_params)
    if page.published and "table" in request.query_params:
        whole = whole_table(page.observatory, view)
        return page.answer(request, "published_table.html", facet=document, view=whole)
    return page.answer(
        request, "facet.html", facet=document, view=view, opening=opening, closing=closing
    )


def _part(request: PageRequest, page: Page, facet: dict[str, Any], part: str) -> Markup:
    """The page above or below the table: no address changes it, only the build and the day."""

    def make() -> str:
        return page.html(
            f"facet_{part}.html",
            facet=facet,
            finders=_FINDERS,
            plates=_plates(page, facet) if part == "opening" else [],
            boards=views(page, facet) if part == "opening" else [],
            ahead=outlook.ahead(page) if (facet["id"], part) == ("outlook", "opening") else None,
            events=facet["timeline"][:_FACET_EVENTS],
        )

    kept: Kept = request.app.state.kept
    today = datetime.now(UTC).date()
    return kept.made((page.observatory.build_id, facet["id"], page.lang, part, today), make)


def entity(request: PageRequest, id_: FromPath[str]) -> Response[bytes] | Redirect:
    """An entity: names, facts, relations, figures, timeline, sources."""
    page = _page(request)
    document = page.observatory.entity_document(id_)
    if document is None:
        return _moved(page, id_)
    groups = entities.fact_groups(document)
    figures = entities.figures(document, _catalogue(page.observatory))
    return page.answer(
        request,
        "entity.html",
        entity=document,
        names=entities.names(document),
        groups=[group for group in groups if not entities.is_identifier(group)],
        identifiers=[group for group in groups if entities.is_identifier(group)],
        plans=entities.plans(document),
        aims=outlook.aims(page.observatory.targets(), document["id"]),
        links=entities.link_groups(document),
        figures=figures,
        shown=(entities.SHOWN_LINKS, entities.SHOWN_EVENTS, entities.SHOWN_FIGURES),
        notes=entities.Notes(document["evidence"]),
        types=schema().properties,
    )


def entity_section(
    request: PageRequest, id_: FromPath[str], section: FromPath[str]
) -> Response[bytes] | Redirect:
    """All figures, all events, or all links of one kind of an entity, a page at a time."""
    page = _page(request)
    document = page.observatory.entity_document(id_)
    if document is None:
        return _moved(page, id_, section)
    group = None
    listed: list[Any]
    if section == "figures":
        listed = entities.figures(document, _catalogue(page.observatory))
    elif section == "timeline":
        listed = document["events"]
    else:
        group = next((g for g in entities.link_groups(document) if g["key"] == section), None)
        listed = _found(group)["links"]
    if not listed:
        raise NotFoundException
    number, pages = page_number(request.query_params), max(1, -(-len(listed) // _SECTION))
    start_at = (min(number, pages) - 1) * _SECTION
    return page.answer(
        request,
        "section.html",
        entity=document,
        section=section,
        group=group,
        listed=listed[start_at : start_at + _SECTION],
        total=len(listed),
        number=min(number, pages),
        pages=pages,
        notes=entities.Notes(document["evidence"]),
    )


def indicators(request: PageRequest) -> Response[bytes]:
    """Every indicator, by facet."""
    page = _page(request)
    listed = page.observatory.indicators()
    return page.answer(request, "indicators.html", indicators=listed)


def indicator(request: PageRequest, id_: FromPath[str]) -> Response[bytes]:
    """An indicator: chart, definition, every publisher's values."""
    page = _page(request)
    document = _found(page.observatory.indicator_document(id_))
    kind = charts.chartable(document)
    shown, number, pages = readings.shown_series(document, page_number(request.query_params))
    return page.answer(
        request,
        "indicator.html",
        indicator=document,
        derived=readings.derived(document),
        chart=kind,
        scale=charts.scale(document, page.words),
        marks=charts.marks(document),
        drawn=charts.drawn(document) if kind == "lines" else [],
        lead=readings.lead_series(document),
        series=shown,
        number=number,
        pages=pages,
        publishers=readings.publishers(document),
        disputes=readings.disputes(document),
        coverage=readings.coverage(document),
        fanned=kind == "lines" and forecasts.fan(page.observatory, document) is not None,
        told=forecasts.shown(page.observatory, document, page.words),
        notes=entities.Notes(document["evidence"]),
    )


def chart(request: PageRequest, name: FromPath[str]) -> Response[str]:
    """An indicator's chart as SVG; `w=narrow` and `c=dark` choose its shape and colours."""
    page = _page(request)
    id_ = name.removesuffix(".svg")
    document = _found(page.observatory.indicator_document(id_) if id_ != name else None)
    asked = request.query_params
    frame = charts.Frame(str(asked.get("w", "wide")), asked.get("c") == "dark")
    drawer: Drawer = request.app.state.drawer
    fan = None if frame.size == "half" else forecasts.fan(page.observatory, document)
    spec = _found(charts.chart(document, page.words, frame, fan))
    svg = drawer.svg(page.observatory.build_id, spec)
    held = "public, max-age=31536000, immutable" if asked.get("v") else "no-cache"
    return Response(svg, media_type="image/svg+xml", headers={"cache-control": held})


def search(request: PageRequest) -> Response[bytes]:
    """What words in any of the three scripts find."""
    page = _page(request)
    asked = request.query_params
    query = str(asked.get("q", ""))[:MAX_QUERY].strip()
    known = (*schema().kinds, "indicator")
    if page.published:
        return page.answer(request, "published_search.html", kinds=known)
    kind = asked.get("kind") if asked.get("kind") in known else None
    number = page_number(asked)
    found = page.observatory.search(
        query, (str(kind),) if kind else (), _HITS, (number - 1) * _HITS
    )
    pages = max(1, -(-found.total // _HITS))
    return page.answer(
        request,
        "search.html",
        query=query,
        kind=kind,
        found=found,
        number=number,
        pages=pages,
        first=(number - 1) * _HITS + 1,
    )


def about(request: PageRequest) -> Response[bytes]:
    """What the observatory promises, how it works, where its facts come from."""
    page = _page(request)
    return page.answer(
        request,
        "about.html",
        totals=page.observatory.home()["totals"],
        standings=standings(page.observatory, page.lang),
    )


def robots() -> Response[str]:
    """Crawlers are welcome, but not in filtered tables and search results."""
    hidden = "".join(f"Disallow: /{lang}/search\n" for lang in LANGUAGES)
    text = f"User-agent: *\n{hidden}Disallow: /*?*where.\n"
    return Response(text, media_type="text/plain")


def _page(request: PageRequest) -> Page:
    try:
        return Page.of(request)
    except ValueError:
        raise NotFoundException from None


def _moved(page: Page, id_: str, *section: str) -> Redirect:
    """Lead from an id that was merged into another to that one's page."""
    path = "/".join((_found(page.observatory.redirect(id_)), *(quote(part) for part in section)))
    headers = {"cache-control": "no-cache"}  # a merge may be taken back
    return Redirect(f"/{page.lang}/entity/{path}", status_code=301, headers=headers)


def _found(document: Any) -> Any:
    if document is None:
        raise NotFoundException
    return document


def _plates(page: Page, facet: dict[str, Any]) -> list[dict[str, Any]]:
    """The first lead indicators of a facet that make a chart worth its room."""
    plates: list[dict[str, Any]] = []
    for lead in facet["leads"]:
        document = page.observatory.indicator_document(lead["indicator"])
        kind = charts.chartable(document) if document else None
        if document and kind and len(plates) < _PLATES:
            plates.append({
                "id": document["id"], "label": document["label"], "chart": kind,
                "unit": charts.scale(document, page.words).unit,
                "publishers": readings.publishers(document), "marks": charts.marks(document),
            })  # fmt: skip
    return plates


_FINDERS = {"startups": "programmes", "governance": "rules", "crossborder": "partners",
            "research": "partners"}  # fmt: skip
"""The finder that a facet leads to."""


def _catalogue(observatory: Observatory) -> dict[str, Any]:
    return {one["id"]: one for one in observatory.indicators()}


ROUTES = (
    ("/", start),
    ("/{lang:str}", home),
    ("/{lang:str}/facet/{name:str}", facet),
    ("/{lang:str}/entity/{id_:str}", entity),
    ("/{lang:str}/entity/{id_:str}/{section:str}", entity_section),
    ("/{lang:str}/indicators", indicators),
    ("/{lang:str}/indicator/{id_:str}", indicator),
    ("/{lang:str}/chart/{name:str}", chart),
    ("/{lang:str}/search", search),
    ("/{lang:str}/about", about),
    ("/robots.txt", robots),
)
"""Addresses and the functions that answer them."""
