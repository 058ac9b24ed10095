"""What an answer says beside the words of the pages: refusals, days, places, kinds of pieces."""

from typing import Final

WORDING: Final[dict[str, tuple[str, str]]] = {
    # ---- answers
    "refusal-nothing-near": ("这些版面里没有找到与此问题相关的内容。", "Nothing in these pages is about this question."),
    "refusal-no-answer": ("版面里有相近的报道，但没有写明所问的内容。",
                          "There are reports close to this, but they do not say what was asked."),
    "refusal-no-time": ("版面里有相近的报道，但没有写明所问的时间。",
                        "There are reports close to this, but they do not say when."),
    "refusal-no-number": ("版面里有相关的报道，但没有写明所问的数目。",
                          "The pages report on this, but do not give the number that is asked for."),
    "refusal-other-value": ("版面里写的是{printed}，不是{stated}。", "The pages say {printed}, not {stated}."),
    "refusal-value-lacking": ("版面里有相近的报道，但说的不是{stated}。",
                              "There are reports close to this, but not of {stated}."),
    "refusal-nothing-further": ("这篇报道后面没有更多内容了。", "The report says nothing after that."),
    "corpus-empty": ("资料还是空的，没有可查的版面：添加版面之后再来问。",
                     "The corpus is still empty, and there is nothing to look in: ask again when pages were added."),
    "question-empty": ("请输入一个问题。", "Please type a question."),
    "question-too-long": ("问题有 {length} 个字，太长了：请缩短到 {limit} 字以内。",
                          "The question has {length} characters, which is too long: keep it within {limit}."),
    "question-nonsense": ("这看起来不像一个问题：请用一句话说明想知道什么。",
                          "This does not look like a question: say in one sentence what you would like to know."),
    "question-waiting": ("您已有 {count} 个问题在等待回答，请等它们答完再问。",
                         "{count} of your questions are waiting already: ask again when they have been answered."),
    "question-crowded": ("现在提问的人太多，请过一会儿再问。", "Too many people are asking just now: ask again in a little while."),
    "question-left": ("等待期间页面断开了，这个问题没有回答，请再问一次。",
                      "The page was disconnected while the question waited, so it was not answered: ask it again."),
    # ---- page
    "period": ("{first}至{last}", "{first} to {last}"),
    "date": ("{year}年{month}月{day}日", "{year}-{month:02d}-{day:02d}"),
    "date-unknown": ("日期不详", "date unknown"),
    "line": ("第{line}行", "line {line}"),
    "lines": ("第{first}–{last}行", "lines {first}–{last}"),
    "list-comma": ("、", ", "),
    # ---- scope
    "scope-date": ("“{text}”不是日期：请写成 2022-01-20 或 2022-01。", "“{text}” is no date: write it as 2022-01-20 or 2022-01."),
    "scope-dates-crossed": ("起始日期 {first} 晚于截止日期 {last}：请对调。", "The first day {first} is after the last, {last}: exchange them."),
    "refusal-out-of-scope": ("所选的范围里没有稿件：请放宽日期、版面或其他条件。",
                             "Nothing lies in the chosen range: widen the dates, the pages or whatever else narrows it."),
}
