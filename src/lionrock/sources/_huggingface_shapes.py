"""What the hub's lists of models and data sets may hold, of what is asked for.

As https://huggingface.co/docs/hub/api tells it, with `expand[]` naming the fields; an id and
a few others come unasked.
"""

import msgspec

from lionrock.sources._shapes import Shape, Unread, strip


class Repository(Shape, frozen=True, rename="camel"):
    """A model or a data set that anybody can see."""

    id: str
    created_at: str | None = None
    tags: tuple[str, ...] = ()
    pipeline_tag: str | None = msgspec.field(name="pipeline_tag", default=None)
    disabled: bool = False
    private: bool = False
    gated: bool | str = False
    internal: Unread = msgspec.field(name="_id", default=Unread())
    model_id: Unread = Unread()
    key: Unread = Unread()
    author: Unread = Unread()
    sha: Unread = Unread()
    last_modified: Unread = Unread()
    likes: Unread = Unread()
    downloads: Unread = Unread()
    library_name: Unread = msgspec.field(name="library_name", default=Unread())
    trending_score: Unread = Unread()


_repositories = msgspec.json.Decoder(tuple[Repository, ...]).decode


def repositories(data: bytes) -> tuple[Repository, ...]:
    """The repositories of a page; ValueError names the key or field that is wrong."""
    try:
        return _repositories(data)
    except msgspec.ValidationError as error:
        loose = msgspec.json.decode(data)
        new = next(strip(loose, Repository), "") if isinstance(loose, list) else ""
        raise ValueError(f"unknown key {new[:80]!r}" if new else str(error)) from None
