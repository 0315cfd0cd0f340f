"""Opening what the search engine wrote, also where the disk takes no writing."""

import atexit
import shutil
import tempfile
from pathlib import Path

import tantivy


def open_folder(directory: Path) -> tantivy.Index:
    """The index of a folder. The engine makes a lock beside what it reads: where the disk takes
    none, it reads by way of a folder of links that lives as long as this process."""
    try:
        return tantivy.Index.open(str(directory))
    except ValueError as error:
        if "Lockfile" not in str(error):
            raise FileNotFoundError(f"{directory}: {error}; lionrock verify names it") from None
    links = Path(tempfile.mkdtemp(prefix="lionrock-"))
    atexit.register(shutil.rmtree, links, ignore_errors=True)
    for path in (one for one in directory.iterdir() if one.suffix != ".lock"):
        (links / path.name).symlink_to(path.absolute())
    return tantivy.Index.open(str(links))
