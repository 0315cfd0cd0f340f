"""The JSON API: the same views as the pages, open to anyone, read only.

`handlers` and `openapi_config` are for the app (serve.app), which keeps the Live observatory at
`app.state.live` and hands whatever goes wrong below /api to `problem`.
"""

from lionrock.serve.api.openapi import openapi_config
from lionrock.serve.api.reply import problem
from lionrock.serve.api.routes import handlers

__all__ = ["handlers", "openapi_config", "problem"]
