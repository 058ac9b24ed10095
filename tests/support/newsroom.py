"""A small newspaper, an encoder whose vectors can be worked out, and the `wenbao` command run on both."""

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jieba
import pytest

import rag.assistant
import rag.models.encoder
from rag.commands.main import main
from support.fakes import FakeEncoder

PAGE_NAME = "000_sample.txt"
PAGE = """我市新增两家社区医院
本报讯 4月27日,记者从市卫健委获悉,我市新增两家社区医院。截至目前,我市共有社区医院11家。
下一步,市卫健委将继续推进社区医院建设,方便群众就近看病。

迎泽公园牡丹盛开
本报讯 近日,迎泽公园的牡丹竞相开放,吸引游客前来观赏。公园里共栽种牡丹3000余株。
园方提醒游客文明赏花,不要攀折花枝。
"""
QUESTION = "我市共有社区医院几家?"
WORDS = ("社区医院", "公园", "牡丹", "游客", "几家", "11家")


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        """The lines of standard error that are not progress."""
        return [line for line in self.err.splitlines() if line.split(" ")[0] not in STAGES]


STAGES = ("读取版面", "拆分文章", "计算向量", "写入索引", "回答问题")


@functools.cache
def _tokenizer() -> Any:
    """One for all tests: its dictionary takes about a second to load."""
    return jieba.dt


class Newsroom:
    """Pages in a folder, a place for an index, and the command run in this process with the fake encoder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder, self._capsys, self._patch = folder, capsys, patch
        self.pages, self.index = folder / "pages", folder / "index"
        self.pages.mkdir()
        (self.pages / PAGE_NAME).write_text(PAGE, "utf-8")
        self.loaded = 0
        patch.delenv("LC_ALL", raising=False)
        patch.setenv("LANG", "zh_CN.UTF-8")
        patch.setattr("jieba.Tokenizer", _tokenizer)
        self.use_encoder("fake")

    def use_encoder(self, name: str) -> None:
        def load(settings: Any) -> FakeEncoder:
            self.loaded += 1
            return FakeEncoder(WORDS, name)

        for module in (rag.models.encoder, rag.assistant):
            self._patch.setattr(module, "load_encoder", load)
            self._patch.setattr(module, "encoder_name", lambda settings: name)

    def run(self, *words: object) -> Result:
        """The command's result. A page is served at a free port, unless told: another may be open at the usual one."""
        if words[:1] == ("serve",) and "--port" not in words:
            from support.serving import free_port  # with gradio, which most tests do without

            words = (*words, "--port", free_port())
        return self.typed(*words)

    def typed(self, *words: object) -> Result:
        """The result of the command with these words and no others."""
        self._capsys.readouterr()
        status = main([str(word) for word in words])
        return Result(status, *self._capsys.readouterr())

    def build(self, source: Path | None = None) -> Result:
        return self.run("build", "--source", source or self.pages, "--index", self.index)

    def ask(self, *words: object) -> Result:
        return self.run("ask", *words, "--index", self.index)

    def questions(self, *lines: object) -> Path:
        """A question file of these lines; text is written as it is."""
        path = self.folder / "questions.jsonl"
        path.write_text(
            "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines),
            "utf-8",
        )
        return path


def wenbao(*words: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, in a locale that knows ASCII only."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-c", "import sys; from rag.commands.main import main; sys.exit(main())", *map(str, words)],
        capture_output=True,
        env=environment,
        timeout=300,
        **options,
    )
