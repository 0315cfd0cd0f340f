"""The command line: `lionrock COMMAND`. Exit 0 ok, 1 failed, 2 bad input."""

import gc
import os
import sys

from cyclopts import CycloptsError

from lionrock.build import Refused
from lionrock.cli.commands import app
from lionrock.cli.output import complain, list_problems
from lionrock.store.builds import Busy, NoBuild
from lionrock.store.engine import StepFailed

# Commands in files of their own are loaded when they are asked for: some rest on libraries that
# take longer to load than most commands take to run.
LOADED_LATER = {
    "audit": "audit:audit",
    "backup": "keeping:backup",
    "diff": "changes:show_changes",
    "prune": "keeping:prune",
    "read": "check:read_",
    "check": "check:check",
    "facets": "lists:facets",
    "find": "find:find",
    "forecast": "forecast:forecast",
    "index": "composite:composite",
    "match": "match:match",
    "mcp": "mcp:mcp",
    "propose": "propose:propose",
    "report": "report:report",
    "restore": "keeping:restore",
    "review": "review:review",
    "review-events": "review_events:review_events",
    "search": "lists:search",
    "site": "site:site",
    "targets": "targets:targets",
    "unknown": "unknown:unknown",
    "update": "update:update",
    "verify": "keeping:verify",
}
for _name, _path in LOADED_LATER.items():
    app.command(f"lionrock.cli.{_path}", name=_name)


def main() -> None:
    """Run the command line; never shows a traceback for what a user can cause."""
    gc.set_threshold(50_000, 20, 50)  # what a command makes, it keeps: look for cycles seldom
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if "--version" not in arguments and not any(
        one in app for one in arguments if not one.startswith("-")
    ):
        for name in LOADED_LATER:  # the page of help tells what each of them does
            app[name]
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
    except StepFailed as failed:
        complain(f"the database refused: {failed}; lionrock verify names what is damaged")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = error.filename2 or error.filename or ""  # of a copy, the one that is written
        complain(f"{error.strerror or error}: {where}".rstrip(": "))
        return 1
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
