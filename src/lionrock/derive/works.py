"""Works: from files of bulk records to tables, with affiliations resolved by our own matcher."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from lionrock.model.dates import parse_period
from lionrock.model.fields import Definition, in_venue
from lionrock.model.match import Answer
from lionrock.model.source import Fetched
from lionrock.model.text import T
from lionrock.store.duck import Duck, steps
from lionrock.store.engine import Engine, Row
from lionrock.store.works import in_parts

Match = Callable[[Sequence[str | None]], list[Answer]]
"""What resolves affiliation strings: model.match.Matcher.affiliations."""

SOURCE = "openalex"
"""The source whose kept files hold the works: those whose names begin with "works"."""

_TABLES = """
CREATE TABLE affiliation_strings (
    raw VARCHAR, organisation VARCHAR, rank INTEGER, score DOUBLE, verdict VARCHAR
);
CREATE TABLE field_topics (field VARCHAR, topic VARCHAR);
CREATE TABLE venue_fields (field VARCHAR, venue_name VARCHAR);
CREATE TABLE output_types (type VARCHAR);
CREATE TABLE work_scope (whole BOOLEAN)
"""
_FIGURES = """
CREATE TABLE work_period (
    open_year INTEGER, open_key VARCHAR, open_text VARCHAR, open_end VARCHAR, newest VARCHAR,
    definition VARCHAR, n BIGINT
)
"""
BATCH = 20_000
"""Affiliation strings that are matched at once."""

_VERSIONS = ("works", "authorships", "work_topics")
"""Tables of works_latest.sql that hold rows of every version of a work before."""

_SHOWN = 5  # reasons told as warnings, the most frequent first


def nothing(texts: Sequence[str | None]) -> list[Answer]:
    """The matcher of a build without works: there is nothing to ask it."""
    return [Answer("none", (), (), T("", "", "")) for _ in texts]


class Loaded(msgspec.Struct, frozen=True):
    """What came of a load: works, lines read, lines set aside by reason, strings matched."""

    works: int
    lines: int
    quarantined: dict[str, int]
    strings: int
    matched: int

    def warnings(self) -> list[str]:
        """What a builder has to know of: lines that were set aside, and why."""
        most = sorted(self.quarantined.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
        return [f"works: {number} of {self.lines} lines set aside: {why}" for why, number in most]


def load_works(database: Duck, files: Sequence[Fetched], room: Path) -> None:
    """Fill the tables of works.sql from files of OpenAlex works, JSON lines or gzipped ones.

    `room` is a path beside which files lie that are gone again afterwards. The tables are there,
    and empty, when there are no files.
    """
    in_parts(database, once(files), steps("lionrock.derive", "works.sql"), room)
    latest = steps("lionrock.derive", "works_latest.sql")
    database.run(latest[:1])
    ((older,),) = database.rows("SELECT count(*) FROM loading_superseded")
    for name, sql in latest[1:]:
        table = name.rpartition(":")[2]
        if table in _VERSIONS and not older:  # as it is: copying would take time and room
            sql = f"ALTER TABLE loading_{table} RENAME TO {table}"
        database.run([(name, sql)])
    left = (*(_VERSIONS if older else ()), "topics", "institutions", "files", "superseded")
    database.run((f"drop:{name}", f"DROP TABLE loading_{name}") for name in left)


def once(files: Iterable[Fetched]) -> list[Fetched]:
    """The files without those that have the very bytes of one before."""
    kept: dict[str, Fetched] = {}
    for file in files:
        kept.setdefault(file.snapshot.digest, file)
    return list(kept.values())


def make_works(
    database: Engine, match: Match, definition: Definition, whole: bool, scratch: Path
) -> Loaded:
    """Match the affiliation strings, fill the tables of works_made.sql and count them; what came
    of it.

    `whole` says that the works are all of the world's: then shares of it can be told, and works
    without OpenAlex's own citation percentile get one.
    """
    begin_works(database, whole, scratch)
    _match(database, match, scratch)
    return finish_works(database, definition, scratch)


def begin_works(database: Engine, whole: bool, scratch: Path) -> None:
    """Make the tables that come before works_made.sql: all but `work_scope` still empty."""
    database.run(
        (f"works:{number}", sql) for number, sql in enumerate(_TABLES.split(";")) if sql.strip()
    )
    database.insert("work_scope", [(whole,)], scratch)


def finish_works(database: Engine, definition: Definition, scratch: Path) -> Loaded:
    """Once `affiliation_strings` is filled: the tables that are made of it; what came of it."""
    _define(database, definition, scratch)
    database.run(steps("lionrock.derive", "works_made.sql"))
    count_works(database)
    ((works,),) = database.rows("SELECT count(*) FROM works")
    ((lines,),) = database.rows("SELECT coalesce(sum(lines), 0) FROM work_files")
    ((strings,),) = database.rows("SELECT count(DISTINCT raw) FROM authorships")
    ((matched,),) = database.rows(
        "SELECT count(DISTINCT raw) FROM affiliation_strings WHERE verdict = 'match'"
    )
    quarantined: dict[str, int] = dict(
        database.rows("SELECT reason, count(*) FROM quarantine GROUP BY reason")
    )
    return Loaded(works, lines, quarantined, strings, matched)


def count_works(database: Engine) -> None:
    """Count the outputs: the tables of works_indicators.sql, of which `work_figures` is kept."""
    database.run(steps("lionrock.derive", "works_indicators.sql"))


def write_figures(database: Duck, definition: Definition, matcher: str, scratch: Path) -> None:
    """Add the research indicators to the observations, a year at a time.

    `matcher` tells one version of the matcher from another; figures say by which version of it
    and of the definition they were made, and when works of both sides of a break are among them.
    The year that the newest update falls in is not over: its figures are of a span.
    """
    database.run([("work_period", _FIGURES)])
    ((newest,),) = database.rows(
        "SELECT coalesce(max(f.newest), max(g.gathered)) FROM work_files f CROSS JOIN gathering g"
    )
    if newest is not None:
        year, month = int(newest[:4]), newest[:7]
        span = parse_period(f"{year}-01/{month}")
        told = f"definition {definition.version}, matcher {matcher}"
        told += "".join(f"; broken: {id_}" for id_ in _broken(database, definition))
        ((n,),) = database.rows("SELECT coalesce(max(n), 0) + 1 FROM records")
        database.insert(
            "work_period",
            [(year, span.key, span.text, str(span.end), newest[:10], told, n)],
            scratch,
        )
    database.run(steps("lionrock.derive", "works_observations.sql"))


def _broken(database: Engine, definition: Definition) -> list[str]:
    """The breaks that the works loaded lie on both sides of."""
    ((oldest, newest),) = database.rows("SELECT min(updated), max(updated) FROM works")
    return [one.id for one in definition.breaks if oldest and oldest < one.date <= newest]


def _match(database: Engine, match: Match, scratch: Path) -> None:
    """Resolve every distinct affiliation string once."""
    batch: list[str] = []
    for chunk in database.stream("SELECT DISTINCT raw FROM authorships WHERE raw IS NOT NULL"):
        batch += [row[0] for row in chunk]
        while len(batch) >= BATCH:
            database.insert("affiliation_strings", resolved(match, batch[:BATCH]), scratch)
            batch = batch[BATCH:]
    database.insert("affiliation_strings", resolved(match, batch), scratch)


def resolved(match: Match, texts: Sequence[str]) -> list[Row]:
    """Rows of `affiliation_strings`: what the matcher finds in each text."""
    return [
        (text, found.id, rank, round(found.score, 4), answer.verdict)
        for text, answer in zip(texts, match(texts), strict=True)
        for rank, found in enumerate(answer.found, 1)
    ]


def _define(database: Engine, definition: Definition, scratch: Path) -> None:
    """Write the definition of fields as tables: topics, the venues that are there, types."""
    fields = definition.fields.values()
    topics = [(field.id, topic) for field in fields for topic in field.topics]
    venues = [
        (field.id, name)
        for (name,) in database.rows(
            "SELECT DISTINCT venue_name FROM works WHERE venue_name IS NOT NULL ORDER BY 1"
        )
        for field in fields
        if in_venue(field.venues, name)
    ]
    database.insert("field_topics", topics, scratch)
    database.insert("venue_fields", venues, scratch)
    database.insert("output_types", [(name,) for name in definition.types], scratch)
