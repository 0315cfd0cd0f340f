"""`lionrock targets`: what was promised, and what was measured of it since."""

from typing import Annotated

from cyclopts import Parameter
from rich.markup import escape

from lionrock.answer.checking.notes import written
from lionrock.answer.observatory import Document
from lionrock.cli import output
from lionrock.cli.commands import Door, Given
from lionrock.derive.trajectory import VERDICTS
from lionrock.model.schema import schema


def targets(
    *, verdict: Annotated[tuple[str, ...], Parameter(negative=())] = (), door: Given
) -> int:
    """List every target with its standing: met, on track, late, missed or unmeasured, and why.

    Parameters
    ----------
    verdict
        Only of this standing: met, on_track, undecided, late, missed, unmeasured; may be repeated.
    """
    unknown = [one for one in verdict if one not in VERDICTS]
    if unknown:
        output.complain(f"--verdict {unknown[0]!r}: expected one of {', '.join(VERDICTS)}")
        return 2
    found = door.observatory().targets()
    listed = [one for one in found["targets"] if not verdict or one["verdict"] in verdict]
    if door.output.as_json:
        return door.output.dump({**found, "targets": listed})
    for one in listed:
        _tell(door, one)
    door.output.line(f"[dim]{door.output.say('targets_as_of', date=found['as_of'])}[/]")
    return 0


def _tell(door: Door, one: Document) -> None:
    lang, words = door.settings.lang, schema().vocabularies
    verdict = words["target_verdict"][one["verdict"]].in_(lang)
    reason = words["target_reason"][one["reason"]].in_(lang)
    due = one["due"] or door.output.say("targets_no_day")
    door.output.line(
        f"[bold]{escape(verdict)}[/]  {escape(one['label'][lang])} ({escape(due)})  {one['id']}"
    )
    told = [reason, *(_figure(door, one, name) for name in ("reached", "latest") if one[name])]
    door.output.line(f"  [dim]{escape(' · '.join(told))}[/]")
    if one["verdict"] == "unmeasured" and one["needs"]:
        who, what = one["needs"]["from"][lang], one["needs"]["what"][lang]
        missing = door.output.say("targets_needs", what=what, who=who)
        door.output.line(f"  [dim]{escape(missing)}[/]")
    if one["against"]:
        said = door.output.say("conflict")
        door.output.line(f"  [yellow]{escape(said)}[/]  {escape(_figure(door, one, 'against'))}")


def _figure(door: Door, one: Document, name: str) -> str:
    value = one[name]
    said = written(value["value"], value["unit"]).in_(door.settings.lang)
    publisher = value["publisher"][door.settings.lang]
    return f"{value['period']}: {said} ({publisher})"
