"""What questions ask for: the plan that is read from each, over a small archive."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.archive import archive
from support.locations import SHARED

from rag.answering.scope import Scope
from rag.errors import QuestionError
from rag.planning.catalogue import Catalogue
from rag.planning.plan import Plan, Window
from rag.planning.read import PlanReader
from rag.text.terms import Terms

TODAY = datetime.date(2026, 11, 27)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return PlanReader(Catalogue(archive(tmp_path_factory.mktemp("archive")).index), Terms())


@pytest.fixture(scope="module")
def read(reader):
    return lambda question, *history: reader.read(question, history, TODAY)


PLAIN = Plan()


@pytest.mark.parametrize(
    "question",
    [
        "渡口停航几天?",
        "第三轮船票发了多少张",
        "食堂的面食窗口有几个?",
        "接驳车运送了多少人次",
        "论文发表了几篇",
        "这份报告有多少页",
        "新办法一共多少条",
        "书法比赛哪天报到",
        "会上讲了什么要求",
        "最早什么时候开业",
        "座谈会上他说了什么",
        "这本书有几个版本",
        "头版头条奖的奖金是多少",
        "股票、债券各占多少",
        "时间是从几点到几点",
        "通知是谁发的",
        "供电局2022年1月3日发布了什么通知",
        "江州银行收到了什么公告?",
        "校长昨天澄清了什么消息",
        "市长在会上发表了什么声明",
        "总理在会上发表了什么讲话",
        "工程师3月6日做了什么重要的说明",
        "作家李四因为渡口写成了什么小说",
        "看病要钱吗",
        "局长对此作了怎样的解释",
        "航务中心1月20日开了什么会",
        "谁是这篇通讯的作者的老师",
        "What is the capital of France?",
        "According to the report, how many people live there?",
    ],
)
def test_a_plain_question_has_the_plain_plan(read, question):
    assert read(question) == PLAIN


@pytest.mark.parametrize("operation", ["list", "summary"])
def test_what_somebody_said_is_asked_of_the_articles_whatever_the_question_is_likest_to(reader, operation):
    assert reader.read_likely(operation, "主任发表了什么看法", (), TODAY) == PLAIN


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("有哪些报道提到剪纸?", Plan("list", subject=("剪纸",))),
        ("提到渡口的都有哪些", Plan("list", subject=("渡口",))),
        ("有没有关于食堂的新闻", Plan("list", subject=("食堂",))),
        ("渡口停航的新闻", Plan("list", subject=("渡口停航",))),
        ("接驳车有没有报道过", Plan("list", subject=("接驳车",))),
        ("帮我找找写剪纸的", Plan("list", subject=("剪纸",))),
        ("麻烦列一下提到西门大桥的报道", Plan("list", subject=("西门大桥",))),
        ("搜 公益诉讼", Plan("list", subject=("公益诉讼",))),
        ("把所有的图片说明都列出来", Plan("list", scope=Scope(kinds=("caption",)))),
        ("林知远写过哪些报道?", Plan("list", scope=Scope(reporters=("林知远",)))),
        ("陶小满署名的稿子有哪些", Plan("list", scope=Scope(reporters=("陶小满",)))),
        ("第2版有什么", Plan("list", scope=Scope(numbers=(2,)))),
        ("江州晚报头版登了啥", Plan("list", scope=Scope(papers=("江州晚报",), numbers=(1,)))),
        ("any articles about the old pier?", Plan("list", subject=("old pier",))),
        ("二、三版的目录", Plan("list", scope=Scope(numbers=(2, 3)))),
        ("front page news", Plan("list", scope=Scope(numbers=(1,)))),
        ("What is on page 2?", Plan("list", scope=Scope(numbers=(2,)))),
        ("What's on the front page?", Plan("list", scope=Scope(numbers=(1,)))),
        ("What was reported on 2022-01-21?", Plan("list", Window("2022-01-21", "2022-01-21"))),
        ("What was in the paper on January 21, 2022?", Plan("list", Window("2022-01-21", "2022-01-21"))),
        ("news of 2022-01-21", Plan("list", Window("2022-01-21", "2022-01-21"))),
        (
            "What was printed on page 3 on 2022-01-21?",
            Plan("list", Window("2022-01-21", "2022-01-21"), scope=Scope(numbers=(3,))),
        ),
        ("what is the price of tickets on page 2", PLAIN),
        ("What was said about the ferry?", PLAIN),
        ("一共有多少份报纸多少篇文章", Plan("collection", facet="pages")),
        ("把讲渡口的都摆出来", Plan("list", subject=("渡口",))),
        ("报上有没有说过剪纸课", Plan("list", subject=("剪纸课",))),
        ("写PM2.5的报道有哪些", Plan("list", subject=("pm2.5",))),
        ("写剪纸那件事的稿子有哪些", Plan("list", subject=("剪纸",))),
        ("还有哪些报道提到渡口", Plan("list", subject=("渡口",))),
        ("讲食堂的有几条", Plan("count", subject=("食堂",))),
        ("渡口停航的报道量是多少", Plan("count", subject=("渡口停航",))),
        ("“剪纸”上过几回报", Plan("count", subject=("剪纸",))),
        ("报纸上头一次出现“直播”是哪天", Plan("first", subject=("直播",))),
        ("渡口停航最后一回见报是哪天", Plan("last", subject=("渡口停航",))),
        ("关于渡口，时间最晚的报道", Plan("last", subject=("渡口",))),
        ("渡口停航这件事的前因后果", Plan("timeline", subject=("渡口停航",))),
        ("渡口跟食堂比，谁上报纸更多些", Plan("compare", subject=("渡口", "食堂"))),
        ("剪纸的新闻是不是比食堂的多", Plan("compare", subject=("剪纸", "食堂"))),
        ("compare coverage of ferries and canteens", Plan("compare", subject=("ferries", "canteens"))),
        ("《江滨商报》你们收没收", Plan("collection", subject=("江滨商报",), facet="papers")),
        ("缺的是哪几期", Plan("collection", facet="days")),
        ("提到渡口的一共有几篇?", Plan("count", subject=("渡口",))),
        ("周以宁写了几篇", Plan("count", scope=Scope(reporters=("周以宁",)))),
        ("有多少条新闻讲剪纸", Plan("count", subject=("剪纸",))),
        ("最早提到渡口的报道是哪篇", Plan("first", subject=("渡口",))),
        ("最近一次报道食堂是哪篇", Plan("last", subject=("食堂",))),
        ("渡口停航的来龙去脉", Plan("timeline", subject=("渡口停航",))),
        ("比较一下渡口和食堂的报道", Plan("compare", subject=("渡口", "食堂"))),
        ("渡口和食堂哪个报道多", Plan("compare", subject=("渡口", "食堂"))),
        ("柳巷里的剪纸课讲了什么", Plan("summary", subject=("柳巷里的剪纸课",))),
        ("柳巷那个剪纸课说了些什么,简单讲讲", Plan("summary", subject=("柳巷 剪纸课",))),
        ("概括一下这篇文章", Plan("summary")),
        ("《台风过境》讲了啥", Plan("summary", subject=("台风过境",))),
        ("这里有哪些报纸?", Plan("collection", facet="papers")),
        ("最早的报纸是哪天的", Plan("collection", facet="first")),
        ("最近的一期是哪天", Plan("collection", facet="last")),
        ("里头最老的一份是什么时候的", Plan("collection", facet="first")),
        ("有没有太原晚报", Plan("collection", subject=("太原晚报",), facet="papers")),
        ("江州晚报有哪几天的?", Plan("collection", scope=Scope(papers=("江州晚报",)), facet="days")),
        ("都有哪些版面?", Plan("collection", facet="sections")),
        ("一共收了多少期报纸", Plan("collection", facet="pages")),
        ("登过哪些更正", Plan("list", subject=("更正",), held_in="name")),
        ("停水通知登过几条?", Plan("count", subject=("停水通知",), held_in="name")),
        ("读者来信有几封", Plan("count", subject=("读者来信",), held_in="name")),
        ("提到更正的一共有几篇", Plan("count", subject=("更正",))),
        ("有哪些关于停水通知的报道", Plan("list", subject=("停水通知",))),
        ("哪些稿子是上接第3版的", Plan("list", subject=("上接第3版",))),
        ("转第4版的报道有哪些", Plan("list", subject=("转第4版",))),
        ("给我概括下柳巷里的剪纸课", Plan("summary", subject=("柳巷里的剪纸课",))),
        ("老船工那篇说的啥，给我概括下", Plan("summary", subject=("老船工",))),
        ("一船两主是个什么案子，简单说说", Plan("summary", subject=("一船两主",))),
        ("总结一下老船工的那个访谈", Plan("summary", subject=("老船工",))),
        ("船票那个调查说了些什么,简单讲讲", Plan("summary", subject=("船票",))),
        ("渡口修船那件事用两句话说说", Plan("summary", subject=("渡口修船",), sentences=2)),
        ("1月20日开了哪些会", Plan("list", Window("2022-01-20", "2022-01-20"), ("会议",))),
        ("2022年1月20日举办过几场比赛?", Plan("count", Window("2022-01-20", "2022-01-20"), ("比赛",))),
        ("讲讲渡口停航的事", Plan("summary", subject=("渡口停航",))),
        ("渡口停航那条新闻说了什么", Plan("summary", subject=("渡口停航",))),
        ("剪纸课那场比赛介绍一下", Plan("summary", subject=("剪纸课 比赛",))),
        ("老船工的专访都聊了啥", Plan("summary", subject=("老船工",))),
        ("概括一下老船工的故事", Plan("summary", subject=("老船工",))),
        ("渡口停航那条新闻大意说说", Plan("summary", subject=("渡口停航",))),
        ("剪纸课那篇通讯给我概括一下", Plan("summary", subject=("剪纸课",))),
        ("渡口停航的新闻概括概括", Plan("summary", subject=("渡口停航",))),
        ("帮我看看渡口那条说了些什么", Plan("summary", subject=("渡口",))),
        ("老陶出现在哪几篇里", Plan("list", subject=("老陶",))),
        ("哪几篇提到了老渡口", Plan("list", subject=("老渡口",))),
        ("晚报那个林知远写过哪些稿", Plan("list", scope=Scope(reporters=("林知远",)))),
        ("数据库里有多少条新闻", Plan("count")),
        ("林知远都写了点啥", Plan("list", scope=Scope(reporters=("林知远",)))),
        ("翻翻看有没有讲剪纸的", Plan("list", subject=("剪纸",))),
        ("第七版都有些什么", Plan("list", scope=Scope(numbers=(7,)))),
        ("B07版登了什么内容", Plan("list", scope=Scope(numbers=(7,)))),
        ("有哪些读者写信来", Plan("list", subject=("读者来信",), held_in="name")),
        ("年代最久的报纸是哪份", Plan("collection", facet="first")),
        ("你手上的报纸是哪一年到哪一年的", Plan("collection", facet="days")),
        ("收没收江州晚报", Plan("collection", scope=Scope(papers=("江州晚报",)), facet="papers")),
        ("帮我翻译一句话", Plan("talk", talk="request")),
        ("现在几点了", Plan("talk", talk="request")),
        ("报上发布了什么通知", Plan("list", subject=("通知",), held_in="name")),
        ("发布过哪些停水通知", Plan("list", subject=("停水通知",), held_in="name")),
        ("你好呀", Plan("talk", talk="greeting")),
        ("早呀老伙计", Plan("talk", talk="greeting")),
        ("cheers, bye!", Plan("talk", talk="goodbye")),
        ("我想买一张去北京的高铁票", Plan("talk", talk="request")),
        ("没啥事,随便逛逛", Plan("talk", talk="nod")),
        ("这软件要钱吗", Plan("talk", talk="about")),
        ("我爱你", Plan("talk", talk="praise")),
        ("你说东城和西城哪个好玩", Plan("talk", talk="opinion")),
        ("张三和李四你支持谁", Plan("talk", talk="opinion")),
        ("渡口停航的报道按时间捋一捋", Plan("timeline", subject=("渡口停航",))),
        ("海陵日报这版上有多少篇文章", Plan("count", scope=Scope(papers=("海陵日报",)))),
        ("在海陵日报上发了哪几篇", Plan("list", scope=Scope(papers=("海陵日报",)))),
        ("一共收了几种报纸", Plan("collection", facet="papers")),
        ("谢谢啦", Plan("talk", talk="thanks")),
        ("给我写首诗", Plan("talk", talk="request")),
    ],
)
def test_a_question_of_the_papers_is_read_as_what_it_asks(read, question, plan):
    assert read(question) == plan


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("哪些文章说到62315", Plan("list", subject=("62315",))),
        ("提到8830的有几篇", Plan("count", subject=("8830",))),
        ("说到1953的有几篇", Plan("count", subject=("1953",))),
        ("找10张照片", Plan("list", scope=Scope(kinds=("caption",)))),
        ("第0版有什么", Plan("list", scope=Scope(numbers=(0,)))),
        ("标题里有渡口的有几篇", Plan("count", subject=("渡口",), held_in="title")),
        ("题目里带剪纸的有哪些", Plan("list", subject=("剪纸",), held_in="title")),
        ("headlines with 渡口", Plan("list", subject=("渡口",), held_in="title")),
        ("标题都有哪些", Plan("list")),
        ("渡口或者食堂的报道有几篇", Plan("count", subject=("渡口|食堂",))),
        ("渡口、食堂以及剪纸的报道有哪些", Plan("list", subject=("渡口|食堂|剪纸",))),
        ("“渡口”或“食堂”的报道有几篇", Plan("count", subject=("渡口|食堂",))),
        ("articles about ferries or canteens", Plan("list", subject=("ferries|canteens",))),
        ("除了渡口还有哪些报道", Plan("list", without=("渡口",))),
        ("除了渡口以外的新闻有哪些", Plan("list", without=("渡口",))),
        ("不含渡口的报道有几篇", Plan("count", without=("渡口",))),
        ("有没有提到渡口的报道", Plan("list", subject=("渡口",))),
        ("柳巷的报道，除了食堂还有哪些", Plan("list", subject=("柳巷",), without=("食堂",))),
        ("渡口和食堂各有几篇", Plan("count", subject=("渡口", "食堂"), each=True)),
        ("渡口的有几篇，食堂的有几篇", Plan("count", subject=("渡口", "食堂"), each=True)),
        ("第1版和第2版各有几篇", Plan("count", scope=Scope(numbers=(1, 2)), each=True)),
        ("林知远和周以宁各写了几篇", Plan("count", scope=Scope(reporters=("林知远", "周以宁")), each=True)),
        ("写桥的有几篇", Plan("count", subject=("桥",))),
        ("最近有什么新闻", Plan("list", Window("2022-01-21", "2022-01-21", "printed"))),
        ("上一期的头条", Plan("list", Window("2022-01-20", "2022-01-20", "printed"), left_out=("头条",))),
        ("晚报的新闻", Plan("list", scope=Scope(papers=("江州晚报",)))),
        ("渡口或食堂窗口的报道", Plan("list", subject=("渡口|食堂窗口",))),
        ("还有谁报道过渡口停航", Plan("list", subject=("渡口停航",))),
        ("渡口的报道里不提食堂的有几篇", Plan("count", subject=("渡口",), without=("食堂",))),
        ("评论和图片各有几篇", Plan("count", scope=Scope(kinds=("caption", "commentary")), each=True)),
        (
            "2021年和2022年各有几篇报道",
            Plan("count", Window("2021-01-01", "2021-12-31"), left_out=("2022年",)),
        ),
        ("讲课的报道有几篇", Plan("count", subject=("讲课",))),
        ("剪纸一类的稿子有哪些", Plan("list", subject=("剪纸",))),
        ("图片说明类的稿子有哪些", Plan("list", scope=Scope(kinds=("caption",)))),
        ("广告启事有哪些", Plan("list", subject=("广告|启事",), held_in="name")),
        ("社评有几篇", Plan("count", scope=Scope(kinds=("commentary",)))),
        ("早上好，提到渡口的有哪些", Plan("list", subject=("渡口",))),
        ("头一回说到渡口是哪天的报", Plan("first", subject=("渡口",))),
        ("一共多少个版面、多少篇稿子", Plan("collection", facet="pages")),
        (
            "民国的报纸有几张",
            Plan("collection", Window("1912-01-01", "1949-12-31", "printed"), facet="pages"),
        ),
        ("民国的新闻", Plan("list", Window("1912-01-01", "1949-12-31"))),
    ],
)
def test_no_condition_is_dropped_and_conditions_are_joined_as_they_are_asked(read, question, plan):
    assert read(question) == plan


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("往期的头条", ("往期", "头条")),
        ("4/61的新闻", ("4/61",)),
        ("最长的一篇是哪篇", ("最长",)),
        ("除了第2版还有什么新闻", ("第2版",)),
        ("除了这篇还有哪些报道", ("除了这篇",)),
    ],
)
def test_a_question_of_which_nothing_can_be_looked_up_says_by_which_words(read, question, words):
    assert read(question) == Plan("list", left_out=words)


def test_of_which_place_papers_are_is_said_to_be_unknown_where_no_paper_is_called_so(reader):
    plan = reader.read_as("collection", "北屏的报纸有几个版面", (), TODAY)
    assert plan == Plan("collection", facet="pages", left_out=("北屏",))
    known = reader.read_as("collection", "江州的报纸有几个版面", (), TODAY)
    assert known == Plan("collection", scope=Scope(papers=("江州晚报",)), facet="pages")


@pytest.mark.parametrize(
    ("question", "window"),
    [
        ("1月20日有什么新闻?", Window("2022-01-20", "2022-01-20")),
        ("1月20号都有啥消息", Window("2022-01-20", "2022-01-20")),
        ("2021年有哪些报道", Window("2021-01-01", "2021-12-31")),
        ("2022年1月到3月的新闻", Window("2022-01-01", "2022-03-31")),
        ("1月20日前后有什么新闻", Window("2022-01-17", "2022-01-23")),
        ("1月20日以来的报道", Window("2022-01-20", "2022-01-21")),
        ("12月到1月有哪些报道", Window("2021-12-01", "2022-01-31")),
        ("2022年1月21日的报纸登了什么", Window("2022-01-21", "2022-01-21", "printed")),
        ("昨天的报纸登了什么", Window("2026-11-26", "2026-11-26", "printed")),
        ("历史上的1月21日发生过什么", Window("--01-21", "--01-21")),
        ("1月21日，历史上这一天都有哪些事", Window("--01-21", "--01-21")),
        ("articles from 12 May 1937", Window("1937-05-12", "1937-05-12")),
        ("headlines from Sept. 3rd, 1945", Window("1945-09-03", "1945-09-03")),
        ("stories from June 2003", Window("2003-06-01", "2003-06-30")),
        ("民国廿二年至廿四年的报道有哪些", Window("1933-01-01", "1935-12-31")),
        ("2022年3、4两个月的新闻", Window("2022-03-01", "2022-04-30")),
    ],
)
def test_days_are_reckoned_from_the_newest_issue_and_papers_of_today_from_today(read, question, window):
    assert read(question).window == window


@pytest.mark.parametrize(
    "question", ["2月30日有什么新闻", "2022年2月29日有哪些报道", "1月31日到1月1日有什么新闻", "2022年到2021年的新闻"]
)
def test_days_that_are_none_are_an_error(read, question):
    with pytest.raises(QuestionError):
        read(question)


def test_a_list_goes_on_with_what_is_named_next(read):
    by_lin = ("林知远写过哪些报道?", "共 2 篇")
    assert read("那周以宁呢?", by_lin) == Plan("list", scope=Scope(reporters=("周以宁",)))
    assert read("一共几篇", by_lin) == Plan("count", scope=Scope(reporters=("林知远",)))
    about = ("提到渡口的报道有哪些", "共 3 篇")
    assert read("那食堂呢", about) == Plan("list", subject=("食堂",))
    assert read("只看2021年的", about) == Plan("list", Window("2021-01-01", "2021-12-31"), ("渡口",))
    assert read("只看标题里有停航的", about) == Plan("list", subject=("渡口", "停航"), held_in="title")
    assert read("那不含食堂的呢", about) == Plan("list", subject=("渡口",), without=("食堂",))
    assert read("还有别的吗", about) == Plan("list", subject=("渡口",))
    assert read("那它几点开门呢", ("食堂有几个窗口", "三个窗口")) == PLAIN


def test_what_begins_like_a_name_before_what_a_paper_does_is_no_reporter(reader):
    plan = reader.read_as("list", "连环画登了没", (), TODAY)
    assert plan == Plan("list", subject=("连环画",))


def test_a_word_for_articles_within_another_is_none(read):
    assert read("有几篇提到新闻发布会的").subject == ("新闻发布会",)


@given(st.text(max_size=60))
def test_whatever_is_typed_has_a_plan_or_is_refused_in_a_sentence(reader, question):
    try:
        assert isinstance(reader.read(question, [], TODAY), Plan)
    except QuestionError as error:
        assert error.sentence("zh")


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with its questions is not here")
@pytest.mark.slow
def test_plain_questions_about_news_are_read_as_something_else_in_one_of_a_hundred_at_most(read):
    files = ("gold/dev-questions.jsonl", "gold-other/other-questions.jsonl", "training/news_questions.jsonl")
    lines = [line for name in files for line in (SHARED / name).read_text("utf-8").splitlines() if line.strip()]
    others = 0
    for line in lines:
        try:
            others += read(json.loads(line)["question"]) != PLAIN
        except QuestionError:
            others += 1
    assert len(lines) > 2000 and others <= len(lines) // 100


def test_a_paper_is_known_without_the_place_that_its_name_begins_with(tmp_path):
    page = "青柳农友报 第1版\n2022年3月1日 星期二\n渡口停航\n本报讯 3月1日,东门渡口停航,检修浮桥。\n"
    reader = PlanReader(Catalogue(archive(tmp_path, {"a.txt": page}).index), Terms())
    assert reader.read("农友报登了哪些新闻", (), TODAY).scope.papers == ("青柳农友报",)
    assert reader.read("在农友报上发了哪几篇", (), TODAY).scope.papers == ("青柳农友报",)
    assert reader.read("河湾农友报登了哪些新闻", (), TODAY).scope.papers != ("青柳农友报",)
