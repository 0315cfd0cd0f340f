"""What others may send to a server that they can reach.

There is no route that writes (reviews are made at the command line) or that fetches an address (a
text is pasted), so there is nothing that a token would guard. Who adds one adds the token with it:
this names every route that takes a body.
"""

from lionrock.answer.observatory import Live
from lionrock.serve.app import create_app
from lionrock.settings import Settings

READING = {"GET", "HEAD", "OPTIONS"}
ASKED = {"/api/check", "/api/read", "/{lang:str}/check"}
"""What takes a text and answers about it; beside the reconciliation API, whose queries are sent."""


def test_no_route_writes(world: Settings) -> None:
    app = create_app(Live(world))
    taking = {
        route.path
        for route in app.routes
        for methods in [set(getattr(route, "methods", ()))]
        if methods - READING and not route.path.startswith("/reconcile")
    }
    assert taking == ASKED
    for route in app.routes:
        assert set(getattr(route, "methods", ())) <= READING | {"POST"}, route.path
