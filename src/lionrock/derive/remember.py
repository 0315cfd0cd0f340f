"""Writing down what a build changes, before it is served."""

from lionrock.derive.changes import compare
from lionrock.model.change import Change
from lionrock.settings import Settings
from lionrock.store import builds, history
from lionrock.store.duck import StepFailed


def remember(settings: Settings, now: builds.Manifest) -> None:
    """Add a page to the home's history when `now` is about to be served in another's place.

    The page is written first: whoever sees the build finds what it changed. A run that was
    interrupted between the two finds the page there and does not write it again.
    """
    before = builds.served(settings)
    newest = history.last(settings)
    if newest is not None and newest.build == now.id:
        return
    if before is not None and before.id == now.id and newest is None:
        before = None  # built before there was a history: memory begins here
    history.append(settings, before, now, _changes(settings, before, now))


def _changes(
    settings: Settings, before: builds.Manifest | None, now: builds.Manifest
) -> list[Change] | None:
    """What changed; None when the build before cannot be read any more."""
    if before is None or before.id == now.id:
        return []
    try:
        folder = settings.builds
        return compare((folder / before.id, before), (folder / now.id, now))
    except (StepFailed, OSError):
        return None
