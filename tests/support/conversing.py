"""What a visitor does in the tab for asking, in a real browser."""


def send(page, question):
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def ask(page, question):
    replies = page.locator(".reply .take.copy").count()
    send(page, question)
    page.wait_for_function("count => document.querySelectorAll('.reply .take.copy').length > count", arg=replies)


def asked(page):
    return page.locator(".asked").all_inner_texts()


def open_name(page):
    return page.locator("#open-conversation .name").inner_text()


def is_named(page, name):
    """Waits until the page says that this conversation is open: a moment after the answer is whole."""
    page.wait_for_function("name => document.querySelector('#open-conversation .name').innerText === name", arg=name)


def row(page, name=""):
    """The row of the list with this name; that of the open conversation without one. A narrow page opens its sheet."""
    if not page.locator(".conversations").is_visible():
        page.click("#open-conversation .to-list")
        page.wait_for_selector(".conversations", state="visible")
    look = ".conversation-row" if name else ".conversation-row[data-current]"
    return page.locator(look, has=page.get_by_text(name, exact=True)) if name else page.locator(look)


def choose(page, name):
    row(page, name).locator(".open").click()
    page.wait_for_function("name => document.querySelector('.asked')?.innerText === name", arg=name)


def delete(page):
    """Deletes the open conversation."""
    row(page).locator(".delete").click()
    page.wait_for_selector(".welcome", state="attached")
    leave_list(page)


def rename(page, name):
    """Gives the open conversation another name."""
    row(page).locator(".rename").click()
    page.fill(".new-name", name)
    page.keyboard.press("Enter")
    is_named(page, name)
    leave_list(page)


def leave_list(page):
    if page.locator("dialog.conversations-sheet").is_visible():
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.conversations-sheet", state="hidden")
