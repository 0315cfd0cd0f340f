"""How sources stand, as lines of text for a terminal."""

from collections.abc import Iterator
from datetime import UTC, datetime

from rich.markup import escape

from lionrock.cli import figures
from lionrock.cli.figures import Say
from lionrock.model.source import Source
from lionrock.model.standing import CADENCES, FAILURES
from lionrock.store.live import Failure, Status

_UNITS = ("B", "KB", "MB", "GB")
_MISSED = 5


def size_text(size: int) -> str:
    """A number of bytes for people: 1.2 MB."""
    scaled, unit = float(size), 0
    while scaled >= 1000 and unit < len(_UNITS) - 1:
        scaled, unit = scaled / 1000, unit + 1
    return f"{scaled:.1f} {_UNITS[unit]}" if unit else f"{size} B"


def age_text(then: datetime, now: datetime, say: Say) -> str:
    """How long ago something was, in whole days."""
    days = max((now - then).days, 0)
    return say("age_today") if days == 0 else say("age_day" if days == 1 else "age_days", days=days)


def why(failure: Failure, lang: str) -> str:
    """Why a source failed: in the reader's language, then the field and the details."""
    label = FAILURES[failure.reason].in_(lang) if failure.reason in FAILURES else failure.reason
    field = f" [{failure.field}]" if failure.field else ""
    return f"{label}{field}: {failure.message}"


def outcome_lines(source: Source, status: Status, lang: str, say: Say) -> Iterator[str]:
    """What an update did to one source."""
    title = source.title.in_(lang)
    if status.failure is None:
        key = "update_new" if status.state == "new" else "update_unchanged"
        yield escape(say(key, title=title, files=status.files, size=size_text(status.size)))
        yield from _missed(status, say)
        return
    yield escape(say(f"update_{status.state}", title=title, why=why(status.failure, lang)))
    yield from _after(status, say)


def _missed(status: Status, say: Say) -> Iterator[str]:
    """The parts that could not be had, the first few."""
    if status.missed:
        yield f"  {escape(say('update_missed', number=len(status.missed)))}"
        yield from (f"    {escape(one)}" for one in status.missed[:_MISSED])


def _after(status: Status, say: Say) -> Iterator[str]:
    """What stays in use after a failure, and when to try again."""
    now = datetime.now(UTC)
    if status.checked_at is None:
        yield f"  {say('update_nothing_kept')}"
    else:
        age = age_text(status.checked_at, now, say)
        yield f"  {escape(say('update_kept', date=f'{status.checked_at:%Y-%m-%d}', age=age))}"
    if status.done:
        yield f"  {escape(say('update_resumes', done=status.done))}"
    if status.failure is not None and status.failure.again is not None:
        yield f"  {escape(say('update_again', time=f'{status.failure.again:%Y-%m-%d %H:%M}'))}"


def source_lines(source: Source, status: Status | None, lang: str, say: Say) -> Iterator[str]:
    """What a source declares, and how it stands where it is live."""
    yield f"[bold]{escape(source.title.in_(lang))}[/] [dim]{source.id}[/]"
    cadence = CADENCES[source.cadence].in_(lang) if source.cadence in CADENCES else source.cadence
    role = say(f"role_{source.role}")
    yield f"  {escape(source.publisher)} · {source.licence} · {escape(cadence)} · {role}"
    for kind, (low, high) in source.expects.items():
        yield f"  {figures.kind_label(kind, lang)}: {low:,}-{high:,}"
    if status is None:
        return
    now = datetime.now(UTC)
    if status.checked_at is None and status.failure is None:
        yield f"  {escape(say('source_never', id=source.id))}"
        return
    if status.checked_at is not None:
        age = age_text(status.checked_at, now, say)
        date = f"{status.checked_at:%Y-%m-%d}"
        yield f"  {escape(say('source_checked', date=date, age=age, files=status.files))}"
    if status.failure is not None:
        told = say("source_failed", date=f"{status.failure.at:%Y-%m-%d}")
        yield f"  [yellow]{escape(told + why(status.failure, lang))}[/]"
    elif status.stale(source, now):
        yield f"  [yellow]{escape(say('source_stale', id=source.id))}[/]"
    yield from _missed(status, say)
