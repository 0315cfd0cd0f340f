"""Pairs of organisations for a person to judge: which are next, what is known of both sides."""

import datetime as dt
import getpass
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from lionrock.answer.observatory import Document, Observatory
from lionrock.answer.unknown import is_unknown_name
from lionrock.model.fold import fold
from lionrock.model.judgement import Judgement, Pair, Verdict
from lionrock.model.match import NameType, Organisation, OrganisationName
from lionrock.model.schema import schema
from lionrock.model.text import T
from lionrock.resolve import duplicates
from lionrock.resolve.cluster import Identity, identity, refusal_told
from lionrock.settings import Settings
from lionrock.store import judgements

Mark = Literal["agree", "differ", "open"]

_TYPES: Mapping[str, NameType] = {
    "name": "official", "abbreviation": "abbreviation", "former_name": "former"
}  # fmt: skip
_SHARED_HOSTS = frozenset(("github.com", "linkedin.com", "facebook.com", "wikipedia.org"))
_COMPARED = (
    "name", "abbreviation", "former_name", "class", "place", "parent", "founded", "ror",
    "wikidata", "lei", "hkex", "website", "domain", "sector", "ai_focus", "note",
)  # fmt: skip
_NEVER_DIFFER = frozenset(("name", "abbreviation", "former_name", "sector", "ai_focus", "note"))

_ORGANISATIONS = """
SELECT e.id, e.class, e.label_en, e.label_hant, e.label_hans, f.prop, f.value, f.lang, p.label_en
FROM entities e
JOIN facts f ON f.subject = e.id
LEFT JOIN entities p ON f.prop = 'place' AND p.id = f.value
WHERE e.kind = 'organisation'
    AND f.prop IN ('name', 'abbreviation', 'former_name', 'place', 'parent', 'website', 'domain',
        'founded', 'ror', 'wikidata', 'lei', 'hkex')
ORDER BY e.statements DESC, length(e.id), e.id, f.rank, f.key
"""


class Row(msgspec.Struct, frozen=True):
    """One thing known of both sides: values as documents have them, and whether they agree."""

    prop: str
    lang: str | None
    left: tuple[Document, ...]
    right: tuple[Document, ...]
    mark: Mark


class Change(msgspec.Struct, frozen=True):
    """What a judgement does to others: `without` effect from now on, each with why; `again` in
    effect, each with its place."""

    without: tuple[str, ...] = ()
    again: tuple[str, ...] = ()


class ReviewDesk:
    """What a reviewer sits at: the proposals of one build and the judgements of its home.

    `by` is who judges; else the name this system knows the user by.
    """

    def __init__(self, observatory: Observatory, settings: Settings, by: str | None = None) -> None:
        self._observatory = observatory
        self._settings = settings
        self._by = by or reviewer()

    def tables(self) -> judgements.Tables:
        """The judgements as they are on disk now; ValueError when a line is broken."""
        tables = judgements.read_tables(self._settings)
        if tables.problems:
            raise ValueError("; ".join(str(problem) for problem in tables.problems))
        return tables

    def proposals(self) -> list[duplicates.Pair]:
        """Near-duplicates that nobody judged and no recorded link tells apart, likeliest first."""
        tables = self.tables()
        made = identity(tables)
        apart = {
            frozenset((made.of(left), made.of(right)))
            for (left, right), judgement in tables.standing().items()
            if judgement.verdict != "same"
        }
        linked = self._linked()

        def settled(left: str, right: str) -> bool:
            ends = frozenset((made.of(left), made.of(right)))
            return len(ends) == 1 or ends in apart or frozenset((left, right)) in linked

        return duplicates.propose(self._known(), duplicates.resemblance, settled)

    def _linked(self) -> set[frozenset[str]]:
        """Organisations that a link joins: a body is not its own parent, partner or investor."""
        rows = self._observatory.query(
            "SELECT g.source, g.target FROM edges g JOIN entities a ON a.id = g.source "
            "JOIN entities b ON b.id = g.target "
            "WHERE a.kind = 'organisation' AND b.kind = 'organisation'"
        )
        return {frozenset(row) for row in rows}

    def _known(self) -> list[duplicates.Known]:
        """Every organisation of the build with its codes, the best known first."""
        gathered: dict[str, tuple[tuple[str, str, str, str], list[tuple[Any, ...]]]] = {}
        for id_, class_, en, hant, hans, *fact in self._observatory.query(_ORGANISATIONS):
            gathered.setdefault(id_, ((class_ or "", en, hant, hans), []))[1].append(tuple(fact))
        return [_known(id_, head, facts) for id_, (head, facts) in gathered.items()]

    def side(self, id_: str) -> Document | None:
        """The document of one side; an id that was merged gives the one it leads to."""
        return self._observatory.entity_document(self._observatory.redirect(id_) or id_)

    def judge(
        self, left: str, right: str, verdict: Verdict, reasons: tuple[str, ...], score: float | None
    ) -> tuple[judgements.Line, Change]:
        """Write down a person's verdict; the line, and what it changes in others having effect.

        `left` is the id that stays when they are the same. Raises ValueError when an id is
        unknown or the two are not of one kind.
        """
        kinds = {}
        for id_ in (left, right):
            if is_unknown_name(self._observatory, id_):
                kinds[id_] = "name"
                continue
            document = self.side(id_)
            if document is None:
                raise ValueError(f"nothing has the id {id_!r}; try: lionrock search {id_}")
            kinds[id_] = str(document["kind"])
        if len(set(kinds.values())) > 1:
            raise ValueError(
                f"{left} is of kind {kinds[left]!r}, {right} of kind {kinds[right]!r}; "
                "only what is of one kind can be judged"
            )
        before = identity(self.tables())
        said = Judgement(left, right, verdict, self._by, now(), score, reasons)
        line = judgements.add(self._settings, said)
        return line, self._change(before)

    def undo(self, number: int) -> tuple[judgements.Line, Change]:
        """Take back the judgement on a line, and what that changes in others having effect;
        ValueError says what can be taken back."""
        before = identity(self.tables())
        line = judgements.undo(self._settings, number, self._by, now())
        return line, self._change(before)

    def _change(self, before: Identity) -> Change:
        """How what is in force now differs from what was."""
        tables = self.tables()
        made = identity(tables)
        was = {refusal.judgement for refusal in before.refused}
        now_refused = {refusal.judgement for refusal in made.refused}
        standing = set(tables.standing().values())
        return Change(
            tuple(refusal_told(tables, one) for one in made.refused if one.judgement not in was),
            tuple(
                f"{one.left} = {one.right} ({tables.place(one)})"
                for one in (refusal.judgement for refusal in before.refused)
                if one not in now_refused and one in standing
            ),
        )


def _known(
    id_: str, head: tuple[str, str, str, str], facts: Iterable[tuple[Any, ...]]
) -> duplicates.Known:
    names: list[OrganisationName] = []
    codes: set[Pair] = set()
    places: list[str] = []
    parents: list[str] = []
    ror = ""
    for prop, value, lang, place in facts:
        if prop in _TYPES:
            names.append(OrganisationName(value, _TYPES[prop], lang or ""))
        elif prop == "place":
            places.append(fold(place or value))
        elif prop == "parent":
            parents.append(value)
        elif prop == "website":
            codes.add(("domain", host(value)))
        elif prop == "founded":
            codes.add((prop, value[:4]))
        else:
            codes.add((prop, fold(value) if prop == "domain" else value))
            ror = value if prop == "ror" else ror
    codes -= {("domain", one) for one in ("", *_SHARED_HOSTS)}
    organisation = Organisation(
        id_, head[0], T(*head[1:]), tuple(names), tuple(places), "", tuple(parents), ror
    )
    return duplicates.Known(organisation, frozenset(codes))


def host(url: str) -> str:
    """The host of an address without "www."; empty when it has none."""
    try:
        found = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return found.removeprefix("www.")


def compare(left: Document, right: Document) -> list[Row]:
    """What is known of two entities, property by property, names by language."""
    rows = []
    for prop in _COMPARED:
        for lang in ("en", "zh-Hant", "zh-Hans", None) if prop == "name" else (None,):
            mine = tuple(f for f in left["facts"] if _is(f, prop, lang))
            theirs = tuple(f for f in right["facts"] if _is(f, prop, lang))
            if mine or theirs:
                rows.append(Row(prop, lang, mine, theirs, _mark(prop, mine, theirs)))
    return rows


def _is(fact: Document, prop: str, lang: str | None) -> bool:
    return fact["prop"] == prop and (prop != "name" or fact["lang"] == lang)


def _mark(prop: str, left: Iterable[Document], right: Iterable[Document]) -> Mark:
    """Whether two lists of values speak for one body or against it."""
    key = host if prop == "website" else fold
    mine, theirs = ({key(fact["value"]) for fact in one} for one in (left, right))
    if mine & theirs:
        return "agree"
    single = prop in schema().properties and prop not in _NEVER_DIFFER
    return "differ" if mine and theirs and single else "open"


def cited(side: Document) -> Iterator[Document]:
    """The sources behind an entity's own facts, each address once."""
    wanted = {n for fact in side["facts"] for n in fact["evidence"]}
    seen = set()
    for record in side["evidence"]:
        for source in record["sources"] if record["n"] in wanted else ():
            if source["url"] not in seen:
                seen.add(source["url"])
                yield source


def reviewer() -> str:
    """Who judges: the name this system knows the user by."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "person"


def now() -> str:
    """This moment as judgements are dated."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
