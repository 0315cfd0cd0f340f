"""Rows of a Parquet file as JSON objects, for what is read a record at a time."""

from collections.abc import Collection, Iterator
from pathlib import Path


def parquet_rows(
    path: Path, wanted: Collection[str], in_order: bool = True
) -> Iterator[tuple[int, bytes]]:
    """(number of the row, from 1, the row as a JSON object of its `wanted` columns), in order, or
    in any, which takes no memory however large the file is.

    A map becomes an object, a moment a text. Raises StepFailed or WriteFailed when the file
    cannot be read.
    """
    from lionrock.store.duck import Duck  # it loads the engine

    database = Duck()
    try:
        file = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}', file_row_number = true)"
        described = database.rows(f"DESCRIBE FROM {file}")
        held = [row[0] for row in described if row[0] in wanted]
        if not held:
            return
        packed = ", ".join(f'"{name}" := "{name}"' for name in held)
        query = f"SELECT file_row_number + 1 AS n, to_json(struct_pack({packed})) FROM {file}"
        for chunk in database.stream(query + " ORDER BY n" * in_order):
            yield from ((number, text.encode()) for number, text in chunk)
    finally:
        database.close()
