"""A page of the web that a person names, read like any document and kept nowhere."""

import msgspec

from lionrock import __version__
from lionrock.answer.observatory import Observatory
from lionrock.answer.reading import read
from lionrock.model.reading import Reading
from lionrock.read.document import read_bytes
from lionrock.settings import Settings
from lionrock.sources import _http
from lionrock.sources._page import fetch_page

_HURRIED = 30.0  # seconds


def read_address(
    observatory: Observatory,
    settings: Settings,
    url: str,
    published: str | None = None,
    hurried: bool = False,
) -> Reading:
    """Fetch a page and read it, as if it were `published` that day where that is given.

    `hurried`: somebody waits, so it is tried once and given up after half a minute. Raises
    FetchFailed when it cannot be had, Unreadable when it is no document, ValueError for settings
    of the network that are wrong.
    """
    policy, keys = _http.policy(__version__), _http.keys()
    if hurried:
        policy = msgspec.structs.replace(policy, total=_HURRIED, tries=1, patience=0.0)
    with _http.Door(policy, keys, settings.update / "robots") as network:
        data = fetch_page(network, url)
    document = read_bytes(data, url, url)
    if published is not None:
        document = msgspec.structs.replace(document, published=published)
    return read(observatory, document)
