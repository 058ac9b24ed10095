"""The Browse tab in a real Chromium: a page is chosen, its pieces are seen in order, one is opened."""

import pytest
from playwright.sync_api import expect
from support.chromium import (
    HOSTILE_QUESTION,
    HOSTILE_WHOLE,
    HOSTILE_WORDS,
    PHONE,
    TURNED_PIECES,
    WIDE,
    by_day_and_by_night,
    contrast,
    in_chromium,
    in_sight,
    luminance,
    squeezed,
)

from ui.browse.paper_view import page_choices
from ui.wording import say

pytestmark = in_chromium
SMALLEST = {"width": 360, "height": 640}
WIDEST = {"width": 2560, "height": 1300}
SETTLED = 1000  # milliseconds within which a page that is asked for is shown


def browse(page):
    page.get_by_role("tab", name=say("page-tab-browse")).click()
    page.wait_for_selector(".paper .run")
    return page


def label(newspaper, name: str) -> str:
    """What the list of pages calls the page."""
    return next(label for label, value in page_choices(newspaper.assistant, "zh") if value == name)


def choose(page, name: str, label: str = "") -> None:
    """Choose a page from the shelf, or from the list where it is told what that calls it, as a visitor does."""
    if label:
        page.get_by_role("combobox", name=say("page-choose")).click()
        page.get_by_role("option", name=label).click()
    else:
        page.locator(f"#shelf button[data-page='{name}']").click()
    page.wait_for_function("name => document.querySelector('.paper').dataset.page === name", arg=name)


def pieces_of(newspaper, name: str) -> list:
    return [article for article in newspaper.assistant.articles if article.source == name]


def titles(page):
    """The headlines as listed, continued parts left out."""
    return page.locator(".run:not(.rest) button.open")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_chosen_page_shows_all_its_pieces_in_order_and_opens_one(visit, newspaper, viewport):
    page = browse(visit(viewport))
    first, second = (each.name for each in newspaper.assistant.pages[:2])
    for name in (second, first):
        choose(page, name, label(newspaper, name))
        pieces = pieces_of(newspaper, name)
        expect(titles(page)).to_have_text([piece.title or say("title-none") for piece in pieces], use_inner_text=True)
        starts = [int(text) for text in page.locator(".edge > :first-child").all_inner_texts()]
        assert starts == sorted(starts)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    chosen = next(piece for piece in pieces if len(piece.paragraphs) > 2)
    for _ in range(2):  # once closed, it opens again
        page.locator(f"button.open[data-piece='{chosen.id}']").first.click()
        page.wait_for_selector("dialog.article[open]")
        numbers = page.locator("dialog [data-line]").evaluate_all("all => all.map(line => Number(line.dataset.line))")
        assert numbers == [*chosen.title_lines, *(n for part in chosen.paragraphs for n in part), *chosen.repeats]
        line = chosen.paragraphs[0][0]
        shown = page.locator(f"dialog [data-line='{line}'] .print").inner_text()
        assert squeezed(shown) == squeezed(newspaper.assistant.page(first).lines[line - 1])
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.article", state="detached")


def test_pages_are_turned_and_the_list_begins_at_its_top(visit, newspaper):
    page = browse(visit())
    names = [each.name for each in newspaper.assistant.pages]
    back, on = (page.get_by_role("button", name=say(key)) for key in ("page-back", "page-on"))
    expect(page.locator(".paper")).to_have_attribute("data-page", next(iter(TURNED_PIECES)))  # the newest issue's first
    choose(page, names[0])
    page.wait_for_function("document.querySelector('button.turner').disabled")
    expect(back).to_be_disabled()
    page.locator(".runs").evaluate("list => { list.scrollTop = 300; }")
    assert page.locator(".runs").evaluate("list => list.scrollTop") == 300
    for name in names[1:]:
        on.click()
        page.wait_for_function("name => document.querySelector('.paper').dataset.page === name", arg=name)
        page.wait_for_function("document.querySelector('.runs').scrollTop === 0")
        page.locator(".runs").evaluate("list => { list.scrollTop = 300; }")
        expect(page.get_by_role("combobox", name=say("page-choose"))).to_have_value(label(newspaper, name))
    page.wait_for_selector("button.turner:last-of-type[disabled]")
    page.get_by_role("combobox", name=say("page-choose")).click()
    back.click()  # with the choices open
    page.wait_for_function("name => document.querySelector('.paper').dataset.page === name", arg=names[-2])
    expect(page.get_by_role("combobox", name=say("page-choose"))).to_have_value(label(newspaper, names[-2]))


def test_a_page_stays_turned_although_leaving_the_list_of_pages_is_heard_of_later(visit, newspaper):
    page = browse(visit())
    names = [each.name for each in newspaper.assistant.pages]
    choose(page, names[1])
    page.get_by_role("combobox", name=say("page-choose")).click()
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/queue/join*", hold_the_first)
    page.get_by_role("button", name=say("page-back")).click()  # which leaves the list, too: two messages to the server
    page.wait_for_function("name => document.querySelector('.paper').dataset.page === name", arg=names[0])
    with page.expect_response("**/queue/join*"):
        held[0].continue_()
    page.wait_for_timeout(SETTLED)
    expect(page.locator(".paper")).to_have_attribute("data-page", names[0])
    expect(page.get_by_role("combobox", name=say("page-choose"))).to_have_value(label(newspaper, names[0]))


def test_the_slim_column_leads_to_the_run_it_stands_for(visit):
    page = browse(visit())
    last = page.locator(".run").count() - 1
    page.locator(".map a").nth(last).click()
    page.wait_for_function("last => document.activeElement.closest('.run')?.id === `run-${last}`", arg=last)
    page.wait_for_timeout(1000)  # it is scrolled to smoothly
    assert in_sight(page, f"#run-{last} button.open")
    expect(page.locator(".map a")).to_have_count(last + 1)


KEY_PAUSE = 300  # milliseconds between keys, a quick typist's; gradio's list loses keys that follow at once


def test_everything_is_reached_with_the_keyboard(visit, newspaper):
    page = visit()
    page.get_by_role("tab", name=say("page-tab-browse")).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".paper .run")
    names = [name for _, name in page_choices(newspaper.assistant, "zh")]
    second = names[names.index(page.locator(".paper").get_attribute("data-page")) + 1]
    for _ in range(30):  # search box, filters, the calendar and the pages on the shelf come before
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#choice') !== null"):
            break
    page.get_by_role("listbox").wait_for()
    page.keyboard.press("Tab")
    page.get_by_role("listbox").wait_for(state="detached")
    page.wait_for_timeout(KEY_PAUSE)
    page.keyboard.press("Shift+Tab")
    page.get_by_role("listbox").wait_for()
    for _ in range(3):  # where the choices have just opened, the first arrow may reach the choice shown
        page.wait_for_timeout(KEY_PAUSE)
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(KEY_PAUSE)
        if label(newspaper, second) in page.locator("li.item.active").inner_text():
            break
    page.keyboard.press("Enter")
    page.wait_for_function("name => document.querySelector('.paper').dataset.page === name", arg=second)
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.open')"):
            break
    page.get_by_role("listbox").wait_for(state="detached")  # the choices do not stay open over the page
    piece = page.evaluate("document.activeElement.dataset.piece")
    assert piece == pieces_of(newspaper, second)[0].id
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.article[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.article", state="detached")
    assert page.evaluate("document.activeElement.dataset.piece") == piece


def test_both_tabs_keep_what_they_show(visit, newspaper):
    page = visit()
    page.fill("#question textarea", newspaper.answered[0])
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".reply .onward")
    browse(page)
    expect(page.locator("#question")).to_be_hidden()
    second = newspaper.assistant.pages[1].name
    choose(page, second)
    page.get_by_role("tab", name=say("page-tab-ask")).click()
    page.locator(".words").wait_for(state="visible")
    expect(page.locator(".asked")).to_have_text(newspaper.answered[0], use_inner_text=True)
    browse(page)
    expect(page.locator(".paper")).to_have_attribute("data-page", second)
    page.reload()
    page.wait_for_selector("#question textarea")
    browse(page)
    page.wait_for_selector(f".paper[data-page='{second}']")  # where one was


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_piece_that_goes_on_on_another_page_opens_whole_from_either(visit, newspaper, viewport):
    page = browse(visit(viewport))
    for name, way in zip(TURNED_PIECES, ("下转第4版", "接自第1版《桃李镇渡口添了新船》"), strict=True):
        choose(page, name)
        page.get_by_role("button", name=way).click()
        page.wait_for_selector("dialog.article[open]")
        whole = page.locator("dialog.article")
        onward = whole.locator(".onward")
        assert onward.inner_text().split() == ["接第4版", say("page-file-name")]
        onward.locator("summary").click()  # the file's name is there on demand
        assert onward.locator("details").inner_text().endswith("100_20300618_04版.txt")
        expect(whole.locator(".byline")).to_have_text("方远", use_inner_text=True)
        assert [
            int(line) for line in whole.locator("[data-line]").evaluate_all("all => all.map(line => line.dataset.line)")
        ] == [1, 3, 1, 3]
        assert whole.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.article", state="detached")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_the_bar_names_the_piece_while_its_headline_is_out_of_sight(visit, newspaper, viewport):
    page = browse(visit(viewport))
    first = newspaper.assistant.pages[0].name
    choose(page, first)
    longest = max((each for each in pieces_of(newspaper, first) if each.title), key=lambda each: len(each.text))
    page.locator(f"button.open[data-piece='{longest.id}']").first.click()
    dialog, named = page.locator("dialog.article[open]"), page.locator("dialog.article .bar .named")
    expect(named).to_be_hidden()
    dialog.evaluate("dialog => dialog.scrollTo(0, dialog.scrollHeight)")
    expect(named).to_be_visible()
    expect(named).to_have_text(longest.title, use_inner_text=True)
    assert in_sight(page, "dialog.article .bar .named")
    for _ in by_day_and_by_night(page):
        assert contrast(page, "dialog.article .bar .named") >= 4.5
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    dialog.evaluate("dialog => dialog.scrollTo(0, 0)")
    expect(named).to_be_hidden()


# ---- searching and narrowing


def test_a_search_shows_cards_that_open_and_leads_back_to_the_page(visit):
    page = browse(visit())
    page.get_by_role("textbox", name=say("page-seek")).fill("桃李镇 渡口")
    page.keyboard.press("Enter")
    page.wait_for_selector(".results .found .run")
    assert "渡口" in "".join(page.locator(".results mark").all_inner_texts())
    page.locator(".results button.open").first.click()
    page.wait_for_selector("dialog.article[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.article", state="detached")
    page.get_by_role("button", name=say("page-found-leave")).click()
    page.wait_for_selector(".paper .runs")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_filter_narrows_the_shelf_and_its_chip_takes_that_back(visit, viewport):
    page = browse(visit(viewport))
    shelf = page.locator("#shelf button[data-page]").count()
    page.get_by_role("button", name=say("page-narrow")).click()
    page.get_by_role("combobox", name=say("page-by-numbers")).click()
    page.get_by_role("option", name="第4版").click()
    chip = page.get_by_role("button", name=say("page-chip-drop", name="第4版"))
    chip.wait_for()
    page.wait_for_function("document.querySelectorAll('#shelf button[data-page]').length === 1")
    page.wait_for_selector("#shelf [aria-current]")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("count => document.querySelectorAll('#shelf button[data-page]').length === count", arg=shelf)
    page.wait_for_selector(".chips", state="detached")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desktop", "phone"])
def test_a_piece_is_asked_about_alone(visit, newspaper, viewport):
    page = browse(visit(viewport))
    choose(page, "900_hostile.txt")
    page.locator("button.open").first.click()
    page.get_by_role("button", name=say("page-ask-about")).click()
    page.wait_for_function("document.activeElement.closest('#question') !== null")
    page.wait_for_selector("#ask-chips .chip")
    page.keyboard.type(HOSTILE_QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".reply .onward")
    page.wait_for_function("document.querySelectorAll('.sources .file').length > 0")
    assert set(page.locator(".sources .file").all_text_contents()) == {f"{say('page-file-name')}900_hostile.txt"}
    assert page.evaluate("window.hacked") is None


# ---- looks


def test_the_paper_can_be_read_by_day_and_by_night(visit, newspaper):
    page = browse(visit())
    choose(page, newspaper.assistant.pages[0].name)  # a long one, with labels
    seen = (
        "[role='tab'].selected",
        "[role='tab']:not(.selected)",
        "#choice input",
        ".turner:enabled",
        ".paper h2",
        ".paper .figures",
        ".paper .hint",
        ".map a:not(:empty)",
        ".edge span",
        ".facts .kind",
        ".facts .number",
        "button.open",
        ".extract",
        ".gap",
        ".slogan button.open",
        ".slogan .kind",
    )
    for scheme in by_day_and_by_night(page):
        faint = {where: round(contrast(page, where), 1) for where in seen if contrast(page, where) < 4.5}
        assert not faint, scheme
        behind = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert (behind < 0.1) is (scheme == "dark")


def test_the_slim_column_and_the_list_are_in_sight_at_any_width(visit):
    page = browse(visit(SMALLEST))
    for viewport in (SMALLEST, PHONE, WIDE, WIDEST):
        page.set_viewport_size(viewport)
        page.locator(".run").last.scroll_into_view_if_needed()
        slim, last = page.locator(".map").bounding_box(), page.locator(".run").last.bounding_box()
        assert slim["x"] >= 0 and slim["x"] + slim["width"] < last["x"], viewport
        assert slim["y"] >= 0 and slim["y"] + slim["height"] <= viewport["height"], viewport
        assert last["x"] + last["width"] <= viewport["width"], viewport
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_labels_are_smaller_than_headlines_and_captions_have_a_mark(visit, newspaper):
    page = browse(visit())
    kinds = {
        article.source: {piece.kind for piece in pieces_of(newspaper, article.source)}
        for article in newspaper.assistant.articles
    }
    choose(page, next(name for name, found in kinds.items() if {"slogan", "news"} <= found))
    size = "button => parseFloat(getComputedStyle(button).fontSize)"
    label, headline = (page.locator(f".{kind} button.open").first.evaluate(size) for kind in ("slogan", "news"))
    assert label < headline
    choose(page, next(name for name, found in kinds.items() if "caption" in found))
    mark = page.locator(".caption .kind").first.evaluate("kind => getComputedStyle(kind, '::before').borderTopStyle")
    assert mark == "solid"


# ---- hostile pages


def test_a_hostile_page_is_listed_and_opened_as_text(visit):
    page = browse(visit())
    choose(page, "900_hostile.txt")
    expect(page.locator(".paper")).to_contain_text(HOSTILE_WORDS[0][:20], use_inner_text=True)
    page.locator("button.open").first.click()
    page.wait_for_selector("dialog.article[open]")
    whole = page.locator("dialog.article").inner_text()
    assert all(word in whole for word in HOSTILE_WHOLE)
    assert page.evaluate("window.hacked") is None
    assert (
        page.locator("[href^='javascript:'], .katex, dialog img, dialog script, .paper img, .paper script").count() == 0
    )
