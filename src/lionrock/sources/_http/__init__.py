"""The one seam to the network: nothing else in lionrock opens a connection to elsewhere.

- `policy`: bounds, and who it says it is. `addresses`, `network`: where a connection may go.
- `hops`: requests and redirects. `body`: what is taken in. `waiting`: budgets and Retry-After.
- `robots`, `guide`: manners. `door`: all of these as one call, with retries.
- `chat`: a language model that the operator names.
"""

from lionrock.sources._http.chat import Chat, ChatFailed, Endpoint, endpoint
from lionrock.sources._http.door import Door, Known, Reply
from lionrock.sources._http.policy import Policy, keys, policy

__all__ = [
    "Chat", "ChatFailed", "Door", "Endpoint", "Known", "Policy", "Reply", "endpoint", "keys",
    "policy",
]  # fmt: skip
