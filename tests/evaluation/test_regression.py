"""A report held against an earlier one, and files that are no reports."""

import json

import pytest

from rag.commands.evaluation_tables import changes_table
from rag.errors import ReportError, SettingsError
from rag.evaluation.regression import TOLERATED, compare_reports, read_report, same_questions, tolerances


def report(**measures: float) -> dict:
    other = {"name": "first", "measures": {"Success@1": {"mean": 0.0}}}
    told = {
        name.replace("_at_", "@"): {"mean": value, "low": 0, "high": 1, "count": 9} for name, value in measures.items()
    }
    return {"format": 1, "questions_digest": "d", "runs": [other, {"name": "last", "measures": told}]}


def worse(old: dict, new: dict, **tolerated: float) -> list[str]:
    named = {name.replace("_at_", "@"): value for name, value in tolerated.items()}
    return [change.measure for change in compare_reports(old, new, named or TOLERATED) if change.worse]


def test_only_a_fall_by_more_than_is_tolerated_is_worse():
    old = report(Success_at_1=0.9, answer_correct=0.8)
    assert worse(old, report(Success_at_1=0.88, answer_correct=0.78)) == []
    assert worse(old, report(Success_at_1=0.879, answer_correct=0.9)) == ["Success@1"]
    assert worse(old, report(Success_at_1=0.5, answer_correct=0.77), answer_correct=0.02) == ["answer_correct"]
    assert worse(old, old, Success_at_1=0) == []


def test_what_is_better_when_lower_is_worse_when_it_rises():
    assert worse(report(false_refusal=0.1), report(false_refusal=0.2)) == ["false_refusal"]
    assert worse(report(false_refusal=0.2), report(false_refusal=0.1)) == []
    assert worse(report(ECE=0.1), report(ECE=0.2), ECE=0.05) == ["ECE"]


def test_a_measure_that_is_gone_is_worse_and_a_new_one_is_no_change():
    (gone,) = compare_reports(report(RR_at_10=0.9), report(Success_at_1=0.9))
    assert (gone.measure, gone.new, gone.worse) == ("RR@10", None, True)
    assert "RR@10" in changes_table([gone], "zh")


def test_other_questions_are_told():
    assert same_questions(report(), report())
    assert not same_questions(report(), report() | {"questions_digest": "e"})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_names_each_measure_and_marks_what_is_worse(language):
    text = changes_table(compare_reports(report(Success_at_1=0.9), report(Success_at_1=0.5)), language)
    assert "Success@1" in text
    assert "-0.400" in text
    assert {"zh": "变差", "en": "worse"}[language] in text.splitlines()[1]


# ---- files


@pytest.mark.parametrize("form", [1, 2])
def test_a_written_report_is_read_whichever_way_it_keeps_its_passages(tmp_path, form):
    told = report(ECE=0.1) | {"format": form}
    (tmp_path / "report.json").write_text(json.dumps(told), "utf-8")
    assert read_report(tmp_path / "report.json") == told


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "against-no-report"),
        (b"{", "against-no-report"),
        (b"\xff\xfe", "against-no-report"),
        (b"[1]", "against-no-report"),
        (b"[" * 100_000, "against-no-report"),
        (b"{}", "against-no-report"),
        (b'{"format": 3}', "against-format"),
        (b'{"format": "2"}', "against-format"),
        (b'{"format": 1}', "against-no-report"),
        (b'{"format": 1, "runs": []}', "against-no-report"),
        (b'{"format": 1, "runs": [{}]}', "against-no-report"),
        (b'{"format": 1, "runs": [3]}', "against-no-report"),
        (b'{"format": 1, "runs": [{"measures": {"ECE": {"mean": "x"}}}]}', "against-no-report"),
        (b'{"format": 1, "runs": [{"measures": {"ECE": 1}}]}', "against-no-report"),
    ],
)
def test_a_file_that_is_no_report_is_said_to_be_none(tmp_path, content, key):
    (tmp_path / "report.json").write_bytes(content)
    with pytest.raises(ReportError) as caught:
        read_report(tmp_path / "report.json")
    assert caught.value.key == key
    assert caught.value.sentence("en")


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ReportError) as caught:
            read_report(path)
        assert caught.value.key == "against-unreadable"


# ---- what may fall


def test_tolerances_are_read():
    assert tolerances("Success@1=0.02, ECE=0", ["Success@1", "ECE"]) == {"Success@1": 0.02, "ECE": 0}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Success@1", "against-form"),
        ("Success@1=x", "against-form"),
        ("", "against-form"),
        ("Success@1=-1", "against-form"),
        ("Success@1=nan", "against-form"),
        ("Success@1=2", "against-form"),
        ("hits=0.1", "against-measure"),
    ],
)
def test_other_forms_are_refused_in_a_sentence(text, key):
    with pytest.raises(SettingsError) as caught:
        tolerances(text, ["Success@1"])
    assert caught.value.key == key
