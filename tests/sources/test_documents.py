"""Feeds, listed pages and folders: from a server's answers, or a disk, to kept documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lionrock.answer.observatory import Observatory
from lionrock.build import build
from lionrock.model.source import GivenRefused
from lionrock.sources import feeds, folder, webpages
from lionrock.sources._documents import read_lists
from lionrock.sources._feed import entries
from lionrock.store.live import latest
from lionrock.store.snapshots import Shelf
from tests.sources.document_home import ATOM, PAGE, Home, item, said
from tests.sources.misbehaving import Server, http


@pytest.fixture
def home(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, server, monkeypatch)


@pytest.mark.parametrize("broken", [b"&#x110000;", b"&#99999999999999999999;"])
def test_a_feed_that_breaks_its_reader_is_told(broken: bytes) -> None:
    with pytest.raises(ValueError, match="not a feed"):
        entries(b"<rss" + broken + b"<title>" + broken, "https://x.example/")


def test_entries_about_ai_are_kept_and_what_they_tell_waits_or_enters(home: Home) -> None:
    home.asks_for(feed=("/rss", "/atom"))
    home.feed(
        "/rss", item("/a.htm", "Bureau opens AI laboratory"), item("/b.htm", "Tai Chi in the park"),
    )  # fmt: skip
    entry = (
        f'<entry><title>局方談人工智能</title><link href="{home.server.url("/c.htm")}"/>'
        "<updated>2026-11-05T02:00:00+08:00</updated></entry>"
    )
    home.feed("/atom", entry, form=ATOM)
    home.serve("/a.htm", said(PAGE))
    home.serve("/c.htm", said("<p>局方今日未有宣布。</p>"))
    status = home.update(feeds)
    assert (status.state, status.missed) == ("new", ())
    assert home.kept("feeds") == ["a.htm", "atom", "c.htm", "rss"]
    assert home.server.asked("/b.htm") == 0
    built = build(home.settings)
    assert not built.manifest.warnings
    rows = Observatory.open(home.settings).query(
        "SELECT kind, published, url, span IS NOT NULL FROM extractions ORDER BY ALL"
    )
    assert ("opened", "2026-11-04", home.server.url("/a.htm"), True) in rows, "a day in Hong Kong"


def test_what_is_kept_is_not_asked_for_again_and_stays_when_the_feed_forgets_it(home: Home) -> None:
    home.asks_for(feed=("/rss",))
    home.feed("/rss", item("/a.htm", "AI laboratory"))
    home.serve("/a.htm", said(PAGE))
    home.update(feeds)
    home.feed("/rss", item("/d.htm", "More AI"))
    home.serve("/d.htm", said("<p>More.</p>"))
    assert home.update(feeds).state == "new"
    assert home.kept("feeds") == ["a.htm", "d.htm", "rss"]
    assert home.server.asked("/a.htm") == 1


def test_a_page_or_a_feed_that_cannot_be_had_is_told_and_the_rest_is_kept(home: Home) -> None:
    home.asks_for(feed=("/rss", "/gone", "/html", "/xml"))
    home.feed("/rss", item("/a.htm", "AI one"), item("/lost.htm", "AI two"))
    home.serve("/a.htm", said(PAGE))
    home.serve("/xml", said("<inventory><item/></inventory>", "application/xml"))
    home.serve("/html", said("<html><body>Down for maintenance</body></html>", "application/xml"))
    status = home.update(feeds)
    assert status.state == "new" and home.kept("feeds") == ["a.htm", "rss"]
    told = "\n".join(status.missed)
    assert all(path in told for path in ("/gone", "/html", "/lost.htm"))
    assert "where XML was due" in told and "/xml: not a feed" in told


def test_when_no_feed_can_be_had_the_set_before_stays(home: Home) -> None:
    home.asks_for(feed=("/rss",))
    home.feed("/rss", item("/a.htm", "AI one"))
    home.serve("/a.htm", said(PAGE))
    home.update(feeds)
    home.serve("/rss", lambda _: http(b"", 503))
    status = home.update(feeds)
    assert status.state == "failed" and status.failure is not None
    assert home.kept("feeds") == ["a.htm", "rss"]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://x/y", "", "http://", "x" * 3_000,
     "http://[::1", "data:text/html,AI"],
)  # fmt: skip
def test_an_address_that_is_not_of_the_web_is_passed_over(home: Home, link: str) -> None:
    home.asks_for(feed=("/rss",))
    home.feed("/rss", item(link, "AI one"))
    status = home.update(feeds)
    assert status.failure is None and home.kept("feeds") == ["rss"]


def test_an_entry_that_leads_to_a_private_address_is_not_followed(home: Home) -> None:
    home.asks_for(feed=("/rss",))
    home.feed(
        "/rss", item("http://169.254.169.254/latest/meta-data/", "AI one"),
        item("http://127.0.0.1:1/", "AI two"), item("/r.htm", "AI three"),
    )  # fmt: skip
    home.serve("/r.htm", lambda _: http(b"", 302, Location="http://10.0.0.1/secret"))
    status = home.update(feeds)
    assert home.kept("feeds") == ["rss"] and len(status.missed) == 3


def test_pages_are_asked_for_again_and_kept_while_they_are_away(home: Home) -> None:
    home.asks_for(page=("/one.htm", "/two.pdf"))
    home.serve("/one.htm", said("<p>Version one.</p>"))
    home.serve("/two.pdf", said(b"%PDF-1.7 no more", "application/pdf"))
    assert home.update(webpages).files == 2
    home.serve("/one.htm", said("<p>Version two.</p>"))
    home.serve("/two.pdf", lambda _: http(b"", 500))
    status = home.update(webpages)
    assert status.state == "new" and "/two.pdf" in status.missed[0]
    bodies = {one.path.read_bytes() for one in latest(home.settings, "webpages")}
    assert bodies == {b"<p>Version two.</p>", b"%PDF-1.7 no more"}
    (warning,) = build(home.settings).manifest.warnings
    assert warning.startswith("webpages: page-") and "left out" in warning


def test_the_home_adds_to_the_lists_of_the_registry(home: Home) -> None:
    home.asks_for(page=("/one.htm",))
    home.serve("/one.htm", said("<p>One.</p>"))
    home.serve("/mine.htm", said("<p>Mine.</p>"))
    home.settings.home.mkdir(exist_ok=True)
    text = f'[[page]]\nurl = "{home.server.url("/mine.htm")}"\n'
    (home.settings.home / "documents.toml").write_text(text, "utf-8")
    home.update(webpages)
    assert home.kept("webpages") == ["mine.htm", "one.htm"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("page = [", "documents.toml: "),
        (
            '[[page]]\nurl = "javascript:x"',
            "documents.toml: [[page]] 1: url: expected a web address",
        ),
        ('[[pages]]\nurl = "https://x.example"', "unknown key 'pages'"),
        ("about = [3]", "about: 3 is no word"),
    ],
)
def test_a_list_that_is_wrong_is_told(home: Home, text: str, says: str) -> None:
    path = home.settings.registry / "documents.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError) as caught:
        read_lists((path,))
    assert says in str(caught.value)
    status = home.update(webpages)
    assert status.failure is not None and says in status.failure.message


def test_a_folder_is_kept_whole_with_what_its_list_says(home: Home, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "deep" / ".hidden").mkdir(parents=True)
    (papers / "deep" / "a.html").write_text(PAGE, "utf-8")
    (papers / "deep" / ".hidden" / "b.txt").write_text("hidden", "utf-8")
    (papers / "c.txt").symlink_to("/etc/hostname")
    (papers / "note.docx").write_bytes(b"PK")
    listed = "file,url,published\ndeep/a.html,https://www.scmp.com/a,2026-11-04\n"
    (papers / folder.LIST).write_text(listed, "utf-8")
    given = folder.keep_folder(Shelf(home.settings, None), papers)
    assert given.files == ("page-2026-11-04-deep/a.html",)
    build(home.settings)
    rows = Observatory.open(home.settings).query(
        "SELECT DISTINCT url, publisher, published FROM extractions"
    )
    assert rows == [("https://www.scmp.com/a", "unknown", "2026-11-04")]


def _list(text: str) -> Callable[[Path], None]:
    return lambda path: (path / folder.LIST).write_text(text, "utf-8") and None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_list("name,address\n"), "documents.csv:1: expected the columns"),
        (_list("file,url\na.txt,javascript:x\n"), "documents.csv:2: url: 'javascript:x'"),
        (_list("file,url,published\na.txt,,yesterday\n"), "documents.csv:2: published:"),
        (_list("file,url\nother.txt,\n"), "'other.txt' is no document of this folder"),
        (lambda path: (path / "a.txt").unlink(), "no document in it; expected .html"),
    ],
)
def test_a_folder_that_cannot_be_kept_is_told_and_nothing_is_kept(
    home: Home, tmp_path: Path, change: Callable[[Path], None], says: str
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text("AI", "utf-8")
    change(papers)
    with pytest.raises(GivenRefused) as caught:
        folder.keep_folder(Shelf(home.settings, None), papers)
    assert says in str(caught.value)
    assert latest(home.settings, "folder") == ()
