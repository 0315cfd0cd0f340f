"""What a build is made from: the registry, what a user judged, the sets of live sources, this code.

Kept apart from the making, so that to find that nothing changed costs no more than reading it.
"""

import hashlib

import msgspec

from lionrock import __version__
from lionrock.model.aims import FILE as AIMS
from lionrock.model.aliases import FILE as ALIASES
from lionrock.model.reference import FILES, Reference, read_reference
from lionrock.model.statement import Problem
from lionrock.model.translations import FOLDER, files
from lionrock.model.weighing import FILE as WEIGHTS
from lionrock.settings import BUNDLED_REGISTRY, Settings
from lionrock.sources._documents import FILE as LISTS
from lionrock.sources._gather import sources
from lionrock.store import builds, decisions, proposals
from lionrock.store.judgements import Tables
from lionrock.store.live import Drawer

ID_LENGTH = 16


class Refused(Exception):
    """The inputs have problems; nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems; nothing was published")
        self.problems = problems


def reference_of(settings: Settings) -> Reference:
    """The reference tables of the registry; Refused when one of its files is wrong."""
    if not settings.registry.is_dir():
        raise Refused([Problem(str(settings.registry), 0, "no such folder; expected a registry")])
    try:
        return read_reference(settings.registry, BUNDLED_REGISTRY)
    except (ValueError, OSError) as error:
        raise Refused([Problem("registry", 0, str(error))]) from None


def inputs_of(settings: Settings, judged: Tables) -> dict[str, str]:
    """Digest of everything a build depends on: the registry's files, what the user judged, the
    sets of live sources, and this package's own files."""
    own = {
        "judgements": judged.own.digest, "decisions": decisions.read(settings).digest,
        "proposals": proposals.read(settings).digest,
    }  # fmt: skip
    digests = {name: digest for name, digest in own.items() if digest is not None}
    kinds = ("*.jsonl", ALIASES, AIMS, WEIGHTS)
    for path in sorted(path for kind in kinds for path in settings.registry.glob(kind)):
        digests[f"registry/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    for path in files(settings.registry):
        digests[f"registry/{FOLDER}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    for name in (*FILES, LISTS):
        path = settings.registry / name
        chosen = path if path.exists() else BUNDLED_REGISTRY / name
        if chosen.exists():
            digests[f"registry/{name}"] = hashlib.sha256(chosen.read_bytes()).hexdigest()
    live = {module.SOURCE.id for module in sources() if module.SOURCE.live}
    for source in sorted(live):
        digest = Drawer(settings, source).digest()
        if digest is not None:
            digests[f"snapshots/{source}"] = digest
    return digests | {"lionrock": __version__, "code": builds.code_digest()}


def build_id_of(inputs: dict[str, str]) -> str:
    """The id of what is built from inputs of these digests."""
    return hashlib.sha256(msgspec.json.encode(inputs, order="sorted")).hexdigest()[:ID_LENGTH]
