"""Words of questions that name no subject: those that ask, and those that a question about the collection consists of.

Left out: the wordings by which a question is told (see `rules`).
"""

from typing import Final

FILLERS: Final = frozenset(
    "烦请 再有 再有就是 关系 共有 摆出来 捋捋 捋 一捋 理一理 理理 一理 时间 这版 该版 本版 "
    "一回 几趟 趟 谁 离现在 现在 这个名字 怎么 一步步 "
    "年份 登出来 哪张 一期 哪期 啥时候 题材 数目 总计 头一条 头一 打头 最开始 一张 先后 瞧瞧 摆 拿 旧闻 趣闻 简讯 "
    "快讯 凡 凡是 处女稿 岀 有麽有 系咪 边篇 嗰篇 嗰 𠮶 系边 latest first earliest last newest take took "
    "还有 嘅 㗎 冇 有冇 咩 瞅瞅 瞅 整点儿 整点 点儿 讲讲 说说 聊聊 没得 有没得 还有没得 一天 一年 好多篇 "
    "好多 多篇 几多 几多篇 管过 咱 咱们 俺 俺们 他们 她们 校报 报社 往期 过往 期刊 贵报 "
    "翻 翻翻 翻翻看 翻一下 翻翻看看 点 点啥 点什么 有些 "
    "请问 请 麻烦 帮 帮我 帮忙 给 给我 我 我想 想 想要 要 知道 看 看看 看一下 找 找找 找一下 找出 找来 "
    "查 查查 查一下 查找 搜 搜索 搜一下 检索 列 列出 列出来 列一列 列列 "
    "找出来 拿出来 列一下 列举 "
    "一下 下 把 将 出来 所有 全部 各 分别 统计 统计一下 数 数一数 数数 一数 计数 排 排个 整理 "
    "汇总 梳理 按 "
    "大事 大 事 吧 呗 一个 个 "
    "共计 一览 头一回 近来 同时 这事 前前后后 历次 条目 吧 一遍 当时 最晚 大概 大约 左右 "
    "多不多 有木有 栏目 晚报 日报 早报 timeline please number everything "
    "首篇 着 来着 幅 遍 回 目录 还 别的 其他 其它 更多 想找 事儿 事 哪一篇 第一张 第一条 合 其中 "
    "拢共 请 再 只要 "
    "全 都 一共 总共 共 到底 有 有没有 有无 没有 没 是 的 得 地 了 过 着 吗 呢 啊 呀 么 嘛 哦 在 里 里面 "
    "里边 里头 中 之间 间 上 上面 以来 期间 方面 相关 有关 关于 "
    "涉及 涉及到 沾边 跟 和 与 同 及 以及 或 或者 并 并且 也 还 又 就 那 这 那些 这些 那几篇 这天 那天 "
    "当天 那几天 几天 "
    "提到 提及 提 写到 讲到 说到 谈到 讲 说 写 谈 到 出现 出现在 报道 报导 消息 文章 稿件 稿子 稿 "
    "资讯 动态 报纸 报 报上 报里 版面 版 登 登过 登载 刊登 "
    "刊发 刊 载 发 发过 发布 发表 发稿 收录 收 存 存档 "
    "哪 哪些 哪几 哪个 哪篇 哪几篇 哪样 什么 啥 些 几 几篇 几条 几则 几张 几次 几回 多少 多少篇 篇 "
    "篇文章 条 则 张 份 次 数量 篇数 总数 标题 题目 清单 列表 列个 内容 "
    "东西 最早 最先 第一次 首次 第一篇 最近 最后 最新 一次 一篇 一条 那篇 见报 哪天 时候 什么时候 "
    "过哪些 本报 记者 署名 采写 撰写 合写 写过 写的 拍过 拍 拍的 作者 发生 发生过 你 你们 这里 这儿 这边 "
    "主要 近期 库里 库 资料 算 超过 只 只要 只看 全都 以上 头条 可以 "
    "能 能不能 谢谢 比较 对比 多 些 比 哪边 "
    "a an the of all list show find give me which what article articles report reports stories story "
    "news headline headlines photo photos caption captions mention mentions mentioned mentioning about "
    "各有 各自 各是 类 一类 之类 类的 一栏 这一栏 那一栏 栏里 哪天的报 and or 或是 或者是 "
    "on from in by to are is there any how many do does did you have has write wrote written please for".split()
)
"""Words of a question that name no subject, each as jieba cuts it."""
COLLECTION_WORDS: Final = frozenset(
    "年代 最久 手上 手头 手里 手中 批 这批 横跨 跨 收没收 别的 其他 "
    "收到 收入 收入了 收得 全不全 齐不齐 缺 缺不缺 缺期 断档 更新 更新到 "
    "每期 每 what are covered 晨报 早 晚 在库 为 止 能 你这 你们这 你们这儿 哪一天 到 几种 哪几种 "
    "几家 一张 哪一张 多少张 报名 存 "
    "存了 收了 哪一版 几个版 年到 有什么 晚报 日报 早报 晨报 周报 期 "
    "期的 一期 哪一期 多少期 份 家 种 页 多少页 版次 版名 名称 名单 栏目 版块 板块 年份 年 月 日 号 天 "
    "几天 哪年 哪几年 哪几天 哪几 范围 覆盖 跨度 包括 包含 从 开始 为止 "
    "最老 最旧 最晚 新 旧 老 最 早 城市 地方 哪家 1912年到1949年 "
    "数据 语料 系统 archive paper papers newspaper newspapers issue issues page pages section sections corpus "
    "collection date dates day days year years oldest earliest latest newest first last cover covered "
    "available your this these 报刊 张 日子 时间段 一天 一年 第一期 第一份 一份 几个 几份 几期 几页 几版 "
    "多少版 收录了 收了 期报 报是 现在 目前 总 总计 "
    "时候 能查 查到 查 看到 整个 范围是".split()
)
"""Words that, beside fillers, a question about the collection consists of."""
_LONGEST_WORD: Final = 12


def is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether the text can be cut into the words, and figures, without a rest."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(
            text[start:end] in words or text[start:end].isdecimal() for start in ends if end - start <= _LONGEST_WORD
        ):
            ends.add(end)
    return len(text) in ends
