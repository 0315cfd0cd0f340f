"""One finished build, open for questions."""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from lionrock.derive.index import concepts_of
from lionrock.derive.search import SearchIndex, SearchResult, Suggestion
from lionrock.facets._documents import facets
from lionrock.model.entity import Entity
from lionrock.model.match import Matcher, Organisation
from lionrock.model.schema import schema
from lionrock.model.shown import Frame, table_html
from lionrock.model.source import Source
from lionrock.model.statement import Evidence, Statement
from lionrock.settings import Settings
from lionrock.sources._gather import sources
from lionrock.store import builds
from lionrock.store.duck import Values
from lionrock.store.live import Drawer, Status
from lionrock.store.view import TablePage, TableQuery, View

Document = dict[str, Any]
_FIRST_PAGE = TableQuery()
_FORGET_AFTER = 10.0
"""Seconds after which the build before is let go of: what it made refers to itself in circles, and
a process that makes little else new would look for circles seldom."""
_LIGHT = ("id", "label", "definition", "unit", "direction", "nature", "facet", "lead", "conflicts")


class Observatory:
    """Answers from one build; safe to share between threads."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._opening = threading.Lock()
        self.made: dict[str, Any] = {}
        """What is made once of this build elsewhere (a checker, a desk) and goes with it: kept by
        others it would keep the build, which it asks, in memory for ever."""
        self.manifest = view.manifest
        self.build_id = view.manifest.id

    @classmethod
    def open(cls, settings: Settings) -> "Observatory":
        """Open the build that is served now; store.builds.NoBuild when there is none."""
        return cls(View(builds.current(settings)))

    def home(self) -> Document:
        """The facets at a glance, what is new, what conflicts, and how much there is."""
        return self._view.document("home", "home") or {}

    def facets(self) -> tuple[Document, ...]:
        """The seven facets in reading order: id, rank, title, question."""
        return tuple(
            {"id": f.id, "rank": f.rank, "title": f.title.table(), "question": f.question.table()}
            for f in facets()
        )

    def document(self, kind: str, id_: str) -> bytes | None:
        """A ready JSON document: kind is entity, indicator, facet or home; None if unknown."""
        return self._view.documents.get(kind, id_)

    def entity_document(self, id_: str) -> Document | None:
        """Everything known about an entity, as its page shows it."""
        return self._view.document("entity", id_)

    def redirect(self, id_: str) -> str | None:
        """The id that an entity is known by now, for an id that was merged into it; else None."""
        found = self._view.document("redirect", id_)
        return None if found is None else str(found["id"])

    def indicator_document(self, id_: str) -> Document | None:
        """Every value of an indicator, which one leads and why."""
        return self._view.document("indicator", id_)

    def facet_document(self, id_: str) -> Document | None:
        """A facet: lead indicators, table description, timeline."""
        return self._view.document("facet", id_)

    def publisher(self, id_: str) -> Document | None:
        """A publisher's name by language, tier and type; None if unknown."""
        return self._view.publishers.get(id_)

    def translations(self, lang: str) -> Mapping[str, str]:
        """What free texts of the registry say in a language of ours, by their English words."""
        return self._translations.get(lang, {})

    @cached_property
    def _translations(self) -> Mapping[str, Mapping[str, str]]:
        written = self._view.document("translations", "translations") or {}
        return {
            lang: {text: said[lang] for text, said in written.items()}
            for lang in ("zh-Hant", "zh-Hans")
        }

    def ids(self, kind: str) -> list[str]:
        """The ids of every document of a kind: entity, indicator, facet, redirect …, in order."""
        return self._view.documents.ids(kind)

    def targets(self) -> Document:
        """Every target held against what was measured since; see derive.targets."""
        return self._view.document("targets", "targets") or {}

    def composite(self) -> Document | None:
        """The composite index, with every cell; None where the registry has none."""
        return self._view.document("composite", "composite")

    def board_document(self, facet: str, board: str) -> Document | None:
        """One of a facet's boards, whole."""
        return self._view.document("board", f"{facet}/{board}")

    def table(
        self, facet: str, query: TableQuery = _FIRST_PAGE, table: str | None = None
    ) -> TablePage | None:
        """A page of one of a facet's tables, by default its first; None when there is none such."""
        return self._view.table(facet, query, table)

    def indicators(self) -> list[Document]:
        """Every indicator that has a value, without its series."""
        return self._indicators

    @cached_property
    def _indicators(self) -> list[Document]:
        found = []
        for id_ in self._view.documents.ids("indicator"):
            document = self.indicator_document(id_) or {}
            first = document["series"][0]
            point = first["points"][first["headline"]] if first["headline"] is not None else None
            found.append(
                {key: document[key] for key in _LIGHT}
                | {
                    "about": first["about"],
                    "about_label": first["label"],
                    "period": point["period"] if point else None,
                    "value": point["lead"] if point else None,
                    "points": sum(len(series["points"]) for series in document["series"]),
                    "series": len(document["series"]),
                }
            )
        return found

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self._view.search_directory, concepts_of(schema()))

    @cached_property
    def _matcher(self) -> Matcher:
        from lionrock.resolve.matcher import open_matcher  # its libraries are slow to load

        return open_matcher(self._view.match_directory)

    @property
    def match_folder(self) -> Path:
        """Where the index of names of this build lies."""
        return self._view.match_directory

    def matcher(self) -> Matcher:
        """The matcher of this build's organisations; opened once, safe between threads."""
        with self._opening:
            return self._matcher

    def match(self, names: Any, affiliation: bool = False, lang: str = "en") -> Any:
        """What names mean: a list of Answer, or a table; see answer.matching.columns."""
        from lionrock.answer.matching.columns import match_column

        return match_column(names, self.matcher(), affiliation, lang)

    def organisations(self) -> Iterator[Organisation]:
        """Every organisation of this build as the matcher knows it, by number of its index."""
        from lionrock.resolve.index import open_index

        return open_index(self._view.match_directory).organisations()

    @property
    def settings(self) -> Settings:
        """Those of the home that this build lies in."""
        return Settings(self._view.directory.resolve().parent.parent)

    def standings(self) -> list[tuple[Source, Status | None]]:
        """Every source, and how a live one stands now (not: when this build was made)."""
        settings = self.settings
        declared: list[Source] = [module.SOURCE for module in sources()]
        return [(s, Drawer(settings, s.id).status() if s.live else None) for s in declared]

    def search(
        self, query: str, kinds: tuple[str, ...] = (), limit: int = 20, offset: int = 0
    ) -> SearchResult:
        """Entities and indicators for words in any of the three scripts."""
        return self._index.search(query, kinds, limit, offset)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed."""
        return self._index.suggest(prefix, limit)

    def query(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Rows of a read-only SQL query on the build's tables (docs/reference/schema.md)."""
        return self._view.query(sql, values)

    def frame(self, sql: str, values: tuple[Any, ...] = ()) -> Frame:
        """Rows of a query on the build's tables, with their names: shows itself in a notebook."""
        columns = [str(row[0]) for row in self.query(f"DESCRIBE {sql}", values)]
        return Frame(columns, self.query(sql, values))

    def indicator(self, id_: str) -> Frame | None:
        """Every publisher's value of an indicator, with its sources; None if unknown."""
        document = self.indicator_document(id_)
        if document is None:
            return None
        urls = {r["n"]: [s["url"] for s in r["sources"]] for r in document["evidence"]}
        columns = ("about", "period", "start", "end", "nature", "leads", "value", "unit",
                   "publisher", "published", "tier", "strength", "urls")  # fmt: skip
        return Frame(columns, (
            (series["about"], p["period"], p["start"], p["end"], p["nature"], one is p["lead"],
             one["value"], one["unit"], one["publisher"]["en"], one["published"], one["tier"],
             one["strength"], [url for n in one["evidence"] for url in urls[n]])
            for series in document["series"]
            for p in series["points"]
            for one in (p["lead"], *p["others"])
        ))  # fmt: skip

    def _repr_html_(self) -> str:
        kinds = self.query("SELECT kind, count(*) FROM entities GROUP BY kind ORDER BY 2 DESC, 1")
        told = f"Lionrock, build {self.build_id}, gathered by {self.manifest.gathered}"
        return table_html(("kind", "entities"), kinds, told)

    def entity(self, id_: str) -> Entity | None:
        """An entity as statements with their evidence; None if unknown.

        An id that was merged into another gives that other's.
        """
        document = self.entity_document(self.redirect(id_) or id_)
        if document is None:
            return None
        records = {record["n"]: record for record in document["evidence"]}
        single = frozenset(p.id for p in schema().properties.values() if p.single)
        statements = tuple(
            self._statement(document, fact, [records[n] for n in fact["evidence"]], rank)
            for rank, fact in enumerate(document["facts"])
        )
        return Entity(document["id"], document["kind"], statements, single)

    def _statement(
        self, document: Document, fact: Document, records: list[Document], rank: int
    ) -> Statement:
        """A fact of a document as the statement it was; a locator is source/file:line."""
        files = [record["locator"].rpartition(":")[0] for record in records]
        evidence = tuple(
            Evidence(
                self.manifest.inputs[file], source["url"], record["locator"], record["method"],
                source["tier"],
            )
            for file, record in zip(files, records, strict=True)
            for source in record["sources"]
        )  # fmt: skip
        seen = self.manifest.gathered
        return Statement(
            fact["subject"] or document["id"], document["kind"], fact["prop"], fact["value"],
            fact["lang"],
            fact["original"], files[0].partition("/")[0], rank, seen, seen, evidence,
        )  # fmt: skip


class Live:
    """The newest build of a home: a server holds one of these and never restarts for a build."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pointer = str(settings.current)  # asked on every request: pathlib would cost more
        self._lock = threading.Lock()
        self._opened = Observatory.open(settings)
        self.followers: list[Callable[[], None]] = []
        """Called when a newer build was opened: what remembers answers lets go of them."""

    @property
    def settings(self) -> Settings:
        """The settings it was opened with."""
        return self._settings

    def now(self) -> Observatory:
        """The observatory that `current` leads to; the last good one if that cannot be opened."""
        try:
            target = os.readlink(self._pointer)  # noqa: PTH115 - half the cost
        except OSError:
            return self._opened
        if not target.endswith(self._opened.build_id):
            with self._lock:
                try:
                    self._opened = Observatory.open(self._settings)
                except (builds.NoBuild, OSError):
                    return self._opened
                for follower in self.followers:
                    follower()
                forget = threading.Timer(_FORGET_AFTER, gc.collect)
                forget.daemon = True
                forget.start()
        return self._opened
