"""HTML that a program put into a field -> the text that a reader sees, a paragraph a line.

Text that only has a `<` or `&` in it is no HTML and stays as it is. Every step looks at each character a bounded number
of times, whatever is left open. Left out: whole files of HTML, whose main part must be found first (see `html`).
"""

import html
import re
from typing import Final

_PARAGRAPHS: Final = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol tr table blockquote section article header footer figure figcaption pre dl dt dd "
    "center address main aside hr body caption".split()
)
_BREAKS: Final = _PARAGRAPHS | {"br"}
_INLINE: Final = frozenset(
    "a b i u s em strong font span sub sup small big mark img label code td th tbody thead html head title meta link "
    "del ins strike nobr ruby rt q cite time video audio source picture iframe script style".split()
)
_KNOWN: Final = _BREAKS | _INLINE
_UNSEEN: Final = ("script", "style", "head", "template")
"""Elements whose content is not shown."""

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})(?=[\s/>])([^<>]*+)>")
_DECLARATION: Final = re.compile(r"<(?:![a-zA-Z\[]|\?)[^<>]*+>")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CDATA: Final = re.compile(r"<!\[CDATA\[|\]\]>")


def text_of_fragment(text: str) -> str:
    """`text` without its tags and with its entities decoded where it is HTML; as it is otherwise."""
    if "<" not in text and "&" not in text:
        return text
    if _is_html(text):
        return _without_tags(text)
    decoded = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if decoded != text and _is_html(decoded):  # escaped once more on its way through a database
        return _without_tags(decoded)
    return decoded.replace("\xa0", " ") if decoded != text else text


def _is_html(text: str) -> bool:
    """Whether there is an element with both its ends, a line break, or a tag of HTML at the very start."""
    opened: set[str] = set()
    blank = len(text) - len(text.lstrip())
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name not in _KNOWN:
            continue
        opens = tag.start() <= blank and (name in _BREAKS or len(name) > 1)  # not <A>组
        if name in ("br", "img") or opens or (tag[1] and name in opened):
            return True
        if not tag[1]:
            opened.add(name)
    return False


def _without_tags(text: str) -> str:
    """The text of HTML. Line ends within it are spaces where paragraphs are marked, and ends of lines otherwise."""
    text = _CDATA.sub("", _without_comments(text))
    names = {(tag[2].lower(), bool(tag[1])) for tag in _TAG.finditer(text)}
    wrapped = any((name, False) in names for name in ("p", "div", "li"))
    pieces: list[str] = []
    position = 0
    while tag := _TAG.search(text, position):
        pieces.append(_seen(text[position : tag.start()], wrapped))
        position, name = tag.end(), tag[2].lower()
        if name in _UNSEEN and not tag[1] and not tag[3].endswith("/"):
            end = re.compile(rf"</{name}\b[^<>]*+>", re.IGNORECASE).search(text, position)
            position = end.end() if end else len(text)
        elif name not in _KNOWN and not _is_element(name, names):
            pieces.append(html.unescape(tag[0]))  # what only looks like a tag is a word
        else:
            pieces.append("\n" if name in _BREAKS else " " if name in ("td", "th") else "")
    return "".join([*pieces, _seen(text[position:], wrapped)])


def _is_element(name: str, names: set[tuple[str, bool]]) -> bool:
    """Whether an unknown name is markup all the same: a program's own (o:p, st1:place, x-box), or opened and closed."""
    return ":" in name or "-" in name or {(name, False), (name, True)} <= names


def _seen(text: str, wrapped: bool) -> str:
    """A run of text between tags, as it is shown."""
    shown = html.unescape(_DECLARATION.sub("", text)).replace("\xa0", " ")
    return re.sub(r"[ \t\r\n]+", " ", shown) if wrapped else shown


def _without_comments(text: str) -> str:
    """The text without <!-- comments -->; of one that is never closed, its sign alone goes."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        pieces.append(text[position:start])
        position = end + 3
    return "".join([*pieces, text[position:].replace("<!--", "")])
