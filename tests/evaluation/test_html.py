"""The evaluation's HTML page: the figures as a reader sees them, nothing fetched, hostile text shown as text."""

import json
import re
from copy import deepcopy
from itertools import pairwise

import pytest
from markupsafe import escape
from support.report_page import Parsed, unpacked
from support.reporting import HOSTILE, HOSTILE_LINK, QUESTIONS, REPORT, RUNS, figure, large_report, report_of_one_run

from rag.evaluation.report.html.formatting import embedded_json, found, in_pieces
from rag.evaluation.report.html.page import html_report
from rag.evaluation.report.html.parts import report_question
from rag.evaluation.report.html.plots import plots
from rag.evaluation.report.html.questions import question_view, state_of
from rag.evaluation.report.html.sources import head_of
from rag.evaluation.report.html.tables import comparison_table, figures_table, key_figures, types_table

PLACE = {"title": "题", "source": "a.txt", "lines": [1, 2], "date": "2022-09-15"}
FETCHING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping"}


def rows(table: str) -> dict[str, str]:
    """Each row's text by its head; by the measure's own name where it is called by words, too."""
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", re.sub(r'<span class="words">[^<]*</span>', "", table)):
        cells = [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        found[" ".join(cells[0])] = " | ".join(" ".join(cell) for cell in cells[1:])
    return found


@pytest.fixture(scope="module")
def page() -> str:
    return html_report(REPORT)


@pytest.fixture(scope="module")
def held(page) -> dict:
    return unpacked(page)


# ---- the figures


@pytest.mark.slow
def test_the_headline_tells_what_was_evaluated_when_and_how_it_went(page):
    text = Parsed(page).text
    assert "6 个问题：能答的答对 82.5%，答不了的 82.5% 如实拒答" in text
    assert "问题取自 镇上.jsonl，2030年6月20日 07:00 评测。资料有 5 个版面、60 篇稿件，分成 120 段。" in text
    assert "比较了 2 种设置：bm25、hybrid<b>。下面的大字是 hybrid<b> 的结果" in text


def test_the_figures_that_decide_are_the_last_runs_with_interval_and_count():
    tiles = Parsed(key_figures(REPORT, "zh")).text
    assert tiles.startswith(f"第一段就找对{RUNS[1]}87.5%95% 区间 78.5–96.5 · 共 80 题")
    order = ["第一段就找对", "答对", "引文能证明答案", "答不了时如实拒答", "能答却拒答"]
    assert sorted(order, key=tiles.index) == order
    assert tiles.endswith("bm25 10.0%")


@pytest.mark.slow
def test_where_only_search_was_judged_its_figures_decide():
    searched = deepcopy(REPORT)
    for run in searched["runs"]:
        run["measures"] = {name: values for name, values in run["measures"].items() if "@" in name}
    tiles = Parsed(key_figures(searched, "en")).text
    assert [words in tiles for words in ("First passage right", "Evidence in the first five", "Ranking score")] == [
        True
    ] * 3
    assert Parsed(html_report(searched)).text.count("6 个问题，87.5% 第一段就找对") == 1


def test_every_measure_has_its_mean_interval_count_and_meaning():
    table = rows(figures_table(REPORT, "zh"))
    assert table["Success@1"] == "75.0% 66.0–84.0 | 87.5% 78.5–96.5 | 80 | 前 1 段里有证据的问题占比"
    assert table["RR@10"] == "0.810 0.750–0.870 | 0.935 0.875–0.995 | 80 | 首个证据名次的倒数，前 10 段以外为 0"
    assert table["article:Success@1"].endswith("前 1 篇稿件里有证据的问题占比")
    assert table["false_refusal ▼"].startswith("10.0% 5.0–15.0 | 3.8% 0.0–8.8 | 80")
    assert table["novel&lt;measure&gt;"] == "50.0% 40.0–60.0 | 50.0% 40.0–60.0 | 10 | "


def test_counts_that_differ_between_runs_are_all_shown_and_a_measure_of_one_run_alone_too():
    uneven = deepcopy(REPORT)
    uneven["runs"][0]["measures"]["citation_verbatim"] = figure(0.9, 0.05, 70)
    del uneven["runs"][0]["measures"]["ECE"]
    table = rows(figures_table(uneven, "zh"))
    assert "70 / 93" in table["citation_verbatim"]
    assert table["ECE ▼"].startswith("– | 0.080")


def test_each_type_has_its_row_and_its_number_of_questions():
    table = rows(types_table(REPORT, "zh"))
    assert table["事实"].startswith("3 | 87.5% 78.5–96.5 | 0.935")
    assert table["答不了"] == "1 | – | – | – | – | 82.5% 67.5–97.5"


def test_measures_are_called_by_the_same_words_in_the_tables_as_over_the_figures():
    for table in (comparison_table(REPORT, "zh"), types_table(REPORT, "zh"), figures_table(REPORT, "zh")):
        assert re.search(r'<span class="words">第一段就找对</span>\s*<code>Success@1</code>', table)
    assert '<span class="words">Answer correct</span>' in figures_table(REPORT, "en")


def test_comparisons_are_told_in_words_and_lower_is_better_is_minded():
    table = rows(comparison_table(REPORT, "zh"))
    assert table["Success@1"] == (
        "+12.5 个百分点 | +5.0至+20.0 | 0.031 | 12 / 2 / 66 | "
        "hybrid&lt;b&gt; 在 12 题上更好，2 题上更差，整体更好，不像偶然。"
    )
    assert "−4.0至+6.0" in table["answer_correct"]
    assert table["answer_correct"].endswith("差别可能只是偶然。")
    assert "&lt; 0.001" in table["false_refusal ▼"]
    assert table["false_refusal ▼"].endswith("整体更差，不像偶然。")
    assert table["citation_verbatim"] == "0 个百分点 | 0至0 | 1.000 | 0 / 0 / 80 | 每一题都一样。"


@pytest.mark.slow
def test_one_run_is_compared_with_nothing():
    alone = report_of_one_run()
    assert comparison_table(alone, "zh") == ""
    page = Parsed(html_report(alone))
    assert "设置之间的比较" not in page.text
    assert "filter-differ" not in {attributes.get("id") for _, attributes in page.elements}


# ---- one question


def test_a_question_shows_gold_answers_citations_and_passages():
    view = question_view(QUESTIONS[0], "zh")
    text = Parsed(view).text
    assert "标准答案四十人 40人" in text
    assert '新船能坐<strong class="exact">四十人</strong>。<sup>1</sup>' in view
    assert "渡口添了新船 2030年6月18日 · 001_花溪.txt 第1–2行 ✓ 与版面一致✗ 证明不了" in text
    assert "花溪镇<mark>渡口</mark>的<mark>新船</mark>能坐四十人" in view
    assert "含证据 1得分 1.000dense 0.900terms 0.500" in text
    assert "（无标题）" in text
    assert "证据：第 1 名" in text


def test_a_question_shows_its_history_items_and_relevant_documents():
    text = Parsed(question_view(QUESTIONS[3], "zh")).text
    assert "前面的问答渡口有什么新闻?添了新船。" in text
    assert "应列举新船 开市时间" in text
    judged = deepcopy(QUESTIONS[4])
    assert "版面没有写，应当拒答" in Parsed(question_view(judged, "zh")).text
    judged["gold"]["relevant"] = {"d<1>": 2}
    assert "未给出相关文档d<1>（2 级）" in Parsed(question_view(judged, "zh")).text


@pytest.mark.parametrize(
    ("figures", "refused", "state"),
    [
        ({"answer_correct": 1.0}, False, "right"),
        ({"answer_correct": 0.5}, False, "partly"),
        ({"answer_correct": 0.0}, False, "wrong"),
        ({"answer_correct": 0.0}, True, "refused-wrongly"),
        ({"unanswerable_refused": 1.0}, True, "refused-rightly"),
        ({"unanswerable_refused": 0.0}, False, "wrong"),
        ({"Success@1": 1.0}, True, "right"),
        ({"Success@1": 0.0}, False, "wrong"),
        ({}, False, "unjudged"),
    ],
)
def test_what_became_of_a_question(figures, refused, state):
    assert state_of({"figures": figures, "refused": refused}) == state


# ---- plots


@pytest.mark.slow
def test_every_plot_tells_its_figures_and_shares_no_id_with_another():
    drawn = plots(REPORT, "zh")
    assert list(drawn) == [
        "success_at_k",
        "type-Success@1",
        "type-answer_correct",
        "risk_coverage",
        "reliability",
        "timings",
    ]
    ids: list[str] = []
    for svg in drawn.values():
        parsed = Parsed(svg)
        root = parsed.having("svg")[0]
        assert root["role"] == "img"
        assert "bm25" in root["aria-label"]
        own = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
        assert set(re.findall(r'(?:href="|url\()#([^")]+)', svg)) <= set(own)
        assert not parsed.having("style")
        ids += own
    assert len(ids) == len(set(ids))
    assert "k=1 63.0%" in drawn["success_at_k"]
    assert "事实: bm25 75.0%, hybrid&lt;b&gt; 87.5%" in drawn["type-Success@1"]
    assert "把握 5%，答对 2%（3 题）" in drawn["reliability"]
    assert "精读 30.0，第 95 百分位 48.0" in drawn["timings"]


@pytest.mark.slow
def test_text_in_a_plot_is_text_and_its_colours_are_the_pages():
    svg = plots(REPORT, "zh")["timings"]
    assert "合计" in Parsed(svg).text
    assert "hybrid<b>" in Parsed(svg).text
    assert "var(--series-0" in svg
    assert "currentColor" in svg
    assert "@@" not in svg
    assert not re.search(r"#0[1-6a]0[1-6]0[1-6]", svg)


def test_what_the_report_has_no_figures_for_is_not_drawn():
    bare = report_of_one_run()
    bare["runs"][0] |= {"curves": {}, "timings_ms": {}, "by_type": {}}
    assert plots(bare, "zh") == {}
    assert 'id="plots"' not in html_report(bare)


# ---- the file


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes(page):
    assert html_report(deepcopy(REPORT)) == page
    assert html_report(json.loads(json.dumps(REPORT))) == page


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_fetched_and_nothing_leads_out(language):
    text = html_report(REPORT, language)
    parsed = Parsed(text)
    assert not parsed.inside
    for tag, attributes in parsed.elements:
        assert not FETCHING & attributes.keys() or tag == "script"
        assert "src" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("xlink:href", "#").startswith("#")
        assert "url(" not in attributes.get("style", "")
    assert not parsed.having("link")
    assert not parsed.having("img")
    assert "http:" not in text
    assert "https:" not in text
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    policy = parsed.having("meta")[1]["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_hostile_text_is_escaped_wherever_it_stands(page, held):
    parsed = Parsed(page)
    assert len(parsed.having("script")) == 2
    assert len(parsed.having("style")) == 1
    assert HOSTILE in parsed.text
    assert "\u2028" not in re.search(r'id="report-data">(.*?)</script>', page, re.DOTALL)[1]
    inside = Parsed(held["questions"][5]["html"])
    assert not {"script", "style", "img", "a"} & {tag for tag, _ in inside.elements}
    assert inside.text.count(HOSTILE) >= 2
    assert HOSTILE_LINK in inside.text
    assert not Parsed(question_view(QUESTIONS[5], "zh")).having("script")
    assert "hybrid<b>" not in page
    assert not parsed.having("b<b>")


def with_marks(text: str, offsets: list[int]) -> str:
    """What the script makes of a passage's text and the places of its marks."""
    cuts = [0, *offsets, len(text)]
    pieces = [str(escape(text[start:end])) for start, end in pairwise(cuts)]
    return "".join(f"<mark>{piece}</mark>" if place % 2 else piece for place, piece in enumerate(pieces))


def test_what_the_page_opens_is_what_the_view_shows(held):
    """The script puts each passage's headline and marked text where they are held; the rest is the same HTML."""
    for question, row in zip(QUESTIONS, held["questions"], strict=True):

        def put(match):
            head, text = held["passages"][int(match[1])]
            marked = with_marks(text, [int(number) for number in match[2].split()])
            return f'{head}<p class="text" lang="zh-CN">{marked}</p>'

        whole = re.sub(r'<div class="held" data-passage="(\d+)" data-marks="([\d ]*)"></div>', put, row["html"])
        assert whole == question_view(question, "zh")


def test_every_question_has_a_line_and_a_link(page):
    parsed = Parsed(page)
    entries = [attributes for attributes in parsed.having("details") if attributes.get("class") == "entry"]
    assert [entry["id"] for entry in entries] == ["q-q1", "q-q2", "q-q 3/号", "q-q4", "q-q5", "q-q6"]
    assert "#q-q%203%2F%E5%8F%B7" in {link["href"] for link in parsed.having("a")}


def test_settings_versions_and_digests_stand_at_the_end(page):
    text = Parsed(page).text
    end = text[text.index("设置与版本", text.index("逐题", 400)) :]
    for words in ("term_weight", "1.0", "默认", "2.13.0", "beef" * 16, "c0ffee" * 8):
        assert words in end


@pytest.mark.slow
def test_questions_share_their_passages():
    large = html_report(large_report(100))
    assert len(large.encode()) < 1_000_000
    held = unpacked(large)
    assert len(held["questions"]) == 100
    assert len(held["passages"]) == 3


def test_english_words_are_used_throughout():
    parsed = Parsed(html_report(report_of_one_run(), "en"))
    assert parsed.having("html")[0]["lang"] == "en"
    assert "6 questions: 82.5% of the answerable ones right, 82.5% of the others rightly refused" in parsed.text
    assert "2030-06-20 07:00" in parsed.text


# ---- text


def test_characters_that_cannot_be_shown_are_replaced_and_json_is_inert():
    strange = {**QUESTIONS[0], "question": "a\x00<\ud800>\"'&"}
    assert ">a\ufffd&lt;\ufffd&gt;&#34;&#39;&amp;<" in report_question(strange, "zh")
    value = {"t": "</script><!-- & \u2028\u2029 𠮷 \ud800"}
    text = embedded_json(value)
    assert not set("<>&\u2028\u2029\ud800") & set(text)
    assert json.loads(text) == value


def test_terms_are_marked_longest_first_and_apart():
    text = "社区医院与社区,ABC"
    assert found(text, ["社区", "社区医院", "abc", " ", ""]) == [(0, 4), (5, 7), (8, 11)]
    assert found(text, []) == []
    assert in_pieces("a<b>c", [(1, 4, "found")]) == (("a", "plain"), ("<b>", "found"), ("c", "plain"))
    assert "<mark>&lt;script&gt;</mark>" in question_view(QUESTIONS[5], "zh")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"issue_date": "2023-09-14", "issue_told": "masthead"}, "2023年9月14日"),
        ({"issue_date": "2023-09-14", "issue_told": "text"}, "约2023年9月14日（推断）"),
        ({"issue_date": None, "issue_told": ""}, "日期不详"),
        ({}, "2022年9月15日"),  # of a report that was made before the two were told apart
    ],
)
def test_what_was_found_has_the_day_of_its_paper(told, shown):
    assert head_of({**PLACE, **told}, "zh").date == shown
