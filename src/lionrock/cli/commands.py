"""The commands, each a thin door to build or to an open observatory."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from cyclopts import App, Parameter

from lionrock import __version__
from lionrock.build import STAGES, Refused
from lionrock.build import build as make_build
from lionrock.build import validate as read_all
from lionrock.cli import output
from lionrock.model.change import Meaning
from lionrock.settings import BUNDLED_REGISTRY, Cluster, Settings, default_home, read_keep
from lionrock.sources._gather import sources as source_modules
from lionrock.store.live import Drawer

if TYPE_CHECKING:
    from lionrock.answer.observatory import Observatory

Lang = Literal["en", "zh-Hant", "zh-Hans"]

app = App(
    name="lionrock",
    help="An open observatory of Hong Kong's AI ecosystem, with the source beside every figure.",
    version=__version__,
    help_flags=["--help", "-h"],
    default_parameter=Parameter(negative=()),
)
app.meta.group_parameters = "Everywhere"


class Door(msgspec.Struct, frozen=True):
    """What the options before every command said: settings, and how to speak."""

    settings: Settings
    output: output.Output

    def observatory(self) -> "Observatory":
        """The observatory that is served now."""
        from lionrock.answer.observatory import Observatory  # not every command asks it

        return Observatory.open(self.settings)

    def reading(self, registry: Path | None) -> Settings:
        """The settings, with a registry other than the bundled one when it is named."""
        return msgspec.structs.replace(self.settings, registry=registry or BUNDLED_REGISTRY)


Id = Annotated[str, Parameter(name="ID")]
Formats = tuple[str, ...]
Given = Annotated[Door, Parameter(parse=False)]


@app.meta.default
def _launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    home: Path | None = None,
    lang: Lang = "en",
    json: bool = False,
    quiet: bool = False,
) -> int | None:
    """Run a command.

    Parameters
    ----------
    home
        Where the observatory lives. Default: LIONROCK_HOME, else the user's data directory.
    lang
        Language of labels and messages.
    json
        Print JSON for programs instead of text for people.
    quiet
        No progress, no summary.
    """
    try:
        settings = Settings(
            home or default_home(), lang=lang, keep=read_keep(home or default_home())
        )
    except ValueError as error:
        output.complain(str(error))
        return 2
    door = Door(settings, output.Output(lang, json, quiet))
    command, bound, ignored = app.parse_args(tokens, exit_on_error=False, print_error=True)
    given = {"door": door} if "door" in ignored else {}
    code: int | None = command(*bound.args, **bound.kwargs, **given)
    return code


@app.command
def build(
    *,
    registry: Path | None = None,
    engine: Literal["duckdb", "spark"] = "duckdb",
    spark: str = "sail",
    place: str | None = None,
    door: Given,
) -> None:
    """Build the observatory from a registry and swap it in; does nothing when nothing changed.

    Parameters
    ----------
    registry
        A folder of registry files. Default: the registry this package carries.
    engine
        What counts bulk records (works): both make the same tables.
    spark
        The Spark session: sail (in this process), a Spark Connect URL (sc://host:port), a master.
    place
        A folder or URL for Spark's tables that all its workers reach. Default: one here, removed.
    """
    settings = door.reading(registry)
    if engine == "spark":
        settings = msgspec.structs.replace(settings, cluster=Cluster(spark, place))
    with door.output.progress(len(STAGES)) as stage:
        built = make_build(settings, stage)
    door.output.built(built)


@app.command
def validate(registry: Path | None = None, /, *, door: Given) -> int:
    """Read a registry and list every problem as file:line: message; exit 2 when there is one.

    Parameters
    ----------
    registry
        A folder of registry files. Default: the registry this package carries.
    """
    try:
        gathered = read_all(door.reading(registry))
    except Refused as refused:
        return door.output.validated({}, refused.problems)
    return door.output.validated(dict(gathered.kinds), gathered.problems)


@app.command
def show(
    id_: Id,
    /,
    *,
    evidence: bool = False,
    as_of: str | None = None,
    meaning: Meaning = "valid",
    door: Given,
) -> int:
    """Show an entity or an indicator: every value, who says so, and what conflicts.

    Parameters
    ----------
    id_
        An id as search prints it.
    evidence
        List the address behind every value.
    as_of
        It as of a day, YYYY-MM-DD; which of two meanings is always said.
    meaning
        valid: what was true for that day, as known today. known: what was known on that day.
    """
    observatory = door.observatory()
    if as_of is not None:
        from lionrock.cli.as_of import show_as_of

        return show_as_of(door.output, observatory, id_, (as_of, meaning))
    stays = observatory.redirect(id_)
    entity = observatory.entity_document(stays or id_)
    if entity is not None:
        return door.output.entity(entity, evidence, id_ if stays else None)
    indicator = observatory.indicator_document(id_)
    if indicator is not None:
        return door.output.indicator(indicator, evidence)
    near = [f"{hit.id} ({hit.title[0]})" for hit in observatory.search(id_, (), 3).hits]
    hint = f"; near it: {', '.join(near)}" if near else f"; try: lionrock search {id_}"
    output.complain(f"nothing has the id {id_!r}{hint}")
    return 1


@app.command
def indicators(id_: Id | None = None, /, *, facet: str | None = None, door: Given) -> int:
    """List the indicators with their latest figure, or show one with all its values.

    Parameters
    ----------
    id_
        An indicator's id; without it all are listed.
    facet
        Only those of a facet.
    """
    if id_ is not None:
        return show(id_, evidence=True, door=door)
    listed = door.observatory().indicators()
    return door.output.indicators([one for one in listed if facet in (None, one["facet"])])


@app.command
def sources(*, door: Given) -> int:
    """List where the facts come from: licence, cadence, what each promises; age and state."""
    listed = [module.SOURCE for module in source_modules()]
    return door.output.sources(
        [(one, Drawer(door.settings, one.id).status() if one.live else None) for one in listed]
    )


@app.command
def serve(*, host: str = "127.0.0.1", port: int = 8000, door: Given) -> int:
    """Serve the web site and the API.

    Who sits at this machine may also have the page at an address checked, and judge pairs of
    organisations. With another --host than this machine's own, or where LIONROCK_TOKEN is set,
    only who sends that token may.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on.
    """
    from lionrock.serve.guard import WrongToken
    from lionrock.serve.run import serve as run_server

    door.observatory()  # says what to do when there is none, before a server starts
    try:
        run_server(door.settings, host, port)
    except WrongToken as wrong:
        output.complain(str(wrong))
        return 2
    return 0


@app.command
def export(
    directory: Path,
    /,
    *,
    format: Formats = ("csv", "jsonl"),
    door: Given,
) -> int:
    """Write the observatory as files: entities, statements, edges, observations, indicators.

    Parameters
    ----------
    directory
        Where to write; made if missing.
    format
        csv, jsonl, parquet, xlsx (a file a table); ftm (FollowTheMoney), jsonld (linked data, with
        SHACL shapes), graphml, gexf (graphs). Several: repeat it, or join them by commas.
    """
    from lionrock.answer.export import export as write_export

    wanted = [name for one in format for name in one.split(",") if name]
    try:
        door.output.exported(write_export(door.observatory(), directory, wanted))
    except ValueError as error:
        output.complain(f"--format: {error}")
        return 2
    return 0
