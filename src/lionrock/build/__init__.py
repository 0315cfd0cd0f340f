"""A build: snapshots → statements → tables → indicators → documents → index → manifest → swap.

Nothing is published unless every line was read and every gate passed; whatever happens on the
way, the observatory that was served before is served still.
"""

from collections.abc import Callable

import msgspec

from lionrock.build.inputs import Refused, build_id_of, inputs_of, reference_of
from lionrock.settings import Settings
from lionrock.sources._gather import Gathered, gather
from lionrock.store import builds
from lionrock.store.judgements import read_tables
from lionrock.store.snapshots import Shelf

__all__ = ["STAGES", "Built", "Refused", "build", "reference_of", "validate"]

STAGES = (
    "read", "load", "tables", "names", "works", "documents", "indicators", "facets", "index",
    "publish",
)  # fmt: skip

Stage = Callable[[str], None]


class Built(msgspec.Struct, frozen=True):
    """What a run of `build` did: the manifest, whether it was new, seconds per stage."""

    manifest: builds.Manifest
    fresh: bool
    seconds: dict[str, float]


def validate(settings: Settings) -> Gathered:
    """Read everything and publish nothing; the result lists every problem at once."""
    reference = reference_of(settings)
    desk = Shelf(settings, reference.gathered, keeps=False)
    gathered = gather(desk, reference, lambda record, fetched: None)
    gathered.problems += read_tables(settings).shipped.problems
    return gathered


def build(settings: Settings, stage: Stage = lambda name: None) -> Built:
    """Make the observatory of `settings` and swap it in; a no-op when nothing changed.

    `stage` is told each stage of STAGES as it begins. Raises Refused when the inputs have
    problems and store.builds.Busy when another build runs in the same home.
    """
    with builds.locked(settings):
        builds.sweep_home(settings)
        judged = read_tables(settings)
        inputs = inputs_of(settings, judged)
        build_id = build_id_of(inputs)
        done = builds.finished(settings, build_id)
        if done is not None and done.form == builds.FORM:
            if settings.current.resolve() != (settings.builds / build_id).resolve():
                from lionrock.derive.remember import remember  # it loads the engine

                remember(settings, done)
            builds.serve(settings, settings.builds / build_id)
            return Built(done, False, {})
        from lionrock.build.stages import make  # a second of imports

        manifest, seconds = make(settings, judged, (build_id, inputs), stage)
        return Built(manifest, True, seconds)
