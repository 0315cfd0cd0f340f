"""Forecasts of the indicators of one build."""

import threading
from weakref import WeakKeyDictionary

from lionrock.answer.observatory import Observatory
from lionrock.derive.series import Forecaster

_FORECASTERS: "WeakKeyDictionary[Observatory, Forecaster]" = WeakKeyDictionary()
_MAKING = threading.Lock()


def forecaster(observatory: Observatory) -> Forecaster:
    """The forecaster of a build; made on first use."""
    with _MAKING:
        made = _FORECASTERS.get(observatory)
        if made is None:
            made = _FORECASTERS[observatory] = _made(observatory)
        return made


def _made(observatory: Observatory) -> Forecaster:
    documents = (observatory.indicator_document(one["id"]) for one in observatory.indicators())
    known = (document for document in documents if document is not None)
    return Forecaster(known, str(observatory.manifest.gathered))
