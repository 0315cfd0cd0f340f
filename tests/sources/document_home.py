"""A home and, on this machine, the feeds and pages that it lists."""

from pathlib import Path

import pytest

from lionrock.build import reference_of
from lionrock.settings import Settings
from lionrock.sources import feeds, webpages
from lionrock.sources._update import update
from lionrock.store.live import Status, latest
from tests.sources.misbehaving import Answer, Server, http
from tests.sources.visiting import Client
from tests.world import make_world

RSS = (
    """<?xml version="1.0"?><rss version="2.0"><channel><title>Invented</title>{}</channel></rss>"""
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>虛構</title>{}</feed>"""
PAGE = """<html><head><title>Hatchery opens AI laboratory</title></head><body><article><p>Vantry
University and the Innovation Bureau opened an artificial intelligence laboratory on 3 November
2026, with HK$20 million for its first two years, the University said in a statement.</p></article>
</body></html>"""


def item(link: str, title: str, day: str = "Tue, 03 Nov 2026 18:30:00 GMT") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{day}</pubDate></item>"


def said(body: str | bytes, media: str = "text/html; charset=utf-8") -> Answer:
    data = body if isinstance(body, bytes) else body.encode()
    return lambda _: http(data, Content_Type=media)


class Home:
    """A home whose feeds and pages are on a server of this machine."""

    def __init__(self, path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.server = Client(path, server), server
        self.settings = Settings(path / "home", path / "registry")
        make_world(self.settings.registry)
        for module in (feeds, webpages):
            source = {
                name: getattr(module.SOURCE, name) for name in module.SOURCE.__struct_fields__
            }
            monkeypatch.setattr(module, "SOURCE", type(module.SOURCE)(**source | {"pause": 0.0}))

    def asks_for(self, *, feed: tuple[str, ...] = (), page: tuple[str, ...] = ()) -> None:
        rows = [("feed", path) for path in feed] + [("page", path) for path in page]
        tables = "".join(f'[[{kind}]]\nurl = "{self.server.url(path)}"\n' for kind, path in rows)
        words = 'about = ["AI", "artificial intelligence", "人工智能"]\n'
        (self.settings.registry / "documents.toml").write_text(words + tables, "utf-8")

    def serve(self, path: str, answer: Answer) -> None:
        self.server.answers[path] = answer

    def feed(self, path: str, *items: str, form: str = RSS) -> None:
        self.serve(path, said(form.format("".join(items)), "application/xml"))

    def update(self, module: object) -> Status:
        with self.client.door() as door:
            (status,) = update(
                self.settings, reference_of(self.settings), (module,), door, lambda *told: None
            )
        return status

    def kept(self, source: str) -> list[str]:
        return sorted(
            one.snapshot.url.removeprefix(self.server.url("/"))
            for one in latest(self.settings, source)
        )
