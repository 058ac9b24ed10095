"""Pages put into folders of folders, and what is read of those."""

from pathlib import Path

from rag.pages.folder import passed_over, read_pages
from rag.settings import Settings
from rag.wording import Language

TEXT = "石桥镇春灌开始\n本报讯 石桥镇昨日开闸放水，首批灌溉麦田三千亩。\n"
SETTINGS = Settings(refusal_score=0.0, refusal_score_foreign=0.0)


def put(folder: Path, *names: str, text: str = TEXT) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{text}{name}\n", "utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return [page.name for page in read_pages(folder, Settings())[0]]


def said(folder: Path, language: Language = "zh") -> list[str]:
    digests = {page.name: page.digest for page in read_pages(folder, Settings())[0]}
    return [notice.sentence(language) for notice in passed_over(folder, digests)]
