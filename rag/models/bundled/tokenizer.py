"""XLM-R's tokenizer from the vocabulary of the weights file: whole, or of just the pieces that one text can hold."""

from collections.abc import Callable, Sequence
from functools import cached_property

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from rag.models.bundled.weights import BundledModel


class BundledTokenizer:
    """Texts -> token ids: `<s> pieces </s>`, cut at the model's length, padded to the longest of a batch.

    The tokenizer of all 250 000 pieces takes 255 MB, and 0.65 s to make, none of which other threads can use. It is
    done without: a piece that is not written in a text cannot be among its tokens, so the tokenizer of the pieces that
    are, some hundred for each text, finds the same tokens. For six passages of 300 characters that takes 6 ms in all
    where the whole one takes 2 ms.
    """

    def __init__(self, bundled: BundledModel) -> None:
        self._bundled = bundled
        self._places = {piece: place for place, piece in enumerate(bundled.pieces)}
        # The ids that no tokenizer can do without; that of the least score, because unknown characters score by it.
        self._always = {bundled.begin, bundled.pad, bundled.end, bundled.unknown, int(bundled.scores.argmin())}

    @cached_property
    def _reach(self) -> dict[str, int]:
        """How long the longest piece is that begins with a character: 4 to 8 for most Chinese ones, 16 at most."""
        reach: dict[str, int] = {}
        for piece in self._bundled.pieces:
            first, length = piece[:1], len(piece)
            if reach.get(first, 0) < length:
                reach[first] = length
        return reach

    @cached_property
    def whole(self) -> Tokenizer:
        """The tokenizer of the whole vocabulary, made when somebody asks for it; from then on it is used."""
        return self._tokenizer(range(len(self._bundled.pieces)))

    def encode(self, texts: Sequence[str]) -> tuple[list[list[int]], list[list[int]]]:
        """Token ids and attention mask of each text, all of the longest one's length."""
        tokenizer, ids = self._for(texts)
        rows = tokenizer.encode_batch(list(texts))
        return [ids(row.ids) for row in rows], [row.attention_mask for row in rows]

    def pieces(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Of each text the token ids, at most 512, without special ones, and the characters that each was made of."""
        tokenizer, ids = self._for(texts)
        rows: list[tuple[list[int], list[tuple[int, int]]]] = []
        for row in tokenizer.encode_batch(list(texts), add_special_tokens=False):
            count = sum(row.attention_mask)
            rows.append((ids(row.ids[:count]), row.offsets[:count]))
        return rows

    def _for(self, texts: Sequence[str]) -> tuple[Tokenizer, Callable[[list[int]], list[int]]]:
        """A tokenizer for these texts, and what turns its ids into those of the vocabulary."""
        if "whole" in self.__dict__:
            return self.whole, list
        kept = self._kept(texts)
        return self._tokenizer(kept), lambda places: [kept[place] for place in places]

    def _kept(self, texts: Sequence[str]) -> list[int]:
        """The ids of the pieces that these texts can be made of."""
        return sorted(self._always.union(*map(self._within, texts)))

    def _within(self, text: str) -> set[int]:
        """The ids of all pieces that are written somewhere in the text."""
        words = {word for word, _ in _pre_tokenizer().pre_tokenize_str(_normalizer().normalize_str(text))}
        reach = self._reach
        written = (
            word[start:stop]
            for word in words
            for start, first in enumerate(word)
            for stop in range(start + 1, min(start + reach.get(first, 0), len(word)) + 1)
        )
        return {self._places[piece] for piece in written if piece in self._places}

    def _tokenizer(self, kept: Sequence[int]) -> Tokenizer:
        """The tokenizer of the pieces with the ids `kept`; its own ids are the places in `kept`."""
        bundled = self._bundled
        scores = bundled.scores[kept].tolist()
        tokenizer = Tokenizer(
            Unigram(
                list(zip([bundled.pieces[place] for place in kept], scores, strict=True)),
                unk_id=kept.index(bundled.unknown),
                byte_fallback=False,
            )
        )
        tokenizer.normalizer = _normalizer()
        tokenizer.pre_tokenizer = _pre_tokenizer()
        begin, end = bundled.pieces[bundled.begin], bundled.pieces[bundled.end]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{begin} $A {end}",
            special_tokens=[(begin, kept.index(bundled.begin)), (end, kept.index(bundled.end))],
        )
        tokenizer.enable_truncation(bundled.sizes.positions)
        tokenizer.enable_padding(pad_id=kept.index(bundled.pad), pad_token=bundled.pieces[bundled.pad])
        return tokenizer


def _normalizer() -> normalizers.Normalizer:
    """SentencePiece's nmt_nfkc: control characters vanish, invisible ones separate, the wide tilde of 3～5 stays.

    NFKC alone would do otherwise. U+E000 is private: no text has it.
    """
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"), ""),
            normalizers.Replace(Regex("[\u200b-\u200f\u2581\ufeff\ufffd]"), " "),
            normalizers.Replace("～", "\ue000"),
            normalizers.NFKC(),
            normalizers.Replace("\ue000", "～"),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )


def _pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Words at single spaces. A space at the end is a token, which makes an empty text its prompt and that token.

    XLM-R's own tokenizer would drop it; the engine that the weights file is made for keeps it, and is followed.
    """
    return pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
