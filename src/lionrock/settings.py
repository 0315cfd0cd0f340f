"""The settings of one run: one frozen object, made at the door and passed down."""

import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

BUNDLED_REGISTRY = Path(str(files("lionrock").joinpath("registry")))


class Cluster(msgspec.Struct, frozen=True):
    """A Spark session that bulk records are counted on.

    `url` is `sail` (inside this process, without a JVM), a Spark Connect URL (`sc://host:port`) or
    a master; `place` a folder or URL for its tables that all workers reach, else one is made here
    and removed.
    """

    url: str = "sail"
    place: str | None = None


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which builds stay: the newest `builds`, the served one among them (two at least, for the one
    before may still be open), and all that are younger than `days`."""

    builds: int = 2
    days: int = 0


def read_keep(home: Path) -> Keep:
    """The policy in keep.toml of a home, else the default; ValueError says what is wrong."""
    path = home / "keep.toml"
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=Keep)
    except FileNotFoundError:
        return Keep()
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"{path}: {error}; expected such as: builds = 5, days = 30") from None
    if found.builds < 2 or found.days < 0:
        raise ValueError(f"{path}: expected builds of 2 or more, days of 0 or more")
    return found


class Settings(msgspec.Struct, frozen=True):
    """Where the observatory lives, which registry feeds it, what counts bulk records (the
    embedded engine, or a cluster), and which builds stay."""

    home: Path
    registry: Path = BUNDLED_REGISTRY
    lang: str = "en"
    cluster: Cluster | None = None
    keep: Keep = Keep()

    @property
    def builds(self) -> Path:
        """The directory of finished builds and of the one being written."""
        return self.home / "builds"

    @property
    def snapshots(self) -> Path:
        """The directory of raw bytes, by source and digest."""
        return self.home / "snapshots"

    @property
    def update(self) -> Path:
        """The directory that an update works in."""
        return self.home / "update"

    @property
    def history(self) -> Path:
        """The directory of what changed from build to build."""
        return self.home / "history"

    @property
    def current(self) -> Path:
        """The pointer to the build that is served."""
        return self.home / "current"


def default_home(environ: Mapping[str, str] = os.environ) -> Path:
    """LIONROCK_HOME, else the user's data directory (XDG Base Directory Specification)."""
    if environ.get("LIONROCK_HOME"):
        return Path(environ["LIONROCK_HOME"]).expanduser()
    data = environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "lionrock"
