"""Pages, and parts of them, that are the same for every reader of a build: made once."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Generic, TypeVar

from litestar import Response
from litestar.response import Redirect
from markupsafe import Markup

from lionrock.serve.render import PageRequest

_HELD = 16 * 2**20  # bytes of whole pages: some hundreds
_PARTS = 8 * 2**20
_LARGEST = 2**20


T = TypeVar("T")


class _Bounded(Generic[T]):
    """Remembers values up to a number of bytes, the last asked for longest; safe between
    threads."""

    def __init__(self, measure: Callable[[T], int], held: int) -> None:
        self._measure, self._held = measure, held
        self._size = 0
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """The value of this key, when it is still remembered."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def keep(self, key: Hashable, value: T) -> None:
        """Remember a value; one that is too large is not."""
        size = self._measure(value)
        if size > min(_LARGEST, self._held):
            return
        with self._lock:
            before = self._values.pop(key, None)
            self._size += size - (0 if before is None else self._measure(before))
            self._values[key] = value
            while self._size > self._held:
                self._size -= self._measure(self._values.popitem(last=False)[1])

    def forget(self) -> None:
        """Let go of everything: a newer build is answered from, and nobody asks for this again."""
        with self._lock:
            self._size = 0
            self._values.clear()


class Kept(_Bounded[Markup]):
    """Parts of pages, by what they depend on."""

    def __init__(self, held: int = _PARTS) -> None:
        super().__init__(sys.getsizeof, held)  # a Chinese character takes two bytes or four

    def made(self, key: Hashable, make: Callable[[], str]) -> Markup:
        """The part that `key` stands for; `make` writes it, already escaped, when it is new."""
        found = self.get(key)
        if found is None:
            found = Markup(make())  # what a template wrote, which escapes what it prints
            self.keep(key, found)
        return found


class Answers(_Bounded[Response[bytes]]):
    """Whole answers."""

    def __init__(self, held: int = _HELD) -> None:
        super().__init__(lambda answer: len(answer.content), held)


class Bodies(_Bounded[bytes]):
    """Bodies of answers of the API, by build and address."""

    def __init__(self, held: int = _HELD) -> None:
        super().__init__(len, held)


class Packed(_Bounded[bytes]):
    """Bodies of answers as they were packed, by tag and coding."""

    def __init__(self, held: int = _HELD) -> None:
        super().__init__(len, held)


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
