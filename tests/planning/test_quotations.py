"""What a question quotes, with whatever quotation marks a headline holds itself."""

import pytest

from rag.planning.quotations import quotations, quoted_words, without_quotations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("《渡口开“错峰班”》讲了什么？", ("渡口开“错峰班”",)),
        ("《“孙子”夜半来信》讲了什么？", ("“孙子”夜半来信",)),
        ("《柳巷「交答卷」》讲了什么？", ("柳巷「交答卷」",)),
        ("Summarise “他说‘不’之后”", ("他说‘不’之后",)),
        ("Summarise “柳巷有张“表””", ("柳巷有张“表”",)),
        ("《读《江上书》有感》讲了什么", ("读《江上书》有感",)),
        ("《读《江上书》讲了什么", ("读《江上书",)),
        ("《江上书》的下半部》讲了什么", ("江上书》的下半部",)),
        ("《甲书》和《乙书》哪个提到得多", ("甲书", "乙书")),
        ("提到“渡口”和“食堂”的报道", ("渡口", "食堂")),
        ('有没有写"渡口"的', ("渡口",)),
        ("提到「渡口」的有几篇", ("渡口",)),
        ("只有“开头没有结尾", ()),
        ("《》讲了什么", ()),
    ],
)
def test_the_outermost_marks_hold_what_is_quoted_with_the_marks_within_it(text, words):
    assert quoted_words(text) == words


def test_what_is_not_quoted_is_left():
    text = "《渡口开“错峰班”》和“食堂”讲了什么"
    found = quotations(text)
    assert without_quotations(text, found).split() == ["和", "讲了什么"]
    assert [each.is_title for each in found] == [True, False]
