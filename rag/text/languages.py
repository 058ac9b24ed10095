"""Whether what was typed is in a language that is neither Chinese nor English, which nothing here reads.

Told by letters that neither of the two is written with, else by the small words that every sentence of a language has.
Left out: which language it is, and Chinese typed in pinyin (see `pinyin`).
"""

import re
import unicodedata
from typing import Final

_SCRIPTS: Final = ("CYRILLIC", "ARABIC", "HANGUL", "HIRAGANA", "KATAKANA", "THAI", "GREEK", "HEBREW", "DEVANAGARI")
_SHARE: Final = 0.3
"""Share of the letters from which they make the sentence: a Chinese one may hold の or a name in its own letters."""
_LEAST: Final = 3
"""Such letters at least."""

_ENGLISH: Final = frozenset(
    "the a an of to and is are was were be been did does do has have had who whom whose what when where why how which "
    "much many this that these those there it its he she they you your i me my we our with from by for at about into "
    "than then if or not no any some all one can could will would should may must first last most more new tell show "
    "list find give name say said long old far often".split()
)
_OTHERS: Final = frozenset(
    # French
    "le la les un une des du de et est sont était qui que quoi quel quelle quels quelles où quand comment pourquoi "
    "combien ce cette ces il elle ils elles dans sur avec pour par pas ne se ont avez êtes vous nous bonjour merci "
    # German
    "der die das den dem ein eine einen einem und ist sind wer wie wann warum wieviel viele welche welcher "
    "welches nicht mit von zu zum zur auf für bei wurde wurden hat haben gibt es ich sie wir ihr guten danke "
    # Spanish, Portuguese, Italian
    "el los las una unos del al y en es son fue quién qué cuál cuándo dónde cómo cuánto cuántos cuántas con por "
    "hola gracias o os as um uma do da dos das no na em é são foi quem quando onde como quanto quantos para com "
    "il lo gli i uno di che chi è sono cosa dove perché quanti nel della ciao grazie obrigado".split()
)
"""Small words of five languages; those that English has as well say nothing."""
_ONLY_OTHERS: Final = _OTHERS - _ENGLISH
_MARKED: Final = re.compile(r"[à-öø-ÿœß]")
"""Letters with marks: English words seldom have one (café)."""


def is_other_language(text: str) -> bool:
    """Whether the text is neither Chinese nor English, as far as that can be told; names alone never are."""
    letters = [char for char in text if char.isalpha()]
    strange = sum(_script(char) in _SCRIPTS for char in letters)
    if strange >= _LEAST and strange >= _SHARE * len(letters):
        return True
    if re.search(r"[\u3400-\u9fff]", text):
        return False
    words = set(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).lower()))  # de, de, de may be pinyin
    others = len(words & _ONLY_OTHERS) + any(map(_MARKED.search, words))
    return others >= 2 and others > len(words & _ENGLISH)


def _script(char: str) -> str:
    """What the name of the character begins with, which is its script: LATIN, CJK, CYRILLIC."""
    return unicodedata.name(char, "").partition(" ")[0]
