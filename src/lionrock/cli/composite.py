"""`lionrock index`: the composite index with all that it leaves open."""

from lionrock.answer.observatory import Document
from lionrock.cli import output
from lionrock.cli.commands import Door, Given


def composite(*, door: Given) -> int:
    """Show the composite index: score, bounds, what weights decide; --json has every cell.

    The score is of what is known; beside it stand the lowest and highest it could be were the
    missing cells 0 or 100. Exit 1 where the registry has no index.toml.
    """
    observatory = door.observatory()
    found = observatory.composite()
    if found is None:
        output.complain("the registry of this build has no index.toml, so there is no index")
        return 1
    if door.output.as_json:
        return door.output.dump(found)
    titles = {one["id"]: one["title"][door.settings.lang] for one in observatory.facets()}
    for place in found["places"]:
        _place(door, place)
        if place["id"] == found["of"]:
            for pillar, score in place["pillars"].items():
                door.output.line(f"  {_score(door, score['value'])}  {titles[pillar]}")
    door.output.line(f"[dim]{door.output.say('index_note', date=found['as_of'])}[/]")
    return 0


def _place(door: Door, place: Document) -> None:
    total, rank = place["total"], place["rank"]
    told = door.output.say(
        "index_place", low=f"{total['low']:.1f}", high=f"{total['high']:.1f}",
        known=place["known"], cells=place["cells"], first=round(rank["low"]),
        last=round(rank["high"]),
    )  # fmt: skip
    value = _score(door, total["value"] if place["enough"] else None)
    door.output.line(f"[bold]{value}[/]  {place['label'][door.settings.lang]}  [dim]{told}[/]")


def _score(door: Door, value: float | None) -> str:
    return door.output.say("unknown") if value is None else f"{value:.1f}"
