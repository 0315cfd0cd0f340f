"""`lionrock mcp`: the observatory for agents."""

from lionrock.answer.observatory import Live
from lionrock.cli.commands import Given


def mcp(*, http: bool = False, host: str = "127.0.0.1", port: int = 8001, door: Given) -> None:
    """Serve agents (Model Context Protocol): read-only tools whose answers are cited.

    Without --http it speaks on standard input and output, as agents that start it themselves
    expect: command "lionrock", arguments ["mcp"].

    Parameters
    ----------
    http
        Serve over HTTP (streamable), at /mcp.
    host
        Address to listen on, with --http.
    port
        Port to listen on, with --http.
    """
    from lionrock.serve.mcp import serve_http, serve_stdio

    live = Live(door.settings)  # says what to do when there is no build
    if http:
        serve_http(live, host, port)
    else:
        serve_stdio(live)
