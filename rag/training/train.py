"""Training of the reader: `python -m rag.training.train --train cmrc2018_dev.json DRCD_dev.json --out FOLDER`.

It stops and goes on where it was: a checkpoint lies in the folder every hundred steps. The result becomes the file
that is shipped with `python -m rag.training.calibrate`. Left out: what the examples are (see `examples`) and how the
result is measured (see `measure`).

What was learned, on two cores with matrix units for bfloat16, where a step of 16 pairs takes 0.7 to 1.2 s:

- oneDNN compiles its kernels for every new shape of a batch, which took 5 s of each step until lengths were rounded up
  to multiples of 32 and every batch had the same number of rows.
- The backward pass of torch's fused attention was 40 % of a step; two plain matrix products take a third of its time.
- Dropout of attention switches the fused kernel off and doubles a step, dropout of the hidden states costs an eighth;
  within the first three epochs of windows drawn anew every time, neither is used.
- Windows of 60 to 260 characters instead of whole paragraphs: half the time for a question seen.
- After three epochs, 1,600 steps more from there (`--start`, rate 8e-5, dropout 0.1) with long answers drawn up to
  five times as often and any annotator's answer: the likely answer's F1 on cmrc2018_trial rose from 0.63 to 0.67, the
  calibrated probability told near misses from answers slightly worse (AUROC 0.88 for 0.90).
- Then 4,200 steps (rate 1.2e-4, dropout 0.1) with cmrc2018_train, XQuAD and the news questions besides, each of the
  latter drawn eight times as often, so that they were half of all: on the fifth of the news texts that is held back the
  near misses, which were written as such, are told from answers at an AUROC of 0.945 (0.819 before), the likely
  answer's F1 is 0.685 (0.537), on cmrc2018_trial 0.731 (0.668). The span loss still fell.
- Then 3,400 steps (rate 1.1e-4, dropout 0.1, news drawn five times as often) with what was written for this project
  besides (`--written`). Of 1,101 questions that no gate refuses, none of them learned, the calibrated probability tells
  those without an answer at an AUROC of 0.88 (0.83 before); the sentence to say is chosen a little worse. The mean of
  that reader and the one before it (`average`) has the better of both on what neither learned: 0.960 for near misses
  of the news, F1 0.711, 0.743 on cmrc2018_trial.
- 2,600 steps more of the same data as before brought next to nothing: F1 0.725 -> 0.730 there.
- Two passages a question instead of three, the second more often a near miss than a wrong one: what wrong passages
  teach, order, the search mostly knows by itself; what near misses teach, it does not know at all.
"""

import argparse
import contextlib
import dataclasses
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from rag.index.term_index import TermIndex
from rag.models.bundled.tokenizer import BundledTokenizer
from rag.models.bundled.transformer import sentence_transformer
from rag.models.bundled.weights import bundled_path, read_bundled, weights_name
from rag.models.reader.load import multiplies_bfloat16
from rag.models.reader.network import FROZEN_LAYERS, ReaderNetwork
from rag.models.reader.pairs import Pair, make_pairs, padded, token_span
from rag.models.reader.weights import load_weights
from rag.text.characters import simplified
from rag.text.terms import Terms
from rag.training.examples import Composer, Example, Paragraph, Question, read_squad
from rag.training.news import COPIES, read_news

QuestionSet = tuple[Sequence[Paragraph], Sequence[Question]]


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """All that training depends on besides the data. A group is a question with two passages, one that
    answers and one that does not.
    """

    seed: int = 1
    steps: int = 2000
    groups: int = 8  # a step; 16 pairs
    rate: float = 1.2e-4  # highest learning rate
    warmup: float = 0.06  # share of the steps in which the rate rises
    decay: float = 0.01
    clip: float = 1.0  # largest norm of the gradient
    frozen: int = FROZEN_LAYERS
    null_weight: float = 0.7  # of the span loss where there is no answer
    ranking_weight: float = 0.5  # of the cross-entropy of the right passage among those of its question
    simplified: float = 0.5  # share of the traditional groups that are made simplified
    copies_every: int = 8  # a question is drawn once more an epoch for so many characters of its answer,
    most_copies: int = 5  # and so many times at most
    dropout: float = 0.0  # of hidden states, in the layers that are trained
    save_every: int = 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or go on from the last checkpoint in the folder. Writes `state.pt`, `log.jsonl` and `reader.pt` there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", nargs="+", type=Path, required=True, help="question sets in SQuAD's form")
    parser.add_argument("--news", type=Path, help="folder of news texts and their questions: see `news`")
    parser.add_argument("--news-copies", type=int, default=COPIES, help="how often an epoch has each news question")
    parser.add_argument("--written", action="store_true", help="with what was written for this project: see `written`")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the result")
    parser.add_argument(
        "--start", type=Path, help="the first weights: a reader.pt, or the reader.safetensors that is shipped"
    )
    for field in dataclasses.fields(TrainingSettings):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    told = vars(parser.parse_args(arguments))
    settings = TrainingSettings(**{field.name: told[field.name] for field in dataclasses.fields(TrainingSettings)})
    told["out"].mkdir(parents=True, exist_ok=True)
    sets = [read_squad(file) for file in told["train"]]
    if told["news"]:
        sets.append(read_news(told["news"], copies=told["news_copies"], written=told["written"]))
    train(sets, told["out"], settings, told["start"])


def train(sets: Sequence[QuestionSet], out: Path, settings: TrainingSettings, start: Path | None = None) -> None:
    """Train on `sets`, writing to `out`, from the weights in `start` or else from the encoder's."""
    torch.manual_seed(settings.seed)
    bundled = read_bundled(bundled_path())
    model: Any = sentence_transformer(bundled)
    tokenizer = BundledTokenizer(bundled)
    composer = composer_of(sets, out / "wrong.json")
    network = ReaderNetwork(model[0].model, settings.frozen)
    if start:
        network.load_own_state(first_weights(start))
    network.drop(settings.dropout)
    trainer = Trainer(network, tokenizer, composer, settings)
    state = out / "state.pt"
    if state.exists():
        trainer.resume(torch.load(state, weights_only=True))
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        bar = tqdm(total=settings.steps, initial=trainer.step, unit="step")
        while trainer.step < settings.steps:
            told = trainer.advance()
            log.write(json.dumps({"step": trainer.step, **told}) + "\n")
            log.flush()
            bar.set_postfix({name: f"{value:.3f}" for name, value in told.items() if name != "seconds"})
            bar.update()
            if trainer.step % settings.save_every == 0 or trainer.step == settings.steps:
                torch.save(trainer.state(), state.with_suffix(".new"))
                state.with_suffix(".new").replace(state)
                torch.save(network.own_state(), out / "reader.pt")


class Trainer:
    """One step after another: draws groups, computes the loss, changes the weights."""

    def __init__(
        self, network: ReaderNetwork, tokenizer: BundledTokenizer, composer: Composer, settings: TrainingSettings
    ) -> None:
        if multiplies_bfloat16():
            network.transformer.config._attn_implementation = _plain()
        self.network = network
        self.settings = settings
        self.step = 0
        self._tokenizer = tokenizer
        self._composer = composer
        weights = [weight for weight in network.parameters() if weight.requires_grad]
        self._optimizer = torch.optim.AdamW(weights, lr=settings.rate, weight_decay=settings.decay)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate)
        self._pool: list[list[list[Example]]] = []
        self._drawn = 0

    def state(self) -> dict[str, Any]:
        """All that is needed to go on."""
        return {
            "step": self.step,
            "own": self.network.own_state(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "drawn": self._drawn,
        }

    def resume(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave; the groups of a pool that was begun are drawn anew."""
        self.step, self._drawn = state["step"], state["drawn"]
        self.network.load_own_state(state["own"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])

    def advance(self) -> dict[str, float]:
        """One step: its losses, its rate of right first passages, its seconds."""
        started = time.perf_counter()
        examples = [example for group in self._groups() for example in group]
        pairs = make_pairs(self._tokenizer, [e.question for e in examples], [e.passage for e in examples])
        ids, mask = map(torch.from_numpy, padded(pairs))
        with half_precision():
            start, end, answerable = self.network(ids, mask)
        losses = self._losses(examples, pairs, start, end, answerable)
        loss = losses["span"] + losses["answerable"] + self.settings.ranking_weight * losses["ranking"]
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # it is untyped there
        torch.nn.utils.clip_grad_norm_([w for w in self.network.parameters() if w.requires_grad], self.settings.clip)
        self._optimizer.step()
        self._schedule.step()
        self.step += 1
        told = {name: round(value.item(), 4) for name, value in losses.items()}
        return {**told, "seconds": round(time.perf_counter() - started, 2)}

    def _losses(
        self,
        examples: Sequence[Example],
        pairs: Sequence[Pair],
        start: torch.Tensor,
        end: torch.Tensor,
        answerable: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        spans = [token_span(pair, *e.span) if e.span else None for e, pair in zip(examples, pairs, strict=True)]
        target = torch.tensor([span or (0, 0) for span in spans])
        weight = torch.tensor([1.0 if span else self.settings.null_weight for span in spans])
        each = (
            torch.nn.functional.cross_entropy(start, target[:, 0], reduction="none")
            + torch.nn.functional.cross_entropy(end, target[:, 1], reduction="none")
        ) / 2
        answers = torch.tensor([float(example.kind == "answer") for example in examples])
        groups: dict[tuple[int, str], list[int]] = {}
        for place, example in enumerate(examples):
            groups.setdefault((example.group, example.question), []).append(place)
        # the right passage comes first in its group
        rows = [
            torch.log_softmax(answerable[places], 0)[0]
            for places in groups.values()
            if len(places) > 1 and examples[places[0]].kind == "answer"
        ]
        return {
            "span": (each * weight).sum() / weight.sum(),
            "answerable": torch.nn.functional.binary_cross_entropy_with_logits(answerable, answers),
            "ranking": -torch.stack(rows).mean() if rows else answerable.sum() * 0,
        }

    def _groups(self) -> list[list[Example]]:
        """The next groups. They come from a pool sorted by length, so that little padding is computed."""
        while not self._pool:
            draw = random.Random(f"{self.settings.seed}-{self._drawn}")
            numbers = [
                number
                for number, question in enumerate(self._composer.questions)
                for _ in range(self._copies(len(question.answer)) * question.copies)
            ]
            random.Random(f"{self.settings.seed}-order-{self._drawn // len(numbers)}").shuffle(numbers)
            size = self.settings.groups * 50
            begin = self._drawn % len(numbers)
            chosen = numbers[begin : begin + size]
            self._drawn += len(chosen)
            groups = [group for number in chosen if len(group := self._composer.group(number, draw)) == 2]
            groups = [self._simplified(group, draw) for group in groups]
            groups.sort(key=lambda group: max(len(example.passage) for example in group))
            batches = [
                groups[place : place + self.settings.groups]
                for place in range(0, len(groups) - self.settings.groups + 1, self.settings.groups)
            ]
            draw.shuffle(batches)
            self._pool = batches
        return self._pool.pop()

    def _copies(self, characters: int) -> int:
        """How often an epoch has a question with an answer so long: short ones are most, and what they teach is
        learned soon.
        """
        return min(self.settings.most_copies, 1 + characters // self.settings.copies_every)

    def _simplified(self, group: list[Example], draw: random.Random) -> list[Example]:
        """The group with simplified characters, by chance, where that leaves every character in its place."""
        if draw.random() >= self.settings.simplified:
            return group
        changed = [
            dataclasses.replace(e, question=simplified(e.question), passage=simplified(e.passage)) for e in group
        ]
        same = all(len(a.passage) == len(b.passage) for a, b in zip(group, changed, strict=True))
        return changed if same else group

    def _rate(self, step: int) -> float:
        rising = max(1.0, self.settings.warmup * self.settings.steps)
        falling = max(1.0, self.settings.steps - rising)
        return min(1.0, (step + 1) / rising, max(0.0, (self.settings.steps - step) / falling))


def _plain() -> str:
    """The name of an attention whose backward pass is two matrix products.

    torch's own takes 0.2 s backwards for a layer of 24 rows of 176 tokens on two cores, in bfloat16; this one 0.06 s.
    """
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, eager_mask

    AttentionInterface.register("plain", _plain_attention)
    AttentionMaskInterface.register("plain", eager_mask)
    return "plain"


def _plain_attention(
    _: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    **kwargs: Any,  # noqa: ARG001
) -> tuple[torch.Tensor, torch.Tensor]:
    """Query, key and value, (rows, heads, tokens, size) -> (rows, tokens, heads, size), and the attention."""
    with torch.autocast(query.device.type, enabled=False):  # which would have the softmax in 32 bits
        scores = torch.matmul(query * (scaling or query.shape[-1] ** -0.5), key.transpose(2, 3))
        if attention_mask is not None:
            scores = scores + attention_mask.to(scores.dtype)
        weights = torch.softmax(scores, -1)
        return torch.matmul(weights, value).transpose(1, 2).contiguous(), weights


def half_precision() -> contextlib.AbstractContextManager[Any]:
    """bfloat16 where the processor has matrix units for it. Others take a hundred times as long with it."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=multiplies_bfloat16())


def first_weights(path: Path) -> dict[str, torch.Tensor]:
    """The network's own tensors in a `reader.pt` of a training, or in the file that is shipped."""
    if path.suffix == ".safetensors":
        return {name: torch.from_numpy(values) for name, values in load_weights(path, weights_name()).tensors.items()}
    state: dict[str, torch.Tensor] = torch.load(path, weights_only=True)
    return state


def composer_of(sets: Sequence[QuestionSet], cache: Path) -> Composer:
    """The examples of all sets; the wrong passages are kept in `cache`, since finding them takes minutes."""
    paragraphs: list[Paragraph] = []
    questions: list[Question] = []
    wrong: list[list[int]] = []
    known = json.loads(cache.read_text()) if cache.exists() else []
    for more, asked in sets:
        begin = len(paragraphs)
        if not known:
            wrong += [[begin + place for place in places] for places in find_wrong(more, asked)]
        questions += [dataclasses.replace(question, paragraph=begin + question.paragraph) for question in asked]
        paragraphs += more
    if not known:
        cache.write_text(json.dumps(wrong))
    return Composer(paragraphs, questions, known or wrong)


def find_wrong(paragraphs: Sequence[Paragraph], questions: Sequence[Question], each: int = 6) -> list[list[int]]:
    """For each question the nearest wrong paragraphs of its set by terms, and the others of its article."""
    terms = Terms()
    index = TermIndex.build([terms.cut(paragraph.text) for paragraph in paragraphs])
    articles: dict[str, list[int]] = {}
    for place, paragraph in enumerate(paragraphs):
        articles.setdefault(paragraph.article, []).append(place)
    found: list[list[int]] = []
    for question in questions:
        nearest = np.argsort(-index.scores(terms.cut(question.text)), kind="stable")[: each + 1].tolist()
        beside = articles[paragraphs[question.paragraph].article]
        found.append([p for p in dict.fromkeys([*nearest, *beside]) if p != question.paragraph])
    return found


if __name__ == "__main__":
    main()
