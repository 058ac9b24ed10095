"""Bytes -> text, for every form that is text."""

import re

from rag.errors import PageError

# NUL and control characters that no text file holds (tab, line feed, carriage return and form feed do occur).
_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def decode(raw: bytes, name: str) -> str:
    """The text of `raw`: UTF-8 with or without a mark, else GB18030. Raises PageError where neither fits."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _BINARY.search(text):
            raise PageError("page-binary", name=name)
        return text
    # Bytes that are no text in either encoding and hold zeros are a picture or an archive rather than a third encoding.
    raise PageError("page-binary" if b"\x00" in raw else "page-encoding", name=name)


def decoded_lines(raw: bytes, name: str) -> list[str]:
    """The lines of `raw`, which end at newlines alone. Raises PageError as `decode` does."""
    return [line.removesuffix("\r") for line in decode(raw, name).split("\n")]
