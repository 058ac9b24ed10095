"""What the page says of clippings: what a visitor keeps in the browser and takes along."""

from typing import Final

WORDING: Final[dict[str, tuple[str, str]]] = {
    "page-clippings": ("剪报", "Clippings"),
    "page-clip": ("剪下这句", "Clip this"),
    "page-clip-source": ("剪下这句：{title}", "Clip this: {title}"),
    "page-clip-piece": ("剪下这篇", "Clip this piece"),
    "page-clip-answer": ("剪下回答", "Clip the answer"),
    "page-clipping-kept": ("剪下了，在页头的“剪报”里。", "Clipped: see “Clippings” in the page's head."),
    "page-clipping-present": ("剪报里已有这一条。", "This is among the clippings already."),
    "page-clippings-full": ("剪报已有 {limit} 条，这一条没有存：请先导出，再移除几条。",
                            "There are {limit} clippings, and this one was not kept: take them along, then remove some."),
    "page-clippings-denied": ("浏览器存不下了，这次没有存，原有的都在：请移除几条剪报或会话再试。",
                              "The browser has no room left; this was not kept, all else is as it was: remove some clippings "
                              "or conversations and try again."),
    "page-clipping-removed": ("移除了一条。", "Removed."),
    "page-clipping-elsewhere": ("另一个标签页移除了这一条，笔记把它留了下来。",
                                "Another tab removed this clipping; your note has kept it."),
    "page-clipping-both": ("另一个标签页也改了这条笔记，两边写的都留着。", "Another tab changed this note too; both are kept."),
    "page-clippings-none": ("还没有剪报：在出处、全文或回答下面点“剪下”。",
                            "No clippings yet: press “Clip” at a source, a whole piece or an answer."),
    "page-clippings-unread": ("另有 {count} 条是更新的版本存的，或已损坏，这里读不了，原样留着。",
                              "{count} more were kept by a later version, or are damaged; they cannot be read here and stay as "
                              "they are."),
    "page-clippings-take": ("导出", "Export"),
    "page-clippings-markdown": ("Markdown", "Markdown"),
    "page-clippings-word": ("Word", "Word"),
    "page-clippings-bibtex": ("BibTeX", "BibTeX"),
    "page-clippings-ris": ("RIS", "RIS"),
    "page-clippings-gbt": ("GB/T 7714", "GB/T 7714"),
    "page-clippings-no-word": ("没有装 python-docx，存不了 Word：请运行 pip install 'wenbao[documents]'，或选别的形式。",
                               "python-docx is not installed, which writes Word: run pip install 'wenbao[documents]', or take "
                               "another form."),
    "page-clipping-sentence": ("句", "sentence"),
    "page-clipping-piece": ("篇", "piece"),
    "page-clipping-answer": ("回答", "answer"),
    "page-clipping-places": ("……共 {count} 处", "… {count} places in all"),
    "page-clipping-gone": ("原来的版面或这段文字已不在资料里；这里是剪下时的样子。",
                           "Its page, or these words, are no longer in the corpus; this is how it was clipped."),
    "page-clipping-note": ("笔记", "Note"),
    "page-clipping-noted": ("笔记：{note}", "Note: {note}"),
    "page-clipping-open": ("看全文：{name}", "Whole piece: {name}"),
    "page-clipping-up": ("上移：{name}", "Move up: {name}"),
    "page-clipping-down": ("下移：{name}", "Move down: {name}"),
    "page-clipping-remove": ("移除：{name}", "Remove: {name}"),
    "page-clipping-inferred": ("日期为推断", "date inferred"),
}
