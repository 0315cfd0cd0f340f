"""The whole site as files, for any static host: `publish` writes them."""

from lionrock.serve.publishing.write import Foreign, Published, publish

__all__ = ["Foreign", "Published", "publish"]
