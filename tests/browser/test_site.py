"""What a reader does on the site, in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from lionrock.model.text import LANGUAGES
from lionrock.serve.words import HTML_LANG, Words
from tests.browser.conftest import NARROW

pytestmark = pytest.mark.browser
every_language = pytest.mark.parametrize("lang", LANGUAGES)
SAME = ("AI healthcare", "人工智能 醫療", "人工智能 医疗")
LONG = ("", "facet/startups", "facet/governance", "entity/hkust", "entity/hong-kong",
        "indicator/hkex_ipo_funds", "indicators", "search?q=AI", "about")  # fmt: skip


@every_language
def test_a_search_leads_to_an_entity(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/")
    page.locator("#q").fill("HKUST")
    page.locator(".find button").click()
    expect(page).to_have_url(re.compile(rf"/{lang}/search\?q=HKUST"))
    first = page.locator(".hits li").first
    first.locator("a").click()
    expect(page).to_have_url(re.compile(rf"/{lang}/entity/hkust$"))
    expect(page.locator("html")).to_have_attribute("lang", HTML_LANG[lang])


def test_three_scripts_find_the_same(page: Page) -> None:
    found = []
    for query in SAME:
        page.goto(f"/en/search?q={query}")
        found.append([a.get_attribute("href") for a in page.locator(".hits li > a").all()])
    assert found[0] and found[0] == found[1] == found[2]


@every_language
def test_suggestions_come_as_one_types(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/")
    box = page.get_by_role("combobox")
    box.press_sequentially("cyberp", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).to_have_url(re.compile(rf"/{lang}/entity/"))
    page.goto(f"/{lang}/")
    page.get_by_role("combobox").press_sequentially("科大", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("combobox").press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()


@every_language
def test_an_entity_shows_its_names_and_relations(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/entity/sensetime")
    names = page.locator(".names")
    for name in ("SenseTime", "商湯集團", "商汤科技"):
        expect(names).to_contain_text(name)
    expect(page.locator(".links").filter(has_text="HKSTP Ventures").or_(
        page.locator(".links").filter(has_text="香港科技園")
    ).first).to_be_visible()  # fmt: skip
    more = page.locator("details summary").first
    more.click()
    expect(page.locator("details[open] li").first).to_be_visible()


@every_language
def test_a_conflict_shows_both_values_and_which_leads(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/indicator/startups_total")
    warning = page.locator(".warning")
    thousands = ("4257", "4250") if lang == "zh-Hans" else ("4,257", "4,250")
    for value in thousands:
        expect(warning).to_contain_text(value)
    expect(warning).to_contain_text(re.compile(r"because|因為|因为"))
    leading = page.locator("tr.leading", has_text="2023")
    expect(leading).to_contain_text(thousands[0])
    expect(leading).to_contain_text(Words(lang)("disagree"))
    chart = page.locator(".chart img")
    assert chart.evaluate("image => image.complete && image.naturalWidth > 0")


@every_language
def test_a_footnote_leads_to_the_source(page: Page, lang: str) -> None:
    page.goto(f"/{lang}/entity/sensetime")
    mark = page.locator(".facts .cite a").first
    target = mark.get_attribute("href") or ""
    mark.click()
    expect(page).to_have_url(re.compile(rf"{target}$"))
    note = page.locator(target)
    expect(note).to_be_in_viewport()
    source = note.locator("a").first
    assert (source.get_attribute("href") or "").startswith("http")
    assert source.get_attribute("rel") == "noopener noreferrer nofollow"
    expect(note.locator("code")).to_have_text(re.compile(r"registry/\w+\.jsonl:\d+"))


def test_the_language_switch_stays_on_the_page(page: Page) -> None:
    page.goto("/en/facet/startups?where.sector=finance")
    page.locator('.langs a[hreflang="zh-Hant"]').click()
    expect(page).to_have_url(re.compile(r"/zh-Hant/facet/startups\?where\.sector=finance"))
    expect(page.locator("h1")).to_have_text("初創企業")
    page.locator('.langs a[hreflang="zh-Hans"]').click()
    expect(page.locator("h1")).to_have_text("初创企业")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans-CN")


def _first_rows(page: Page) -> list[str]:
    return page.locator("#table tbody th").all_inner_texts()


def test_a_table_filters_and_sorts_in_place(page: Page) -> None:
    page.goto("/en/facet/startups")
    page.evaluate("window.stayed = true")
    before = _first_rows(page)
    page.locator('[name="where.sector"]').select_option("finance")
    expect(page).to_have_url(re.compile("where.sector=finance"))
    expect(page.locator("#table tbody tr").first).to_contain_text("Finance")
    assert _first_rows(page) != before
    page.locator("#table thead a", has_text="Name").click()
    expect(page.locator('th[aria-sort="descending"]')).to_contain_text("Name")
    page.locator("#table thead a", has_text="Name").click()
    expect(page.locator('th[aria-sort="ascending"]')).to_contain_text("Name")
    rows = _first_rows(page)
    assert rows == sorted(rows, key=str.casefold)
    page.go_back()
    expect(page.locator('th[aria-sort="descending"]')).to_be_visible()
    expect(page.locator("#table tbody tr").first).to_contain_text("Finance")
    assert page.evaluate("window.stayed") is True


def test_a_table_works_without_script(plain: Page) -> None:
    plain.goto("/zh-Hant/facet/startups")
    plain.locator('[name="where.sector"]').select_option("finance")
    plain.locator(".filters button").click()
    expect(plain.locator("#table tbody tr").first).to_contain_text("金融")
    plain.locator("#table thead a").first.click()
    expect(plain.locator("#table thead th").first).to_have_attribute("aria-sort", "descending")
    expect(plain.locator('[name="where.sector"]')).to_have_value("finance")


def test_search_works_without_script(plain: Page) -> None:
    plain.goto("/en/")
    plain.locator("#q").fill("cyberport")
    plain.locator("#q").press("Enter")
    expect(plain.locator(".hits li").first).to_contain_text("Cyberport")


@pytest.mark.parametrize("path", LONG)
@every_language
def test_nothing_sticks_out_on_a_telephone(page: Page, lang: str, path: str) -> None:
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    page.goto(f"/{lang}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_skip_link_comes_first(page: Page) -> None:
    page.goto("/en/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
