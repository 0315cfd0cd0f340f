"""The observatory for agents: few tools, all read-only, after the Model Context Protocol.

Every answer carries the pages it rests on, the build it comes from, and the calls (of a tool, of
the command line, of the API) that give it again.
"""

from lionrock.serve.mcp.server import make_server, serve_http, serve_stdio

__all__ = ["make_server", "serve_http", "serve_stdio"]
