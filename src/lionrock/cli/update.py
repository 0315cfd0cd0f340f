"""`lionrock update`: live sources brought up to date, then a build from what is kept."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from lionrock import __version__
from lionrock.build import STAGES, reference_of
from lionrock.build import build as make_build
from lionrock.cli import output, standing
from lionrock.cli.commands import Door as Given_
from lionrock.cli.commands import Given
from lionrock.model.reference import Reference
from lionrock.model.source import GivenRefused, Source
from lionrock.sources import _http
from lionrock.sources._gather import sources as source_modules
from lionrock.sources._update import update as bring_up_to_date
from lionrock.store.live import Drawer, Status, updating
from lionrock.store.places import NoPlace, brought, is_url
from lionrock.store.snapshots import Shelf


class _Bad(Exception):
    """What was asked for cannot be done."""


def update(
    *names: Annotated[str, Parameter(name="SOURCE")],
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    build: Annotated[bool, Parameter(name="--build", negative="--no-build")] = True,
    door: Given,
) -> int:
    """Fetch what has changed at live sources, then build from it.

    A source that fails keeps what it had, and says why; what an interrupted update has fetched
    is not fetched again. Exit 1 when a source failed, 2 when the request was wrong. Keys and a
    contact address for servers come from the environment: LIONROCK_OPENALEX_KEY …,
    LIONROCK_CONTACT.

    Parameters
    ----------
    names
        Which sources; without any all live ones. lionrock sources lists them.
    from_
        Keep this as the source's data instead of fetching it: a dump of ROR, a folder of works of
        OpenAlex's snapshot, or (folder) one of documents to read. Where they lie in S3 or HDFS a
        URL will do: s3://bucket/path (s3://anonymous@bucket/path for a public one).
    build
        Whether to build when all is fetched.
    """
    try:
        modules = _chosen(names)
        if from_ is not None:
            statuses = [_given(modules, names, from_, door)]
        else:
            given = [module.SOURCE.id for module in modules if not hasattr(module, "fetch")]
            if given:
                raise _Bad(f"{given[0]}: say what to keep: lionrock update {given[0]} --from PATH")
            statuses = _fetched(modules, door)
    except (_Bad, GivenRefused, NoPlace) as bad:
        output.complain(str(bad))
        return 2
    built = None
    if build:
        with door.output.progress(len(STAGES)) as stage:
            built = make_build(door.settings, stage)
    if door.output.as_json:
        door.output.dump({"sources": statuses, "build": built and built.manifest.id})
    elif built is not None:
        door.output.built(built)
    return 1 if any(status.failure is not None for status in statuses) else 0


def _chosen(names: tuple[str, ...]) -> tuple[Any, ...]:
    """The live sources that are meant."""
    try:
        found = source_modules(names)
    except ValueError as error:
        raise _Bad(str(error)) from None
    still = [module.SOURCE.id for module in found if not module.SOURCE.live]
    if names and still:
        raise _Bad(f"{still[0]}: is read anew by every build, and not fetched from anywhere")
    live = [module for module in found if module.SOURCE.live]
    return tuple(module for module in live if names or hasattr(module, "fetch"))


def _fetched(modules: tuple[Any, ...], door: Given_) -> list[Status]:
    try:
        policy, keys = _http.policy(__version__), _http.keys()
    except ValueError as error:
        raise _Bad(str(error)) from None
    reference: Reference = reference_of(door.settings)
    with _http.Door(policy, keys, door.settings.update / "robots") as network:
        return bring_up_to_date(
            door.settings, reference, modules, network, lambda s, status: _say(door, s, status)
        )


def _say(door: Given_, source: Source, status: Status | None) -> None:
    if door.output.as_json or door.output.quiet:
        if status is not None and status.failure is not None:
            output.complain(f"{source.id}: {status.failure.message}")
    elif status is not None:
        lang = door.settings.lang
        for line in standing.outcome_lines(source, status, lang, door.output.say):
            door.output.line(line)


def _given(modules: tuple[Any, ...], names: tuple[str, ...], given: str, door: Given_) -> Status:
    """Keep what someone has as the set of a source."""
    takes = ("keep_dump", "keep_folder")
    if len(names) != 1 or not any(hasattr(modules[0], one) for one in takes):
        able = [
            module.SOURCE.id
            for module in source_modules()
            if any(hasattr(module, one) for one in takes)
        ]
        raise _Bad(f"--from needs one source that can be given files: {', '.join(able)}")
    module = modules[0]
    folder = hasattr(module, "keep_folder")
    shelf = Shelf(door.settings, None)
    with updating(door.settings) as room:
        path = brought(given, room) if is_url(given) else Path(given)
        if not path.is_file() and not (folder and path.is_dir()):
            raise _Bad(f"{given}: no such file{' or folder' if folder else ''}")
        try:
            kept = module.keep_folder(shelf, path) if folder else module.keep_dump(shelf, path)
        except OSError as error:
            raise _Bad(f"{given}: cannot be kept: {error.strerror or error}") from None
    status = Drawer(door.settings, module.SOURCE.id).status()
    _say(door, module.SOURCE, status)
    if door.output.as_json:
        return status
    if folder:
        door.output.tell(
            "update_given_files", file=path.name, files=f"{len(kept.files):,}",
            size=f"{kept.size / 1e6:,.1f}",
        )  # fmt: skip
        return status
    door.output.tell(
        "update_given", file=path.name, release=kept.release or "?",
        organisations=f"{kept.organisations:,}",
    )  # fmt: skip
    for problem in kept.problems[:_TOLD]:
        door.output.tell("update_odd", problem=str(problem))
    return status


_TOLD = 20
