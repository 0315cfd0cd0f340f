"""Pages, and parts of them, that are the same for every reader of a build: made once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from litestar import Response
from litestar.response import Redirect
from markupsafe import Markup

from lionrock.serve.render import PageRequest

_KEPT = 64  # seven facets in three languages, of two builds, with some to spare
_HELD = 32 * 2**20  # bytes of whole pages: some hundreds
_LARGEST = 2**20


class Kept:
    """Remembers the last few dozen parts by what they depend on; safe between threads."""

    def __init__(self) -> None:
        self._parts: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> Markup:
        """The part that `key` stands for; `make` writes it, already escaped, when it is new."""
        with self._lock:
            if key in self._parts:
                self._parts.move_to_end(key)
                return self._parts[key]
        made = Markup(make())  # what a template wrote, which escapes what it prints
        with self._lock:
            self._parts[key] = made
            while len(self._parts) > _KEPT:
                self._parts.popitem(last=False)
        return made


class Answers:
    """Remembers whole answers, the last asked for longest, up to a number of bytes; safe between
    threads."""

    def __init__(self, held: int = _HELD) -> None:
        self._held = held
        self._size = 0
        self._answers: OrderedDict[Hashable, Response[bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Response[bytes] | None:
        """The answer of this key, when it is still remembered."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: Hashable, answer: Response[bytes]) -> None:
        """Remember an answer; one that is too large is not."""
        if len(answer.content) > min(_LARGEST, self._held):
            return
        with self._lock:
            before = self._answers.pop(key, None)
            self._size += len(answer.content) - (len(before.content) if before else 0)
            self._answers[key] = answer
            while self._size > self._held:
                self._size -= len(self._answers.popitem(last=False)[1].content)


Page = Callable[..., Response[bytes] | Redirect]


def remembered(page: Page) -> Page:
    """A handler whose pages hang on the build, the day and the address alone, with a memory: of
    each page that it answered, the same bytes under the same tag."""

    @wraps(page)
    def handler(request: PageRequest, **parts: Any) -> Response[bytes] | Redirect:
        answers: Answers = request.app.state.answers
        build = request.app.state.live.now().build_id
        key = (build, datetime.now(UTC).date(), request.url.path, request.url.query)
        found = answers.get(key)
        if found is None:
            made = page(request, **parts)
            whole = made.status_code is None and "etag" in made.headers
            if whole and request.app.state.live.now().build_id == build:
                answers.keep(key, made)
            return made
        if found.headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=found.headers)
        return Response(found.content, headers=found.headers, media_type=found.media_type)

    return handler
