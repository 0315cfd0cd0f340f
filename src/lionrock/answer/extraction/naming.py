"""Names of organisations that the record lacks, as the kept documents write them: for a person to
look into, and write into the registry with a source. They enter no table of facts."""

from collections.abc import Iterable
from typing import Final

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.fold import fold
from lionrock.model.reading import Mention, Reading
from lionrock.sources._documents import Given

TABLE: Final = """
CREATE TABLE names_in_documents (
    name VARCHAR, documents INTEGER, times INTEGER, quote VARCHAR, url VARCHAR,
    published VARCHAR, snapshot VARCHAR, span VARCHAR, lang VARCHAR
)
"""
"""A name a row, those in most documents first; `quote`, `url` and `span` are of the first."""

_LONGEST = 240
_MOST = 10_000
"""Names that are kept; a heap of documents may be nothing but names."""


class Named(msgspec.Struct, frozen=True):
    """A name as documents write it: in how many, how often, and where first."""

    name: str
    documents: int
    times: int
    quote: str
    url: str | None
    published: str | None
    snapshot: str
    span: str
    lang: str


class NameNotes:
    """Gathers the names that readings propose."""

    def __init__(self) -> None:
        self._found: dict[str, Named] = {}

    def note(self, reading: Reading, given: Given) -> None:
        """Take down the names of a document."""
        seen: set[str] = set()
        for one in unknown(reading.mentions):
            key = fold(one.text)
            known = self._found.get(key)
            if known is None and len(self._found) >= _MOST:
                continue
            first = _named(one, reading, given) if known is None else known
            self._found[key] = msgspec.structs.replace(
                first, times=first.times + 1, documents=first.documents + (key not in seen)
            )
            seen.add(key)

    def rows(self) -> tuple[tuple[str | int | None, ...], ...]:
        """Rows of TABLE."""
        found = sorted(self._found.values(), key=lambda one: (-one.documents, -one.times, one.name))
        return tuple(msgspec.structs.astuple(one) for one in found)


def unknown(mentions: Iterable[Mention]) -> Iterable[Mention]:
    """The mentions that name an organisation of no record."""
    return (one for one in mentions if one.id is None and one.how == "proposed")


def names_in_documents(observatory: Observatory) -> list[Named]:
    """The names that a build's documents propose."""
    columns = ", ".join(field.name for field in msgspec.structs.fields(Named))
    return [
        Named(*row)
        for row in observatory.query(
            f"SELECT {columns} FROM names_in_documents ORDER BY documents DESC, times DESC, name"
        )
    ]


def _named(one: Mention, reading: Reading, given: Given) -> Named:
    """A name where it first stands, met in no document yet."""
    text = reading.document.text
    inside = [s for s in reading.sentences if s.start <= one.start < s.end]
    quote = " ".join(text[inside[0].start : inside[0].end].split()) if inside else one.text
    return Named(
        one.text, 0, 0, quote if len(quote) <= _LONGEST else quote[: _LONGEST - 1] + "…",
        given.url, reading.document.published, given.fetched.snapshot.digest,
        f"{one.start}-{one.end}", inside[0].language if inside else reading.document.language,
    )  # fmt: skip
