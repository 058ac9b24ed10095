"""The kinds of pieces that a composed page of any paper may have."""

from collections.abc import Callable

from benchmarks.stories import GoldPiece
from benchmarks.varied_lists import Lists
from benchmarks.varied_prose import Prose
from benchmarks.varied_supplements import Supplements


class Pieces(Prose, Lists, Supplements):
    """Writes pieces in the habits of one paper."""

    def kinds(self) -> list[Callable[[], list[GoldPiece]]]:
        """The kinds of pieces of one page, the usual ones more often: every page has its own mixture."""
        usual = [self.news] * self.rng.choice([2, 5, 9]) + [self.feature] * self.rng.choice([1, 2, 3])
        others = [
            self.continuation, self.interview, self.voices, self.commentary, self.commentary, self.review, self.letter, self.letter,
            self.serial, self.case, self.briefs, self.briefs, self.caption, self.caption, self.correction, self.obituary, self.poem,
            self.announcement, self.announcement, self.listed, self.listed, self.listed, self.listed, self.classified, self.almanac, self.slogan, self.slogan,
            self.essay, self.essay, self.digest, self.small, self.small, self.telegrams, self.letters, self.quotations, self.tips,
            self.court, self.table, self.table, self.table, self.examination, self.forecast, self.poems,
        ]  # fmt: skip
        return usual + self.rng.sample(others, self.rng.randint(6, len(others)))

    def boxes(self) -> list[GoldPiece]:
        """A short piece that stands within a longer one: an advertisement, a list, a notice, a picture's caption."""
        kinds = [self.caption, self.caption, self.caption, self.table, self.listed, self.listed, self.listed, self.announcement, self.correction, self.classified, self.obituary, self.commentary]  # fmt: skip
        return self.rng.choice(kinds)()
