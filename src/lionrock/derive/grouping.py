"""Affiliation strings without a known organisation, grouped into proposed ones.

Reading and scoring are batched functions that come from outside (resolve/unknown.py,
resolve/pairing.py); blocking and clustering are named steps. All of it runs on any engine.
"""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import msgspec

from lionrock.store.duck import steps
from lionrock.store.engine import Engine, Row, RowsToRows

MADE = ("proposed_strings", "proposed_pairs", "proposed_names", "proposed_organisations")
"""What a build keeps of the tables that the steps make."""

DROPPED = (
    "scratch.read_names", "scratch.letter_positions", "scratch.name_blocks",
    "scratch.telling_blocks",
)  # fmt: skip
"""Large tables that are not needed once the pairs are there."""

_READ = "raw VARCHAR, name VARCHAR, text VARCHAR, letters VARCHAR, place VARCHAR, words VARCHAR[]"
_SCORED = "one VARCHAR, other VARCHAR, score DOUBLE, verdict VARCHAR"
_GIVEN = """
CREATE TABLE scratch.letter_positions (
    first INTEGER, last INTEGER, before INTEGER, after INTEGER
);
CREATE TABLE name_judgements (one VARCHAR, other VARCHAR, verdict VARCHAR)
"""
_RUN, _LONGEST = 5, 150  # letters that make a run; those of a name that are looked at
_UNKNOWN = """
SELECT DISTINCT a.raw
FROM authorships a
JOIN outputs o ON o.work = a.work
LEFT JOIN affiliation_strings s ON s.raw = a.raw
WHERE a.raw IS NOT NULL AND s.raw IS NULL
"""
_PAIRS = """
SELECT p.one, p.other, a.text, a.place, b.text AS other_text, b.place AS other_place
FROM scratch.name_pairs p
JOIN scratch.unknown_names a ON a.name = p.one
JOIN scratch.unknown_names b ON b.name = p.other
"""


class Grouping(msgspec.Struct, frozen=True):
    """What grouping asks of outside. `read` and `score` open functions over rows, in workers too,
    so they have to be picklable:

    `read`: (string) → (string, id of a name, name, letters, place, words),
    none or several a string.
    `score`: (id, other id, name, place, other name, other place) → (id, other id, score, verdict),
    one a row; verdict "same", "different" (never to be put together) or "unsure".
    `judged`: what was decided of names: (id, other id, "same" | "different").
    """

    read: Callable[[], RowsToRows]
    score: Callable[[], RowsToRows]
    judged: Collection[tuple[str, str, str]] = ()


def group_names(database: Engine, grouping: Grouping, scratch: Path) -> None:
    """Make the tables of grouping.sql, once those of works_made.sql are there."""
    database.run((f"grouping:{n}", sql) for n, sql in enumerate(_GIVEN.split(";")))
    positions = [(at, at + _RUN - 1, at - 1, at + 1) for at in range(1, _LONGEST - _RUN + 2)]
    database.insert("scratch.letter_positions", positions, scratch)
    database.insert("name_judgements", _judged(grouping.judged), scratch)
    database.apply("scratch.read_names", _UNKNOWN, grouping.read, _READ, scratch)
    database.run(steps("lionrock.derive", "grouping.sql"))
    database.forget(DROPPED)
    database.apply("proposed_pairs", _PAIRS, grouping.score, _SCORED, scratch)
    cluster_names(database)
    database.forget(["name_judgements"])


def cluster_names(database: Engine) -> None:
    """Make `proposed_names` and `proposed_organisations` of the pairs that were scored."""
    rounds = _Rounds(database)
    rounds.run("links", "apart", "label_0")
    label = rounds.until(("spread", "label"), "label")
    rounds.run("contested", "member_0", this=label)
    member = 0
    ((contested,),) = database.rows("SELECT count(*) FROM scratch.contested_links")
    if contested:
        member = rounds.until(("open", "strongest", "member"), "cluster")
    rounds.run("proposed_names", "proposed_organisations", label=label, member=member)


class _Rounds:
    """The steps of grouping_clusters.sql, of which some are repeated."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._steps = {
            name.rpartition(":")[2]: sql
            for name, sql in steps("lionrock.derive", "grouping_clusters.sql")
        }

    def run(self, *names: str, **told: int) -> None:
        """Run steps, with the numbers of rounds they name filled in."""
        for name in names:
            sql = self._steps[name]
            for key, number in told.items():
                sql = sql.replace(f"{{{key}}}", str(number))
            self._database.run([(name, sql)])

    def until(self, names: tuple[str, ...], column: str) -> int:
        """Repeat steps until a round changes nothing of `column` in their table; the number
        of the round whose table stands."""
        *between, table = names
        this = 0
        while True:
            self.run(*names, this=this, next=this + 1)
            ((changed,),) = self._database.rows(
                f"SELECT count(*) FROM scratch.name_{table}_{this} a "
                f"JOIN scratch.name_{table}_{this + 1} b ON b.name = a.name "
                f"WHERE b.{column} <> a.{column}"
            )
            done = [*between, table] if not changed else between
            self._database.forget(f"scratch.name_{name}_{this + 1}" for name in done)
            if not changed:
                return this
            self._database.forget([f"scratch.name_{table}_{this}"])
            this += 1


def _judged(judged: Iterable[tuple[str, str, str]]) -> list[Row]:
    return [(min(one, other), max(one, other), verdict) for one, other, verdict in judged]
