"""`lionrock site DIR`: the whole site as files, for any static host."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from lionrock.cli.commands import Given
from lionrock.cli.output import complain


def site(
    directory: Annotated[Path, Parameter(name="DIR")],
    /,
    *,
    base: str = "",
    door: Given,
) -> int:
    """Write the whole site as files, for any static host; search works without a server.

    Whole or not at all: an older site there is replaced only when the new one is finished, and a
    folder that holds anything else is left alone.

    Parameters
    ----------
    directory
        Where to write; made if missing.
    base
        Where the site will be reached, as https://example.org/path: feeds are written only when it
        is given. All links are relative.
    """
    from lionrock.serve.publishing import Foreign, publish

    try:
        done = publish(door.settings, directory, base)
    except Foreign as error:
        complain(str(error))
        return 2
    except ValueError as error:
        complain(f"--base: {error}")
        return 2
    if door.output.as_json:
        return door.output.dump(done)
    door.output.tell(
        "site_written",
        folder=str(directory),
        files=f"{done.files:,}",
        size=f"{done.size / 1e6:.1f}",
    )
    return 0
