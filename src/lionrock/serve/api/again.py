"""Answers of the API that hang on the build and the address alone: found once, given again."""

from collections.abc import Callable
from functools import partial, wraps
from inspect import iscoroutinefunction
from typing import Any

from anyio.to_thread import run_sync
from litestar.response.base import ASGIResponse

from lionrock.serve.api.reply import ApiRequest, observatory_of, reply
from lionrock.serve.kept import Bodies


def given_again(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler with a memory of the bodies that it answered with; what it has to find anew, it
    finds on a thread, unless it is a coroutine."""

    @wraps(handler)
    async def answered(request: ApiRequest, **given: Any) -> ASGIResponse:
        bodies: Bodies = request.app.state.bodies
        now = observatory_of(request)
        key = (now.build_id, request.scope["path"], request.scope["query_string"])
        body = bodies.get(key)
        if body is not None:
            return reply(request, now, body)
        if iscoroutinefunction(handler):
            made: ASGIResponse = await handler(request, **given)
        else:
            made = await run_sync(partial(handler, request, **given))
        if made.status_code == 200 and made.body and observatory_of(request) is now:
            bodies.keep(key, made.body)
        return made

    return answered
