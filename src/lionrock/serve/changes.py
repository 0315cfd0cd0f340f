"""The page of what changed: by build, by whom it is about, each change with its reason."""

from itertools import groupby
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.exceptions import NotFoundException

from lionrock.answer.changes import Found, Unknown, Watch, changes, day_of, watch_list
from lionrock.answer.observatory import Observatory
from lionrock.model.dates import parse_date
from lionrock.serve.api.changes import followed_by
from lionrock.serve.remembered import Remembered
from lionrock.serve.render import Page, PageRequest
from lionrock.serve.tables import page_number

_ROWS = 60
_LONGEST = 200


class Followed(msgspec.Struct, frozen=True):
    """What an address asks for: an entity, a facet, a watch list, a day to begin with."""

    entity: str = ""
    facet: str = ""
    watch: str = ""
    since: str = ""

    @classmethod
    def of(cls, request: PageRequest) -> "Followed":
        """What a request asks for; what is no facet and no day is left out."""
        asked = request.query_params
        told = {name: str(asked.get(name, ""))[:_LONGEST].strip() for name in cls.__struct_fields__}
        try:
            told["since"] = parse_date(told["since"]).start.isoformat() if told["since"] else ""
        except ValueError:
            told["since"] = ""
        return cls(**told)

    def watched(self, observatory: Observatory) -> list[Watch]:
        """What it follows; NotFoundException for a facet or a list that there is none of."""
        if self.facet and self.facet not in [one["id"] for one in observatory.facets()]:
            raise NotFoundException
        try:
            listed = [watch_list(observatory.settings, self.watch)] if self.watch else []
        except Unknown:
            raise NotFoundException from None
        return [*listed, *followed_by(self.entity, self.facet)]

    def found(self, observatory: Observatory, window: tuple[int, int]) -> Found:
        """The changes it asks for."""
        return changes(observatory.settings, self.watched(observatory), self.since or None, window)

    def query(self, **more: object) -> str:
        """As part of an address."""
        told = {**msgspec.structs.asdict(self), **more}
        return urlencode({name: value for name, value in told.items() if value})


def page_of_changes(request: PageRequest) -> Response[bytes]:
    """What was added, changed and withdrawn, newest first."""
    try:
        page = Page.of(request)
    except ValueError:
        raise NotFoundException from None
    followed, number = Followed.of(request), page_number(request.query_params)
    found = followed.found(page.observatory, (_ROWS, (number - 1) * _ROWS))
    shown = []
    for build, told in groupby(found.told, key=lambda one: one.entry.build):
        by_subject = [
            {"id": id_, "label": (listed := [one.change for one in group])[0].label.table(),
             "entity": page.observatory.document("entity", id_) is not None, "changes": listed}
            for id_, group in groupby(told, key=lambda one: one.change.subject)
        ]  # fmt: skip
        shown.append({"build": build, "subjects": by_subject})
    return page.answer(
        request,
        "changes.html",
        asked=followed,
        found=found,
        shown=shown,
        entries={entry.build: entry for entry in found.entries},
        day_of=day_of,
        number=number,
        pages=max(1, -(-found.total // _ROWS)),
        address=lambda to: "?" + followed.query(page=to),
        feed=f"?{followed.query()}" if followed.query() else "",
        remembered=Remembered(page),
    )


ROUTES = (("/{lang:str}/changes", page_of_changes),)
