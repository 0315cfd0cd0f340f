"""`lionrock match`: a file of rows in, the same rows with the organisations they mean out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lionrock.answer.matching.files import Job, OnBatch, Summary, match_file
from lionrock.answer.matching.matchers import identity_of, matcher_of
from lionrock.cli import output
from lionrock.cli.commands import Door, Given, app
from lionrock.model.match import Matcher
from lionrock.sources.ror import BadDump
from lionrock.store.sheets.sheet import Reading, SheetFault

_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


class Dialect:
    """How the input is written, where the file does not tell.

    Parameters
    ----------
    """


@app.command
def match(
    file: Annotated[str, Parameter(name="FILE", allow_leading_hyphen=True)],
    /,
    *,
    column: Annotated[str, Parameter(name=("--column", "-c"))],
    options: Annotated["Options | None", Parameter(name="*")] = None,
    door: Given,
) -> int:
    """x"""
    return 0
