"""Parts of pages that are the same for every reader of a build, made once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup

_KEPT = 64  # seven facets in three languages, of two builds, with some to spare


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
