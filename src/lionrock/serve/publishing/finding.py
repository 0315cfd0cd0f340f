"""The files that a published site searches: folding, words in shards, what is found in pages.

They are scripts, not JSON, because a page that was opened from a disk may load no other files.
"""

import msgspec

from lionrock.answer.observatory import Observatory
from lionrock.answer.wordlist import SHARDS, folding, word_list

PER_FILE = 256


def search_files(observatory: Observatory) -> dict[str, bytes]:
    """Every file of the search by its path from the root of the site."""
    listed, shards = word_list(observatory)
    found = {
        "search/start.js": _call(
            "start", {"shards": SHARDS, "perFile": PER_FILE, "folding": folding()}
        )
    }
    for number, shard in enumerate(shards):
        words = [(word, *shard[word]) for word in sorted(shard)]
        found[f"search/words-{number}.js"] = _call("words", number, words)
    for number, first in enumerate(range(0, len(listed), PER_FILE)):
        part = listed[first : first + PER_FILE]
        found[f"search/found-{number}.js"] = _call("found", number, part)
    return found


def _call(name: str, *told: object) -> bytes:
    """A script that hands plain data to one of our own functions."""
    said = b",".join(msgspec.json.encode(one) for one in told)
    return b'"use strict";lionrock.' + name.encode() + b"(" + said + b");\n"
