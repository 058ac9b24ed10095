"""Two journeys by the accessibility tree and the keyboard alone, as a screen reader takes them: every step is found by
its role and its name, nothing by how the page is built.
"""

import pytest
from support.chromium import in_chromium, two_sites, watched
from support.shelving import BOOKS, FERRY, FERRY_QUESTION, LIGHTS

from ui.wording import say

pytestmark = in_chromium


class Reader:
    """What a screen reader has of a page: its accessibility tree, and the keyboard."""

    def __init__(self, page):
        self.page = page
        self._wire = page.context.new_cdp_session(page)

    def nodes(self) -> list[dict]:
        tree = self._wire.send("Accessibility.getFullAXTree")["nodes"]
        return [node for node in tree if not node["ignored"]]

    def find(self, role: str, name: str) -> dict:
        """The first node of the role whose name holds `name`, waited for."""
        for _ in range(300):
            for node in self.nodes():
                told = node.get("name", {}).get("value", "")
                if node.get("role", {}).get("value") == role and name in told:
                    return node
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no {role} is named {name}")

    def press(self, role: str, name: str, key: str = "Enter") -> None:
        """Put the keyboard on it and press the key."""
        self._wire.send("DOM.getDocument")
        self._wire.send("DOM.focus", {"backendNodeId": self.find(role, name)["backendDOMNodeId"]})
        self.page.keyboard.press(key)

    def focused(self) -> dict:
        """The node that has the keyboard."""
        return next(
            node
            for node in self.nodes()
            if node["role"]["value"] != "RootWebArea"
            and any(each["name"] == "focused" and each["value"]["value"] is True for each in node.get("properties", ()))
        )

    def unnamed(self) -> list[dict]:
        """Controls without a name."""
        controls = {"button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "tab", "dialog"}
        return [
            node
            for node in self.nodes()
            if node.get("role", {}).get("value") in controls and not node.get("name", {}).get("value", "").strip()
        ]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("heard")
    source = folder / "pages"
    source.mkdir()
    for name, text in {"001.txt": BOOKS, "002.txt": LIGHTS, "003.txt": FERRY}.items():
        (source / name).write_text(text, "utf-8")
    with two_sites(source, folder / "index") as addresses:
        yield addresses[0]


@pytest.fixture
def reader(browser, served):
    with watched(browser, served) as opened:
        page = opened(served)
        page.wait_for_selector("#question textarea")
        yield Reader(page)


def test_a_question_is_asked_and_its_source_opened(reader):
    reader.press("textbox", say("page-question"), "End")
    reader.page.keyboard.insert_text(FERRY_QUESTION)
    reader.page.keyboard.press("Enter")
    reader.press("link", "1 ")  # the marker, which is named by its number and what it leads to
    reader.find("button", say("page-whole"))
    reader.press("button", say("page-whole"))
    reader.find("dialog", "桃李镇渡口添了新船")
    assert reader.focused()["role"]["value"] in ("button", "dialog")
    assert reader.unnamed() == []
    reader.page.keyboard.press("Escape")
    assert say("page-label-conversation") in reader.find("log", "")["name"]["value"]


def test_a_page_is_uploaded(reader):
    reader.press("tab", say("page-tab-corpus"))
    form = reader.page.locator("#corpus-hint .corpus-drop")
    form.wait_for(state="attached")
    with reader.page.expect_file_chooser() as chosen:
        reader.press("button", form.inner_text().strip()[:6])
    text = "南桥改建完工\n\n本报讯 南桥昨日改建完工,桥面加宽了三米。\n"
    chosen.value.set_files({"name": "004.txt", "mimeType": "text/plain", "buffer": text.encode()})
    reader.find("rowheader", "南桥改建完工")
    reader.find("checkbox", "南桥改建完工")
    assert reader.unnamed() == []
