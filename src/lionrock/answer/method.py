"""How research is counted: the definition of fields, what was read, breaks, agreement."""

from collections.abc import Mapping

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.model.fields import Definition, definition


class FieldRule(msgspec.Struct, frozen=True):
    """One field as the definition has it: label by language, topics by OpenAlex id."""

    id: str
    label: Mapping[str, str]
    reason: str
    topics: dict[str, str]
    venues: tuple[str, ...]
    arxiv: tuple[str, ...]
    works: int


class TopicPlace(msgspec.Struct, frozen=True):
    """A topic that the definition names, and how it stands in OpenAlex's taxonomy: "same",
    "renamed" or "gone". `called` is its name there, and where it is filed; None where it is
    gone."""

    topic: str
    standing: str
    called: str | None
    subfield: str | None
    field: str | None
    domain: str | None
    keywords: tuple[str, ...]


class Break(msgspec.Struct, frozen=True):
    """Something after which figures do not compare with those before; how many of the works
    loaded were last updated before it, and since."""

    id: str
    date: str
    what: Mapping[str, str]
    source: str
    before: int
    since: int

    @property
    def splits(self) -> bool:
        """Whether the works loaded are of both sides, so that series by field are broken."""
        return self.before > 0 and self.since > 0


class Taxonomy(msgspec.Struct, frozen=True):
    """OpenAlex's taxonomy as it was read: how many topics it has, the newest update in it, and
    those that the definition names, by id."""

    topics: int
    newest: str | None
    named: tuple[TopicPlace, ...]

    @property
    def places(self) -> dict[str, TopicPlace]:
        """How a topic stands, by its id."""
        return {one.topic: one for one in self.named}


class Measured(msgspec.Struct, frozen=True):
    """Agreement of one field with arXiv's categories, on `works` works that have both: each measure
    with the ends of its 95 % interval, None where the works cannot measure it."""

    field: str
    works: int
    agreed: int
    ours: int
    theirs: int
    precision: float | None
    precision_low: float | None
    precision_high: float | None
    recall: float | None
    recall_low: float | None
    recall_high: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None


class FileRead(msgspec.Struct, frozen=True):
    """A bulk file: its SHA-256, its lines, those set aside, the newest update in it."""

    snapshot: str
    lines: int
    quarantined: int
    newest: str | None


class SetAside(msgspec.Struct, frozen=True):
    """Why lines were set aside, and how many."""

    reason: str
    lines: int


class Method(msgspec.Struct, frozen=True):
    """How the research figures of a build were made. `whole` is None when no works are loaded,
    `taxonomy` when no topics are: then nothing is known of how those of the definition stand."""

    version: int
    changes: tuple[Break, ...]
    types: tuple[str, ...]
    fields: tuple[FieldRule, ...]
    breaks: tuple[Break, ...]
    agreement: tuple[Measured, ...]
    files: tuple[FileRead, ...]
    quarantined: tuple[SetAside, ...]
    works: int
    counted: int
    strings: int
    matched: int
    whole: bool | None
    taxonomy: Taxonomy | None


def research_method(observatory: Observatory) -> Method:
    """The definition this program counts by, and what it met in the works of this build."""
    told = definition()
    query = observatory.query
    by_field = dict(query("SELECT field, count(*) FROM work_fields GROUP BY field"))
    ((works, counted, strings, matched),) = query(
        "SELECT (SELECT count(*) FROM works), (SELECT count(*) FROM outputs), "
        "(SELECT count(DISTINCT raw) FROM authorships), "
        "(SELECT count(DISTINCT raw) FROM affiliation_strings WHERE verdict = 'match')"
    )
    whole = query("SELECT s.whole FROM work_scope s CROSS JOIN work_period")
    return Method(
        version=told.version,
        changes=tuple(Break(c.id, c.date, c.what.table(), c.source, 0, 0) for c in told.changes),
        types=told.types,
        fields=tuple(
            FieldRule(f.id, f.label.table(), f.reason, dict(f.topics), f.venues, f.arxiv,
                      by_field.get(f.id, 0))
            for f in told.fields.values()
        ),
        breaks=_breaks(observatory, told),
        agreement=tuple(Measured(*row) for row in query("FROM field_agreement ORDER BY field")),
        files=tuple(
            FileRead(*row)
            for row in query(
                "SELECT snapshot, lines, quarantined, newest FROM work_files ORDER BY snapshot"
            )
        ),
        quarantined=tuple(
            SetAside(*row)
            for row in query(
                "SELECT reason, count(*) FROM quarantine GROUP BY reason ORDER BY 2 DESC, 1"
            )
        ),
        works=works, counted=counted, strings=strings, matched=matched,
        whole=whole[0][0] if whole else None, taxonomy=topics_of(observatory),
    )  # fmt: skip


def topics_of(observatory: Observatory) -> Taxonomy | None:
    """OpenAlex's taxonomy, of the topics that the definition names; None when it is not loaded."""
    ((number, newest),) = observatory.query("SELECT count(*), max(updated) FROM taxonomy")
    if not number:
        return None
    rows = observatory.query(
        "SELECT d.topic, d.standing, t.name, t.subfield_name, t.field_name, t.domain_name, "
        "coalesce(t.keywords, []) FROM defined_topics d LEFT JOIN taxonomy t ON t.topic = d.topic "
        "ORDER BY d.topic"
    )
    named = tuple(
        TopicPlace(topic, standing, called, subfield, field, domain, tuple(keywords))
        for topic, standing, called, subfield, field, domain, keywords in rows
    )
    return Taxonomy(number, newest, named)


def _breaks(observatory: Observatory, told: Definition) -> tuple[Break, ...]:
    found = []
    for one in told.breaks:
        ((before, since),) = observatory.query(
            "SELECT count(*) FILTER (WHERE updated < ?), count(*) FILTER (WHERE updated >= ?) "
            "FROM works",
            (one.date, one.date),
        )
        found.append(Break(one.id, one.date, one.what.table(), one.source, before, since))
    return tuple(found)
