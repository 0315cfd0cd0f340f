"""Which matcher answers: a build's own, one that also knows the world, or one made on the spot."""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path

from lionrock import __version__
from lionrock.answer.observatory import Observatory
from lionrock.model.match import Matcher, Organisation, OrganisationName
from lionrock.model.statement import Problem
from lionrock.model.text import T
from lionrock.resolve.index import build_index
from lionrock.resolve.matcher import open_matcher
from lionrock.resolve.parallel import Parallel
from lionrock.resolve.world import merge
from lionrock.sources.ror import read_dump
from lionrock.store.files import sweep
from lionrock.store.sheets.opening import fingerprint

_KEPT = 2  # indexes with a ROR dump: the one used now and the one before


def matcher_of(
    observatory: Observatory, ror: Path | None = None, cache: Path | None = None
) -> Matcher:
    """The matcher of a build; with `ror`, a dump of ROR, one that knows its organisations too.

    The index for a dump takes a while to make, so it is kept in the folder `cache` and used
    again for the same dump and build; without a folder it is made for this once. Raises
    sources.ror.BadDump when the file is not a dump, OSError when it cannot be read.
    """
    if ror is None:
        return Parallel(observatory.match_folder)
    if cache is None:
        return _temporary(merge(observatory.organisations(), read_dump(ror, _unreported)))
    folder = cache / identity_of(observatory, ror)
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        sweep(cache)
        partial = Path(tempfile.mkdtemp(suffix=".partial", dir=cache))
        try:
            build_index(merge(observatory.organisations(), read_dump(ror, _unreported)), partial)
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        _prune(cache, folder)
    return Parallel(folder)


def identity_of(observatory: Observatory, ror: Path | None) -> str:
    """What tells this matcher from another: the build, the dump, the version of the program."""
    told = f"{observatory.build_id} {fingerprint(ror) if ror else ''} {__version__}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def matcher_against(against: Iterable[str | None] | Iterable[Organisation]) -> Matcher:
    """A matcher of one's own list: names, or organisations with several names each.

    The id of a name in answers is its position, "0" for the first; names that are empty are
    never found. Raises TypeError for an item that is neither.
    """
    return _temporary(_organisation(n, one) for n, one in enumerate(against))


def _organisation(number: int, one: object) -> Organisation:
    if isinstance(one, Organisation):
        return one
    if one is not None and not isinstance(one, str):
        raise TypeError(f"against[{number}] is a {type(one).__name__}; expected a text")
    text = one or ""
    return Organisation(str(number), "organisation", T(text, text, text), (OrganisationName(text),))


def _temporary(organisations: Iterable[Organisation]) -> Matcher:
    folder = Path(tempfile.mkdtemp(prefix="lionrock-match-"))
    try:
        build_index(organisations, folder)
        matcher = open_matcher(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(matcher, shutil.rmtree, folder, True)
    return matcher


def _prune(cache: Path, newest: Path) -> None:
    others = sorted(
        (path for path in cache.iterdir() if path != newest and path.is_dir()),
        key=lambda path: path.stat().st_mtime, reverse=True,
    )  # fmt: skip
    for old in others[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _unreported(problem: Problem) -> None:
    """Oddities of a dump are told when it is kept; here what can be read of it is used."""
