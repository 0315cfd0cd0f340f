"""`lionrock prune`, `backup`, `restore`, `verify`: what a home keeps, and that it is whole."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.markup import escape

from lionrock import __version__
from lionrock.cli import output
from lionrock.cli.commands import Given
from lionrock.settings import Keep, read_keep
from lionrock.store import archive, builds
from lionrock.store.keeping import prune as prune_home
from lionrock.store.verify import verify as verify_home

File = Annotated[Path, Parameter(name="FILE")]
_SHOWN = 50


def prune(
    *,
    builds_kept: Annotated[int | None, Parameter(name="--builds")] = None,
    days: int | None = None,
    dry_run: bool = False,
    door: Given,
) -> int:
    """Remove old builds, and snapshots that no kept build names.

    The policy is that of keep.toml in the home (builds = 2, days = 0 where there is none).

    Parameters
    ----------
    builds_kept
        Keep this many of the newest builds, 2 or more.
    days
        Keep also all builds that are younger than this.
    dry_run
        Only say what would be removed.
    """
    keep = door.settings.keep
    keep = Keep(keep.builds if builds_kept is None else builds_kept,
                keep.days if days is None else days)  # fmt: skip
    if keep.builds < 2 or keep.days < 0:
        output.complain("expected --builds of 2 or more, --days of 0 or more")
        return 2
    settings = msgspec.structs.replace(door.settings, keep=keep)
    with builds.locked(settings):
        done = prune_home(settings, dry_run)
    if door.output.as_json:
        return door.output.dump(done)
    key = "prune_would" if dry_run else "pruned"
    door.output.tell(
        key, builds=len(done.builds), snapshots=len(done.snapshots), size=f"{done.size / 1e6:.1f}"
    )
    for left in done.left:
        door.output.tell("prune_left", why=left)
    return 0


def backup(file: File, /, *, door: Given) -> int:
    """Write the whole home to one file: builds, snapshots, judgements, history.

    Parameters
    ----------
    file
        Where to write it; must not be there yet.
    """
    with builds.locked(door.settings):
        listing = archive.backup(door.settings, file, __version__)
    if door.output.as_json:
        return door.output.dump(
            {"file": str(file), "files": len(listing.members), "current": listing.current}
        )
    door.output.tell("backed_up", number=len(listing.members), file=file)
    return 0


def restore(file: File, /, *, door: Given) -> int:
    """Make the home from a backup; every file is verified before anything is moved in.

    Parameters
    ----------
    file
        What `lionrock backup` wrote.
    """
    try:
        listing = archive.restore(door.settings, file)
    except archive.BadArchive as bad:
        output.complain(f"{bad}; nothing was restored")
        return 2
    if door.output.as_json:
        return door.output.dump({"files": len(listing.members), "current": listing.current})
    door.output.tell("restored", number=len(listing.members), home=door.settings.home)
    return 0


def verify(*, door: Given) -> int:
    """Read every file of the home and name those that are not what was written; exit 1 for any."""
    seen = 0

    def looked_at(_path: str) -> None:
        nonlocal seen
        seen += 1

    try:
        read_keep(door.settings.home)
        faults = verify_home(door.settings, looked_at)
    except ValueError as error:
        output.complain(str(error))
        return 2
    grave = [fault for fault in faults if fault.grave]
    if door.output.as_json:
        door.output.dump({"files": seen, "faults": [fault._asdict() for fault in faults]})
        return 1 if grave else 0
    for fault in sorted(faults, key=lambda one: (not one.grave, one))[:_SHOWN]:
        path = escape(output.unturned(fault.path))
        colour = "red" if fault.grave else "dim"
        door.output.line(f"[{colour}]{escape(door.output.say(f'verify_{fault.why}'))}[/] {path}")
    door.output.tell("verified", number=seen, faults=len(grave))
    return 1 if grave else 0
