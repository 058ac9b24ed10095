"""What is told by certain words alone: which words a question needs, and of whom they are told."""

import pytest

from rag.answering.needed import lacks_needed, needed_by, person_asked_of, tells_needed


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("她丈夫是做什么的?", "每逢腊月,媳妇们都来剪窗花。", True),  # no word for a husband
        ("她丈夫是做什么的?", "她的爱人在船厂上班。", False),
        ("他老婆叫什么?", "他和妻子推车出摊。", False),
        ("她老公是干什么的?", "大夫说她的功夫好。", True),
        ("船工身高多少?", "全程27.6公里。", True),
        ("船工身高多少?", "身高1米82。", False),
        ("县长是谁?", "副县长陶小满到场。", True),
        ("县长是谁?", "县委副书记、县长陶小满到场。", False),
        ("谁是这里的站长?", "副站长值班。", True),
        ("驿站收不收钱?", "候工区和洽谈区全部免费。", False),
        ("驿站收不收钱?", "驿站有热水。", True),
        ("大桥是哪年建的?", "大桥维修三天。", True),
        ("大桥是哪年建的?", "大桥1958年落成。", False),
    ],
)
def test_what_only_certain_words_tell_is_lacking_without_them(question: str, text: str, lacks: bool) -> None:
    assert lacks_needed(question, [text]) is lacks


@pytest.mark.parametrize(
    ("question", "sentences", "tells"),
    [
        ("陶小满今年多大岁数", ["陶小满停了船。", "码头上很静。", "一位老人姓庞,79岁。"], True),  # still near
        ("陶小满今年多大岁数", ["码头上很静。", "河面起了雾。", "一位老人姓庞,79岁。"], False),
        ("陶小满今年多大岁数", ["码头上很静。", "河面起了雾。", "他今年61岁。"], True),
        ("船工多大年纪了", ["码头上很静。", "河面起了雾。", "老人61岁。"], True),  # nobody is named
    ],
)
def test_an_age_beside_nobody_who_is_asked_for_is_anothers(question: str, sentences: list[str], tells: bool) -> None:
    assert tells_needed(needed_by(question), question, sentences, 2) is tells


@pytest.mark.parametrize(
    ("question", "person"),
    [("陶小满今年多大岁数", "陶小满"), ("李春梅的丈夫是谁", "李春梅"), ("渡口的船工多大年纪", ""), ("几点开船", "")],
)
def test_whose_detail_is_asked_is_told_where_a_person_is_named(question: str, person: str) -> None:
    assert person_asked_of(question) == person
