"""Draws chart specifications as SVG, once each: the first drawing costs a second, others none."""

import hashlib
import threading
from collections import OrderedDict
from typing import Any

import msgspec
import vl_convert

_KEPT = 512


class Drawer:
    """Turns Vega-Lite specifications into SVG and remembers the last few hundred."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[bytes, str] = OrderedDict()
        self._lock = threading.Lock()

    def svg(self, build_id: str, spec: dict[str, Any]) -> str:
        """The picture of a specification; call it in a thread, it may take a second."""
        text = msgspec.json.encode(spec, order="sorted")
        key = hashlib.blake2b(build_id.encode() + text, digest_size=16).digest()
        with self._lock:  # vl-convert draws one at a time anyway; a waiter then finds it drawn
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
            svg: str = vl_convert.vegalite_to_svg(text.decode(), allowed_base_urls=[])
            self._drawn[key] = svg
            if len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return svg
