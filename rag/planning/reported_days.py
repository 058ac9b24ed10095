"""A question for the days of reports -> the same question for the reports: 哪几天报道了春灌 -> 关于春灌的报道有哪些.

A list tells the day of each report, and the first and the last report tell theirs. Left out: what a question for
reports comes to (see `read`).
"""

from typing import Final

from rag.text.lazy_regex import lazy_regex

_REPORTED: Final = r"(?:报道|报导|刊登|刊发|登|提到|写到|说到|见报)"
_DAYS: Final = r"哪(?:几|些|两|三)(?:天|日|期)"
_DAY: Final = r"(?:哪一?(?:天|日|期|年|月)|什么时[候间]|啥时候|何时|几月几[日号])"
_END: Final = r"[的了呢?？。\s]*$"
_WHAT: Final = r"(?P<what>[^,，。?？]{2,24}?)"
_FIRST: Final = r"(?P<end>最早|最先|第一次|首次|头一次|最近|最后|最晚)一?次?"
_FORMS: Final = (
    (
        lazy_regex(rf"^{_DAYS}的?(?:报纸?|报上)?(?:都|曾|里)?{_REPORTED}(?:过|了)?{_WHAT}{_END}"),
        "关于{what}的报道有哪些",
    ),
    (
        lazy_regex(rf"^{_REPORTED}(?:过|了)?{_WHAT}的?(?:报纸)?(?:都)?(?:是|有|在){_DAYS}{_END}"),
        "关于{what}的报道有哪些",
    ),
    (
        lazy_regex(rf"^{_WHAT}(?:都)?(?:是|在)?{_DAYS}(?:的报纸?)?(?:被|都)?{_REPORTED}(?:过|的|了)*{_END}"),
        "关于{what}的报道有哪些",
    ),
    (
        lazy_regex(rf"^{_FIRST}{_REPORTED}(?:过|了)?{_WHAT}的?(?:报纸|报道)?(?:是|在){_DAY}{_END}"),
        "{end}报道{what}的是哪篇",
    ),
    (
        lazy_regex(rf"^(?=.*{_DAY}){_WHAT}{_FIRST}(?:是|在)?{_DAY}?(?:被)?{_REPORTED}的?(?:是|在)?{_DAY}?{_END}"),
        "{end}报道{what}的是哪篇",
    ),
)


def as_asked_of_reports(question: str) -> str:
    """`question` as it would be asked for reports where it asks for their days; else as it is."""
    text = question.strip()
    for form, asked in _FORMS:
        match = form.match(text)
        if match:
            end = "最近一次" if match.groupdict().get("end") in ("最近", "最后", "最晚") else "最早"
            return asked.format(what=match["what"], end=end)
    return question
