"""Questions in languages that nothing here reads."""

import pytest

from rag.text.languages import is_other_language


@pytest.mark.parametrize(
    "text",
    [
        "Quel temps fait-il aujourd'hui ?",
        "Combien d'articles parlent de la ville ?",
        "Où se trouve le pont ?",
        "Wann wurde die Brücke gebaut?",
        "¿Dónde está el puente nuevo?",
        "Quando foi inaugurada a ponte?",
        "Dove si trova il ponte?",
        "Когда построили мост?",
        "橋はいつできましたか",
        "다리는 언제 지어졌나요?",
    ],
)
def test_another_language_is_told(text):
    assert is_other_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "When was the bridge opened?",
        "who is the author of the letter to the editor",
        "articles about the ferry",
        "list all reports by Zhang San",
        "the café of Chez Marie in the Rue de la Paix: when did it open?",
        "Taiyuan",
        "What is a Kindergarten?",
        "COVID-19 vaccine",
        "taiyuan de qiao shi shenme shihou jian de",
        "“鲜の每日”是哪家店?",
        "大桥什么时候通车?",
        "Müller是谁?",
        "5G",
        "",
    ],
)
def test_chinese_english_and_names_are_no_other_language(text):
    assert not is_other_language(text)
