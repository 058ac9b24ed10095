"""A few composed pages of two papers, opened as an assistant whose encoder can be worked out: what plans are read over."""

from collections.abc import Mapping
from pathlib import Path

from rag.assistant import Assistant
from rag.index.build import build_index
from rag.settings import Settings
from support.fakes import FakeEncoder

PAGES = {
    "a.txt": """江州晚报 2022年1月20日 星期四 第1版
渡口今起停航三天
本报讯(记者 林知远) 1月19日,市航务中心发布通知,因检修浮桥,东门渡口停航三天。停航期间加开接驳车。
航务中心提醒市民绕行西门大桥。
社区食堂添了三个窗口
本报讯(记者 周以宁) 1月20日,柳巷社区食堂新添三个窗口,老人凭卡可以打八折。食堂负责人说,三个窗口都供应面食。
""",
    "b.txt": """江州晚报 2022年1月21日 星期五 第2版
停航首日接驳车运送六百人
本报讯(记者 林知远) 1月21日,东门渡口停航首日,接驳车共运送乘客六百人次。渡口检修进展顺利。
历史上的今天
1953年1月21日
东门渡口的第一艘渡轮下水。
1988年1月21日
西门大桥动工。
""",
    "c.txt": """海陵日报 2021年11月5日 星期五 第1版
柳巷里的剪纸课
本报讯(记者 沈未央) 11月4日,柳巷小学开了剪纸课,三十名学生跟着老艺人学剪窗花。
""",
}
WORDS = ("渡口", "食堂", "剪纸", "接驳车", "窗口")


def archive(folder: Path, pages: Mapping[str, str] = PAGES) -> Assistant:
    """The pages, built into an index within `folder` and opened."""
    source = folder / "pages"
    source.mkdir()
    for name, text in pages.items():
        (source / name).write_text(text, "utf-8")
    encoder = FakeEncoder(WORDS)
    settings = Settings(reader="none")
    build_index(source, folder / "index", settings, encoder, encoder.name)
    return Assistant.open(folder / "index", settings, encoder)
