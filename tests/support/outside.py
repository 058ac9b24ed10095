"""Text that no parser should take, and what is asked of the sentence about it."""

from rag.errors import WenbaoError

DEEP = 3000
DIGITS = "9" * 5000
BRACKETS = "[" * 100_000


def one_sentence(error: WenbaoError) -> None:
    for language in ("zh", "en"):
        said = error.sentence(language)
        assert 5 < len(said) < 800, said
        assert "Traceback" not in said
        said.encode("utf-8", "backslashreplace")


TOML = [
    "= broken",
    "x = " + "[" * DEEP + "]" * DEEP,
    "x = " + "{a = " * DEEP + "1" + "}" * DEEP,
    f"x = {DIGITS}",
    f"x = -{DIGITS}",
    "x = 2022-13-01",
    "x = 2022-02-30",
    "x = 0000-00-00",
    "x = 25:61:61",
    "x = [1, ",
    "[[",
    "[a]\n[a]",
    "a = 1\na = 2",
    "\x00",
    'x = "\\ud800"',
    'x = "\\U00110000"',
    "x = 1__0",
    "x = 0x",
    "x = '''",
    'x = """',
    "[a.b]\na = 1\n[a.b.c]\n[a.b]",
    "x = 9999-99-99T99:99:99Z",
    "x = nan nan",
]
