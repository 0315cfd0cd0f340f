"""Functions over plain rows, in Spark's workers: Arrow batches in, Arrow batches out."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from lionrock.store.engine import RowsToRows

_AT_ONCE = 10_000  # rows


class OverRows(msgspec.Struct, frozen=True):
    """Runs in a worker: opens the function once a task, and gives it rows in batches.

    `shape` is the schema of what comes out, as Spark writes it in JSON.
    """

    opened: Callable[[], RowsToRows]
    shape: dict[str, Any]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Batches of rows in, batches of what the function makes of them out."""
        import pyarrow
        from pyspark.sql.pandas.types import to_arrow_schema
        from pyspark.sql.types import StructType

        schema = to_arrow_schema(StructType.fromJson(self.shape))
        function = None
        for batch in batches:
            function = function or self.opened()
            columns = [column.to_pylist() for column in batch.columns]
            rows = list(zip(*columns, strict=True))
            for begin in range(0, len(rows), _AT_ONCE):
                made = function(rows[begin : begin + _AT_ONCE])
                arrays = [
                    pyarrow.array(values, field.type)
                    for values, field in zip(
                        zip(*made, strict=True) if made else [()] * len(schema), schema, strict=True
                    )
                ]
                yield pyarrow.record_batch(arrays, schema=schema)
