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
    return page.locator("#conversations input").input_value()


def is_named(page, name):
    """Waits until the list of conversations shows that this one is open: a moment after the answer is whole."""
    page.wait_for_function("name => document.querySelector('#conversations input').value === name", arg=name)
