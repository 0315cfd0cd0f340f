"""The links of an entity that were known on a day, at both of their ends."""

from collections.abc import Iterator

from lionrock.answer.as_of.memory import Past, Said, seen
from lionrock.answer.as_of.shapes import Item
from lionrock.answer.as_of.ties import Tie, TiesAsOf
from lionrock.model.text import LANGUAGES

_LABELS = "SELECT id, label_en, label_hant, label_hans FROM entities WHERE id IN (SELECT unnest(?))"
_PAGES = (
    "SELECT n, list(DISTINCT url ORDER BY url) FROM evidence WHERE n IN (SELECT unnest(?)) "
    "GROUP BY n"
)


def links_known(held: TiesAsOf, id_: str, then: Past) -> Iterator[Item]:
    """Relations from and to an entity, and properties of others that name it; `since` and `until`
    are the days between which each was said here. What it says of others is among its facts."""
    ties = [one for one in held.ties if one[4] == id_ or (one[3] == id_ and one[2] == "relation")]
    labels = {
        other: dict(zip(LANGUAGES, label, strict=True))
        for other, *label in held.asked.query(_LABELS, ([_other(one, id_) for one in ties],))
    }
    labels |= {other: change.label.table() for other, change in held.turned.items()}
    pages = dict(held.asked.query(_PAGES, ([one[-1] for one in ties if one[-1] is not None],)))
    told = {_said(one): one for one in ties}
    subjects = {said.subject for said in told}
    days = seen(then.entries, lambda change: change.subject in subjects)
    for said, tie in told.items():
        since, until = days.get(said, (then.begins, None))
        direction, other = "out" if tie[3] == id_ else "in", _other(tie, id_)
        yield Item(
            "link", tie[1], other, direction=direction, label=labels.get(other), since=since,
            until=until, sources=tuple(pages.get(tie[-1], ())),
        )  # fmt: skip


def _other(tie: Tie, id_: str) -> str:
    return str(tie[4] if tie[3] == id_ else tie[3])


def _said(tie: Tie) -> Said:
    """The statement that makes a tie one."""
    id_, type_, via, source, target, *_ = tie
    if via == "relation":
        return Said(id_, "fact", "object", None, None, target)
    return Said(source, "fact", type_, None, None, target)
