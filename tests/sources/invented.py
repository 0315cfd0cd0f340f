"""An invented live source, paged by a cursor, as real ones are written."""

from collections.abc import Iterator
from types import SimpleNamespace

import msgspec

from lionrock.model.reference import Reference
from lionrock.model.source import Ask, Fetched, LiveDesk, Record, Report, Source
from lionrock.model.statement import Problem
from lionrock.model.text import T


class Body(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    staff: int


class Page(msgspec.Struct, forbid_unknown_fields=True):
    results: list[Body]
    cursor: str | None


SOURCE = Source(
    id="invented", title=T("Invented bodies", "虛構機構", "虚构机构"), publisher="Nobody",
    url="https://invented.example/", licence="CC0-1.0", cadence="weekly", languages=("en",),
    expects={"organisation": (2, 50)}, live=True, pause=0.0, api="https://invented.example/api",
)  # fmt: skip


def module(base: str) -> SimpleNamespace:
    """The source as if its service were at `base`."""

    def fetch(desk: LiveDesk) -> Iterator[Fetched]:
        cursor: str | None = "0"
        number = 0
        while cursor is not None:
            number += 1
            page = desk.get(SOURCE, Ask(f"{base}?cursor={cursor}", f"page-{number:04}.json"))
            cursor = msgspec.json.decode(page.path.read_bytes())["cursor"]
            yield page

    return SimpleNamespace(SOURCE=SOURCE, fetch=fetch, parse=parse)


def parse(fetched: Fetched, reference: Reference, report: Report) -> Iterator[Record]:
    """A record a body; what is not as it was is reported."""
    try:
        page = msgspec.json.decode(fetched.path.read_bytes(), type=Page)
    except msgspec.ValidationError as error:
        report(Problem(fetched.name, 0, str(error)))
        return
    for number, body in enumerate(page.results, 1):
        claims = (("name", body.name, "en", None),)
        addresses = ((f"https://invented.example/{body.id}", "unknown", "data"),)
        yield Record(f"{fetched.name}:{number}", body.id, "organisation", claims, addresses)
