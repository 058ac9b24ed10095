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
        ("他老婆叫什么?", "后来他们才到。", True),
        ("船工今年多大?", "船工带着41名徒弟。", True),
        ("船工今年多大?", "船工41岁。", False),
        ("船工家几口人?", "船工拉了两头猪。", True),
        ("船工家几口人?", "船工一家五口住在船上。", False),
        ("船工的儿子是做什么的?", "船工的女儿在船厂上班,带着六七岁的娃娃。", True),
        ("船工的儿子是做什么的?", "船工的独子在船厂上班。", False),
        ("新船是什么牌子的?", "新船昨天下水。", True),
        ("新船是什么牌子的?", "新船由江州船舶公司造。", False),
        ("驿站收不收钱?", "候工区和洽谈区全部免费。", False),
        ("驿站收不收钱?", "驿站有热水。", True),
        ("大桥是哪年建的?", "大桥维修三天。", True),
        ("大桥是哪年建的?", "大桥1958年落成。", False),
        ("渡口的船主被罚款多少元?", "船主被责令停航,损失2000元。", True),
        ("渡口的船主被罚款多少元?", "船主被处以2000元罚款。", False),
        ("菊展门票多少钱一张?", "每盆菊花80元。", True),
        ("菊展门票多少钱一张?", "入园每人20元。", False),
        ("船工的月薪有多少?", "修船花了3000元。", True),
        ("船工的月薪有多少?", "船工一个月能挣3000元。", False),
        ("家属要求赔偿多少钱?", "渡口停航三天。", True),
        ("家属要求赔偿多少钱?", "双方谈妥,补偿5000元。", False),
        ("大桥总投资多少亿元?", "去年货运收入3亿元。", True),
        ("大桥总投资多少亿元?", "大桥耗资3亿元。", False),
        ("那人被判了几年?", "那人已被刑拘、起诉。", False),
        ("那人被判了几年?", "那人在逃三年。", True),
        ("路口积水多深?", "积水三天才退。", True),
        ("路口积水多深?", "积水没过膝盖。", False),
        ("馆长是哪所大学毕业的?", "馆长在大学开讲座。", True),
        ("馆长是哪所大学毕业的?", "馆长1998年考入省城一所大学。", False),
        ("馆长是哪一年出生的?", "馆长1998年上任。", True),
        ("馆长是哪一年出生的?", "馆长1958年生于江州。", False),
        ("他的女儿叫什么?", "他带着两个徒弟。", True),
        ("他的女儿叫什么?", "他和闺女小满一起出摊。", False),
        ("他父亲是做什么的?", "他在船厂上班。", True),
        ("他父亲是做什么的?", "他爹在船厂上班。", False),
        ("她结婚了吗?", "她在船厂上班。", True),
        ("她结婚了吗?", "她和爱人在船厂上班。", False),
        ("船厂的电话是多少?", "船厂有职工300人。", True),
        ("船厂的电话是多少?", "报名请拨5550123。", False),
        ("老船长哪年去世的?", "1969年老船长救过两个人。", True),
        ("老船长哪年去世的?", "老船长享年82岁。", False),
        ("决口淹死了多少人?", "圩民七百余人守护。", True),
        ("决口淹死了多少人?", "三人溺水身亡。", False),
        ("图书馆几点关门?", "图书馆每月两次送书上门。", True),
        ("图书馆几点关门?", "图书馆8时30分至18时开放。", False),
        ("9路首班车几点?", "9路末班车22时10分发车,收车已是零时。", True),
        ("9路首班车几点?", "9路清早5时10分发车。", False),
        ("9路末班车几点?", "9路首班车5时10分到站。", True),
        ("县里有多少所中学办了农场?", "县里19所小学办了农场。", True),
        ("县里有多少所中学办了农场?", "县里19所初中办了农场。", False),
        ("孩子的成绩怎么样?", "这次考得好。", False),  # asks nothing of who the child is
        ("老陶的身高体重", "老陶今年21岁。", True),
        ("那趟船他拿了多少报酬?", "他撑了两晚的船。", True),  # the noun behind 多少 as before it
        ("那趟船他拿了多少报酬?", "他撑一晚挣80元。", False),
        ("伤员送去了哪家医院?", "伤员被抬上了渡船。", True),
        ("伤员送去了哪家医院?", "伤员在镇卫生院包扎。", False),
        ("新船在哪座城市造的?", "新船造了三年。", True),
        ("新船在哪座城市造的?", "新船在江州下水。", False),
        ("船工老陶是哪里人?", "船工老陶撑了三十年船。", True),
        ("船工老陶是哪里人?", "船工老陶老家在江北。", False),
        ("龙舟赛他们得了第几名?", "龙舟赛有八支队。", True),
        ("龙舟赛他们得了第几名?", "他们的龙舟赛成绩是亚军。", False),
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
