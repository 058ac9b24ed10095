"""What a visitor does in the tab for the corpus, in a real browser."""


def drop(page, **files: str) -> None:
    """Drop files with these names (less .txt) and contents, as a visitor's file manager does."""
    dropped = page.evaluate_handle(
        "files => { const dropped = new DataTransfer(); for (const [name, text] of Object.entries(files))"
        " dropped.items.add(new File([text], name + '.txt', {type: 'text/plain'})); return dropped; }",
        files,
    )
    page.dispatch_event("#corpus-files button", "drop", {"dataTransfer": dropped})


def names(page) -> list[str]:
    """The files of the pages that are listed."""
    return page.locator(".corpus-pages tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.file)")


def outcome(page) -> str:
    page.wait_for_selector("#corpus-work .outcome")
    page.wait_for_selector("#corpus-files button")
    return page.locator("#corpus-work .outcome").inner_text()


def remove(page, name: str) -> None:
    page.locator(f"input[data-page='{name}']").check()
    page.locator("button.remove").click()
    page.locator("#corpus-yes").click()
    page.wait_for_function(
        "name => ![...document.querySelectorAll('.corpus-pages tr')].some(row => row.dataset.file === name)", arg=name
    )
