"""Running text in the forms that papers have: reports, features, interviews, letters, serials, commentaries."""

from collections.abc import Sequence

from benchmarks import varied_words as words
from benchmarks.stories import GoldPiece
from benchmarks.varied_forms import Forms


class Prose(Forms):
    """One method a kind of piece; each gives the pieces in the order in which they are printed."""

    def news(self) -> list[GoldPiece]:
        sentences = self.text(2, 10)
        piece = GoldPiece("news", title=self.headline(sentences), tags={"news"})
        self.signed(piece, sentences)
        if self.chance(0.06):
            piece.body += self.box(sentences)
        if self.chance(0.08):
            piece.body[:0] = [("line", self.pick(["核心提示", "新闻提示", "提要"])), ("body", "".join(self.text(1, 2)))]
        return self.labelled([piece])

    def box(self, sentences: Sequence[str]) -> list[tuple[str, str]]:
        head = self.pick(words.BOXES)
        head = f"【{head}】" if self.chance(0.4) else f"■{head}" if self.chance(0.3) else head
        inner: list[tuple[str, str]] = [("line", head)]
        if self.chance(0.4):
            inner.append(("line", self.clause(sentences, 5, 14)))
        if self.chance(0.4):
            for _ in range(self.rng.choice([0, 0, 1])):
                inner += [("line", line) for line in self.figures()]
                inner.append(
                    ("line", f"{head[0] if head[0] in '【■' else ''}{self.pick(words.BOXES)}".replace("【", "■"))
                )
            return inner + [("line", line) for line in self.figures()]
        return [*inner, ("body", "".join(self.text(1, 3)))]

    def figures(self) -> list[str]:
        """Short lines of figures, each a name and what was counted."""
        between, rng = self.pick(["—", " ", "：", "∶"]), self.rng
        return [
            f"{self.pick([*words.PLACES, *words.TEAMS, *words.GOODS])} {rng.randint(1, 40)}{between}{rng.randint(1, 40)}"
            for _ in range(rng.randint(3, 7))
        ]

    def feature(self) -> list[GoldPiece]:
        sentences = self.text(8, 20)
        piece = GoldPiece("feature", title=self.headline(sentences), tags={"feature"})
        self.signed(piece, sentences)
        if len(piece.body) < 4:
            return self.labelled([piece])
        form = self.pick(["plain", "plain", "colon", "numbered", "bullet", "bracket", "digits"])
        count = self.rng.randint(2, 4)
        places = sorted(self.rng.sample(range(1, len(piece.body)), min(count, len(piece.body) - 1)), reverse=True)
        alike = self.alike() if self.chance(0.4) else []
        for order, place in zip(range(len(places), 0, -1), places, strict=True):
            if piece.body[place - 1][0] == "line" and place == 1 and self.chance(0.5):
                continue
            head = self.pick(words.SUBHEADS) if self.chance(0.6) else self.clause(sentences, 4, 11)
            if alike:
                head = alike[order - 1]
            head = {
                "plain": head,
                "colon": f"{self.pick(['上', '下', '问', '看', '改', '引', '第一站', '早晨', '现场', '背后', '难题'])}：{head}",
                "numbered": f"{'一二三四'[order - 1]}、{head}",
                "bullet": f"{self.habits.bullet}{head}",
                "bracket": f"【{head[:4]}】",
                "digits": f"{order}.{head}",
            }[form]
            piece.body.insert(place, ("line", head))
        if self.chance(0.12):
            piece.body.insert(0, ("line", "核心提示"))
            piece.body.insert(1, ("body", "".join(self.text(1, 2))))
        if self.chance(0.1):
            piece.body += self.box(sentences)
        return self.labelled([piece])

    def alike(self) -> list[str]:
        """Four subheads that are built alike."""
        frame = self.pick(
            ["路{}", "田{}", "灯{}", "从{}开始", "{}之后", "守住{}", "{}这一关", "{} 一步一步来", "学{}", "{}里的人"]
        )
        fillings = self.rng.sample(
            ["怎么走", "谁来管", "往何处", "哪里来", "靠什么", "留给谁", "有多长"]
            if frame[1:] == "{}"
            else words.PLACES,
            4,
        )
        return [frame.format(filling) for filling in fillings]

    def continuation(self) -> list[GoldPiece]:
        sentences = self.text(4, 12)[1:]
        piece = GoldPiece("continuation", tags={"continued"})
        if self.chance(0.4):
            piece.title = self.headline(sentences)
        page = self.pick(["第1版", "A1版", "一版", "B01版", "头版", "第一版"])
        mark = (
            f"（{self.pick(['上接', '上接', '紧接', '接'])}{page}）"
            if self.chance(0.9)
            else f"（上接{page}“{self.clause(sentences, 4, 8)}”）"
        )
        mark = mark.replace("（接", "（上接")
        paragraphs = self.paragraphs(sentences)
        paragraphs[0] = paragraphs[0][self.rng.randint(0, 12) :]
        if self.chance(0.4):
            piece.body.append(("line", mark))
        else:
            paragraphs[0] = mark + paragraphs[0]
        piece.body += [("body", paragraph) for paragraph in paragraphs]
        if self.chance(0.3):
            piece.body[-1] = (piece.body[-1][0], f"{piece.body[-1][1]}（{self.credit()}）")
        return [piece]

    def interview(self) -> list[GoldPiece]:
        sentences = self.text(8, 16)
        piece = GoldPiece("feature", title=self.headline(sentences), tags={"interview"})
        asker, teller = self.pick([("问", "答"), ("问", "答"), ("记者", self.name().replace(" ", "")), ("本报记者", self.name().replace(" ", "")),
                                   (self.habits.reporter[:2], self.name().replace(" ", ""))])  # fmt: skip
        if self.chance(0.4):
            piece.body.append(("line", f"{self.habits.reporter} {self.name()}"))
        if self.chance(0.7):
            piece.body.append(("body", sentences[0]))
        for place in range(1, len(sentences) - 1, 2):
            asked = sentences[place].rstrip("。")[:40]
            who = f"{asker}（{self.pick(words.PLACES)}{self.name()}）" if asker == "问" and self.chance(0.2) else asker
            piece.body.append(("body", f"{who}：{asked}？"))
            piece.body.append(("body", f"{teller}：{sentences[place + 1]}"))
        if self.chance(0.4):
            piece.body.append(("line", f"（{self.credit()}{self.pick(['', ' 整理'])}）"))
        return self.labelled([piece])

    def voices(self) -> list[GoldPiece]:
        sentences = self.text(5, 9)
        piece = GoldPiece("feature", title=self.headline(sentences), tags={"voices"})
        piece.body.append(("body", sentences[0]))
        for sentence in sentences[1:]:
            who = f"{self.name().replace(' ', '')}（{self.pick([str(self.rng.randint(9, 80)) + '岁', '市民', '教师'])}，{self.pick(['司机', '学生', '退休工人', '店主', '农民'])}）"
            piece.body.append(("body", f"{who}：“{sentence}”"))
        if self.chance(0.6):
            piece.body.append(("line", f"（{self.credit()} 采写）"))
        return self.labelled([piece])

    def commentary(self) -> list[GoldPiece]:
        sentences = self.text(4, 12)
        piece = GoldPiece("commentary", title=self.headline(sentences)[:1], tags={"commentary"})
        if self.chance(0.1):
            piece.title = []
        elif self.chance(0.15):
            piece.title = [
                self.spaced(self.pick(["论", "说", "谈", "评", "也谈", "再论"]) + self.clause(sentences, 2, 4))
            ]
        elif self.chance(0.25):
            piece.title = [
                f"{self.clause(sentences, 3, 8)}，{self.clause(sentences, 4, 10)}{self.pick(['', '', '！', '？'])}"
            ]
        piece.body = [("body", paragraph) for paragraph in self.paragraphs(sentences)]
        where = self.rng.random()
        if where < 0.4 and piece.title:
            piece.body.insert(
                0, ("line", self.pick([self.name(), "本报评论员", f"本报评论员 {self.name()}", f"□ {self.name()}"]))
            )
        elif where < 0.75:
            piece.body.append(("body", f"（{self.name()}）"))
        elif where < 0.9:
            piece.body[-1] = ("body", f"{piece.body[-1][1]}（{self.name()}）")
        return self.labelled([piece])

    def review(self) -> list[GoldPiece]:
        sentences = self.text(4, 9)
        piece = GoldPiece(
            "commentary",
            title=[self.clause(sentences), f"——{self.pick(['看', '读', '评'])}《{self.pick(words.WORKS)}》"],
            tags={"review"},
        )
        piece.body = [
            ("line", f"{self.pick(['片名', '书名', '剧名'])}：《{self.pick(words.WORKS)}》"),
            ("line", f"类型：{self.pick(['剧情', '喜剧', '散文'])}"),
        ]
        piece.body = piece.body[: self.rng.randint(0, 2)]
        self_body = [("body", paragraph) for paragraph in self.paragraphs(sentences)]
        piece.body += [*self_body, ("body", f"（{self.name()}）")]
        return [piece]

    def letter(self) -> list[GoldPiece]:
        sentences = self.text(3, 9)
        piece = GoldPiece("commentary", title=self.headline(sentences)[:2] if self.chance(0.9) else [], tags={"letter"})
        if self.chance(0.25):
            piece.body.append(("body", f"{self.pick(['编者按', '编者按：', '【编者按】'])} {sentences[0]}"))
        greeting = f"{self.pick(words.GREETINGS)}{self.pick(['：', '：', '大鉴。'])}"
        paragraphs = self.paragraphs(sentences)
        if self.chance(0.75):
            piece.body.append(("line", greeting))
        else:
            paragraphs[0] = greeting + paragraphs[0]
        piece.body += [("body", paragraph) for paragraph in paragraphs]
        writer = f"{self.pick(words.PLACES)}{self.pick(['读者', '居民', '村民', '市民', '一读者', ''])} {self.name()}"
        form = self.rng.random()
        if form < 0.5:
            piece.body += [("line", writer), ("line", self.day())]
        elif form < 0.7:
            piece.body.append(("line", f"{writer} {self.day()}"))
        elif form < 0.9:
            piece.body.append(("line", writer))
        if self.chance(0.3):
            piece.body.append(
                ("body", f"{self.pick(['编后：', '编后 ', '（编者按）', '记者回复：'])}{''.join(self.text(1, 2))}")
            )
        return self.labelled([piece])

    def serial(self) -> list[GoldPiece]:
        sentences = self.text(6, 14)
        number = self.rng.randint(2, 60)
        title = self.pick(words.WORKS)
        head = self.pick([[f"{title}({number})"], [self.spaced(title), f"第{number}回"], [f"{title}（之{self.pick('三五七九')}）"],
                          [title, f"第{number}章 {self.clause(sentences, 4, 9)}"], [f"长篇小说 {title}", f"连载之{number}"],
                          [self.spaced(f"{self.pick(['侠情', '社会', '言情', '武侠', '长篇', '历史'])}小说{self.pick(['', ' '])}{title}"), f"第{self.pick('二三四五六')}十{self.pick('一二三')}回"]])  # fmt: skip
        piece = GoldPiece("feature", title=head, tags={"serial"})
        if self.chance(0.7):
            piece.body.append(
                (
                    "line",
                    self.pick([self.name(), f"{self.name()} 著", f"{self.name()} 文 {self.name()} 图", "看山楼主"]),
                )
            )
        paragraphs = self.paragraphs(sentences)
        if self.chance(0.3):
            paragraphs = [f"{number + place} {paragraph}" for place, paragraph in enumerate(paragraphs)]
        piece.body += [("body", paragraph) for paragraph in paragraphs]
        if self.chance(0.5):
            piece.body.append(("line", self.pick(["（未完待续）", "（待续）", f"（{number}）", "（未完）"])))
        return self.labelled([piece], certain=0.7)

    def case(self) -> list[GoldPiece]:
        sentences = self.text(6, 12)
        piece = GoldPiece("feature", title=self.headline(sentences), tags={"case"})
        heads = self.pick(
            [
                ["案情", "评析"],
                ["案情回放", "法官说法"],
                ["症状", "对策"],
                ["背景", "做法", "启示"],
                ["原料", "做法", "功效"],
            ]
        )
        size = max(1, len(sentences) // len(heads))
        for place, head in enumerate(heads):
            inner = "".join(sentences[place * size : (place + 1) * size]) or sentences[-1]
            if self.chance(0.5):
                piece.body.append(("body", f"【{head}】{inner}"))
            else:
                piece.body += [("line", self.pick([f"【{head}】", f"{head}：", head])), ("body", inner)]
        if self.chance(0.5):
            piece.body.append(("body", f"（{self.credit()}）"))
        return self.labelled([piece])
