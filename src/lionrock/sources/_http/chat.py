"""A language model behind any endpoint that speaks OpenAI's chat completions.

The endpoint is the operator's own choice (LIONROCK_LLM_URL) and so may be on this machine or in
this network; nothing that was fetched can change it, and redirects are not followed.
Protocol: POST {url}/chat/completions, https://platform.openai.com/docs/api-reference/chat
"""

import os
import re
from collections.abc import Mapping, Sequence
from time import monotonic
from types import TracebackType

import httpx
import msgspec

_LARGEST = 4 << 20  # bytes of an answer


class ChatFailed(Exception):
    """The model gave no answer; the message says why, and names no secret."""


class Endpoint(msgspec.Struct, frozen=True):
    """Where the model is asked, under which name, with which key; `seconds` bound one answer."""

    url: str
    model: str
    key: str = ""
    seconds: float = 120.0


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def endpoint(environ: Mapping[str, str] = os.environ) -> Endpoint | None:
    """The endpoint that LIONROCK_LLM_URL, _MODEL and _KEY name, None without the first;
    ValueError for one that cannot be."""
    url = environ.get("LIONROCK_LLM_URL", "").strip().rstrip("/")
    if not url:
        return None
    if not re.fullmatch(r"https?://[\x21-\x7e]{1,500}", url) or "@" in url:
        raise ValueError("LIONROCK_LLM_URL: expected an address such as http://127.0.0.1:8080/v1")
    model = environ.get("LIONROCK_LLM_MODEL", "").strip() or "default"
    key = environ.get("LIONROCK_LLM_KEY", "").strip()
    if not re.fullmatch(r"[\x20-\x7e]{1,200}", model):
        raise ValueError("LIONROCK_LLM_MODEL: expected at most 200 printable characters")
    if key and not re.fullmatch(r"[\x21-\x7e]{1,500}", key):
        raise ValueError("LIONROCK_LLM_KEY: expected at most 500 characters without spaces")
    return Endpoint(url, model, key)


class Chat:
    """Asks one model; use it in a `with`, which closes its connections."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._client = httpx.Client(
            timeout=endpoint.seconds, follow_redirects=False, trust_env=False
        )

    def __enter__(self) -> "Chat":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, messages: Sequence[tuple[str, str]]) -> str:
        """The model's answer to messages (role, text); ChatFailed."""
        body = {
            "model": self.endpoint.model, "temperature": 0,
            "messages": [{"role": role, "content": text} for role, text in messages],
            "response_format": {"type": "json_object"},
        }  # fmt: skip
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        request = self._client.build_request(
            "POST", f"{self.endpoint.url}/chat/completions", content=msgspec.json.encode(body),
            headers=headers,
        )  # fmt: skip
        try:
            return _answer(self._taken(request))
        except httpx.TimeoutException:
            raise ChatFailed(f"no answer within {self.endpoint.seconds:g} seconds") from None
        except httpx.HTTPError as error:
            raise ChatFailed(f"cannot be reached: {self._plain(str(error))}") from None

    def _taken(self, request: httpx.Request) -> bytes:
        """The body of an answer, as far as it may be long and slow."""
        end = monotonic() + self.endpoint.seconds
        reply = self._client.send(request, stream=True)
        try:
            if reply.status_code != 200:
                raise ChatFailed(f"HTTP {reply.status_code}")
            taken = bytearray()
            for chunk in reply.iter_bytes():
                taken += chunk
                if len(taken) > _LARGEST:
                    raise ChatFailed(f"an answer of more than {_LARGEST:,} bytes")
                if monotonic() > end:
                    raise ChatFailed(f"no whole answer within {self.endpoint.seconds:g} seconds")
            return bytes(taken)
        finally:
            reply.close()

    def _plain(self, text: str) -> str:
        key = self.endpoint.key
        text = text.replace(key, "…") if key else text
        return "".join(c if c.isprintable() else " " for c in text)[:300]


def _answer(body: bytes) -> str:
    try:
        read = msgspec.json.decode(body, type=_Completion)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ChatFailed(f"not a chat completion: {str(error)[:200]}") from None
    text = read.choices[0].message.content if read.choices else None
    if not text:
        raise ChatFailed("an answer without text")
    return text
