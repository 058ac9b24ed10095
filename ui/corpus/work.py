"""A change of the corpus, made beside the page -> how it stands.

`upload_bytes` bounds the files that it takes. Left out: the thread that it is made in (see `background`) and what it
looks like (see `view`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from rag import ENCODING, PAGES, Pace, WenbaoError
from rag.corpus import CorpusChange, GivenFile, Library, Mend, PageFacts
from ui.background import Job, Standing
from ui.newspaper import Corpus

Kind = Literal["add", "remove", "restore", "describe", "mend", "rebuild"]
Heard = Callable[[GivenFile], None]
Progress = Callable[[str, int, int], None]
Making = Callable[[Progress, Heard], CorpusChange]

_log = logging.getLogger(__name__)

UPLOAD_SLACK: Final = 2
"""Times the size of the largest file that is read: one a little larger is refused with a sentence of ours, by name."""


def upload_bytes(corpus: Corpus) -> int:
    """The size of the largest file that a page for `corpus` takes from a browser; 0 where it takes none."""
    if not isinstance(corpus, Library) or corpus.read_only:
        return 0
    settings = corpus.assistant.settings
    return int(UPLOAD_SLACK * 1e6 * max(settings.page_megabytes, settings.document_megabytes))


@dataclass(frozen=True, slots=True)
class Work(Standing):
    """How a change stands.

    `names` are the files given, the pages to remove, or the page that `facts` are said of or `mend` is made of, which
    comes with the digest of the split that was seen; `files` are those read so far. `stage` is the wording key of what
    is being done, `done` of `total`; of encoding, `pages` tells how many of how many pages are done, `rate` how many
    passages a second and `left` the seconds that are left, None where that is not known. At the end there is a
    `change`, or else `error`, None for a mistake of ours.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    files: tuple[GivenFile, ...] = ()
    stage: str = "progress-read"
    done: int = 0
    total: int = 0
    pages: tuple[int, int] = (0, 0)
    rate: float | None = None
    left: float | None = None
    change: CorpusChange | None = None
    error: WenbaoError | None = None
    facts: PageFacts | None = None
    mend: tuple[str, Mend] | None = None

    @property
    def task(self) -> tuple[object, ...]:
        """What is changed, and how."""
        return self.kind, self.names, self.facts, self.mend


def changing(making: Making, cancel: Callable[[], None]) -> Callable[[Job[Work]], None]:
    """What makes the change as a job, telling each step; `cancel` has it end where the job is to stop."""

    def work(job: Job[Work]) -> None:
        pace = Pace()

        def progress(stage: str, done: int, total: int) -> None:
            if stage == PAGES:
                job.tell(lambda work: replace(work, pages=(done, total)))
            elif stage == ENCODING:
                pace.hear(done)
                rate, left = pace.rate, pace.left(total)
                job.tell(lambda work: replace(work, stage=stage, done=done, total=total, rate=rate, left=left))
            else:
                job.tell(lambda work: replace(work, stage=stage, done=done, total=total))
            if job.state.stopping:  # it may have been cancelled before the library had begun
                cancel()

        def heard(file: GivenFile) -> None:
            job.tell(lambda work: replace(work, files=(*work.files, file)))

        try:
            change = making(progress, heard)
            job.tell(lambda work: replace(work, ended=True, change=change, files=change.files))
        except WenbaoError as error:
            failure = error
            job.tell(lambda work: replace(work, ended=True, error=failure))
        except Exception:
            _log.exception("the corpus could not be changed")
            job.tell(lambda work: replace(work, ended=True))

    return work
