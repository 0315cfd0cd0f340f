"""OpenAlex's institutions as a table, compared with the bodies of the registry that they are."""

from collections.abc import Sequence
from pathlib import Path

from lionrock.store.duck import Duck, steps
from lionrock.store.engine import Row

_TABLE = """
CREATE TABLE openalex_institutions (
    institution VARCHAR, ror VARCHAR, wikidata VARCHAR, name VARCHAR, name_hant VARCHAR,
    name_hans VARCHAR, type VARCHAR, country VARCHAR, city VARCHAR, parents VARCHAR[],
    parent_names VARCHAR[], lineage VARCHAR[], works BIGINT, updated VARCHAR, snapshot VARCHAR,
    row_number BIGINT
)
"""
_SHOWN = 5  # reasons told as warnings, the most frequent first


def write_institutions(database: Duck, rows: Sequence[Row], scratch: Path) -> None:
    """Fill `openalex_institutions` and make what compares it with ours (institutions.sql); empty
    tables where no record of an institution is kept."""
    database.run([("openalex_institutions", _TABLE)])
    database.insert("openalex_institutions", rows, scratch)
    database.run(steps("lionrock.derive", "institutions.sql"))


def set_aside(
    database: Duck, source: str, lines: int, aside: Sequence[Row], scratch: Path
) -> list[str]:
    """Add lines that are no record to `quarantine`, named by their source; what to warn of.

    `aside` are rows (snapshot, line, id, reason), `lines` the number of those that are records.
    """
    database.insert("quarantine", [(*one[:3], f"{source}: {one[3]}") for one in aside], scratch)
    counts: dict[str, int] = {}
    for one in aside:
        counts[one[3]] = counts.get(one[3], 0) + 1
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    number = lines + len(aside)
    return [f"{source}: {times} of {number} lines set aside: {why}" for why, times in most]
