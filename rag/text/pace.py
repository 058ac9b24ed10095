"""How far long work is, how fast it goes on and how long the rest takes, as one says it."""

from rag.wording import Language, say


def duration(seconds: float, language: Language) -> str:
    """About how long that is; in Chinese with the blank before it that a number wants."""
    if seconds < 10:
        return say("duration-moment", language)
    if seconds < 90:
        return say("duration-seconds", language, count=10 * round(seconds / 10))
    if seconds < 5400:
        return say("duration-minutes", language, count=round(seconds / 60))
    return say("duration-hours", language, count=round(seconds / 3600))


def encoding_label(
    passages: tuple[int, int], pages: tuple[int, int], rate: float | None, left: float | None, language: Language
) -> str:
    """Of how many passages and pages how many are encoded, passages a second, and about how many seconds are left.

    What is not known is left out: pages of (0, 0), a `rate` or a time `left` of None.
    """
    parts = [say("progress-passages", language, done=passages[0], total=passages[1])]
    if pages[1]:
        parts.append(say("progress-pages", language, done=pages[0], total=pages[1]))
    if rate is not None:
        parts.append(say("progress-rate", language, rate=f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"))
    if left is not None and passages[0] < passages[1]:
        parts.append(say("progress-left", language, time=duration(left, language)))
    return " · ".join(parts)
