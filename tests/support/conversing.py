"""What a visitor does in the tab for asking, in a real browser."""


def ask(page, question):
    replies = page.locator(".reply .take.copy").count()
    if replies:
        page.wait_for_timeout(100)  # the page drops what comes while the former answer is being put away
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function("count => document.querySelectorAll('.reply .take.copy').length > count", arg=replies)


def asked(page):
    return page.locator(".asked").all_inner_texts()


def open_name(page):
    return page.locator("#conversations input").input_value()
