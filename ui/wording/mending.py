"""What the page says where a page of the paper is mended."""

from typing import Final

WORDING: Final[dict[str, tuple[str, str]]] = {
    "page-mend": ("改", "Mend"),
    "page-mend-piece": ("改这一篇：{title}", "Mend this piece: {title}"),
    "page-mend-facts": ("改日期、版次、报名", "Change date, page, paper"),
    "page-mend-next": ("下一处存疑", "Next doubtful place"),
    "page-mend-title": ("改这一篇", "Mend this piece"),
    "page-mend-headline": ("标题", "Headline"),
    "page-mend-kind": ("类别", "Kind"),
    "page-mend-hint": ("按版面的次序：这一篇逐行列出，别的稿件各一条。方向键逐行移动。写在版面旁的 pages.toml 里，可以撤销。",
                       "In the order of the page: this piece line by line, other pieces one row each. Arrow keys move "
                       "from row to row. Kept in pages.toml beside the page; it can be undone."),
    "page-mend-cut": ("从这里分开", "Cut here"),
    "page-mend-cut-line": ("从第 {line} 行分开", "Cut at line {line}"),
    "page-mend-join": ("接上这一篇", "Join"),
    "page-mend-join-piece": ("接上《{title}》（{lines}）", "Join “{title}” ({lines})"),
    "page-mend-beyond": ("后面还有 {count} 行没有列出：先在前面分开，就能看到。",
                         "{count} more {count:line is|lines are} not listed: cut further up first to reach them."),
    "page-mend-unlisted": ("离得较远的 {count} 篇没有列出。", "{count} {count:piece further away is|pieces further away are} not listed."),
    "page-mend-busy": ("正在改……", "Being changed…"),
    "page-mend-undoing": ("正在撤销……", "Being undone…"),
    "page-mended-join": ("接好了，这一版已重新处理。", "Joined; the page was processed again."),
    "page-mended-cut": ("分开了，这一版已重新处理。", "Cut; the page was processed again."),
    "page-mended-say": ("改好了，这一版已重新处理。", "Changed; the page was processed again."),
    "page-mended-facts": ("日期、版次、报名改好了。", "Date, page and paper are changed."),
    "page-mended-undone": ("撤销了，和改之前一样。", "Undone; it is as it was before."),
    "page-corpus-mending": ("修改 {count} 个版面的拆分", "Split being mended of pages: {count}"),
    "page-corpus-mended": ("{name} 的拆分已改好。", "The split of {name} is mended."),
    "page-corpus-unmended": ("{name} 的拆分已改回原来的。", "The split of {name} is as it was before."),
    "page-corpus-mend": ("{time} 修改拆分：{names}", "{time}, split mended: {names}"),
    "page-corpus-undo-mend": ("撤销拆分的修改：{names}", "Undo the mended split of {names}"),
}
