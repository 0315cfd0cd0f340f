"""The command line: `lionrock COMMAND`. Exit 0 ok, 1 failed, 2 bad input."""

import os
import sys

from cyclopts import CycloptsError

from lionrock.build import Refused
from lionrock.cli import check as _check  # noqa: F401 - adds its commands
from lionrock.cli import find as _find  # noqa: F401 - adds its commands
from lionrock.cli import forecast as _forecast  # noqa: F401 - adds its command
from lionrock.cli import match as _match  # noqa: F401 - adds its command
from lionrock.cli import mcp as _mcp  # noqa: F401 - adds its command
from lionrock.cli import report as _report  # noqa: F401 - adds its command
from lionrock.cli import review as _review  # noqa: F401 - adds its command
from lionrock.cli import review_events as _review_events  # noqa: F401
from lionrock.cli import update as _update  # noqa: F401 - adds its command
from lionrock.cli.commands import app
from lionrock.cli.output import complain, list_problems
from lionrock.store.builds import Busy, NoBuild


def main() -> None:
    """Run the command line; never shows a traceback for what a user can cause."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        code = app.meta(
            arguments, exit_on_error=False, print_error=True, result_action="return_value"
        )
        sys.stdout.flush()
        return int(code or 0)
    except CycloptsError:
        return 2  # cyclopts has said what is wrong
    except Refused as refused:
        list_problems(refused.problems)
        return 2
    except (Busy, NoBuild) as reason:
        complain(str(reason))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        complain(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
        return 1
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
