"""Pieces of supplements, digests, school and trade papers: essays, small items with titles, telegrams, tables, quotations.

Beside them what stands in columns of its own: letters one below the other, examination questions, court notices, prices
of shares, the weather told in sentences.
"""

from benchmarks import varied_words as words
from benchmarks.stories import GoldPiece
from benchmarks.varied_forms import Forms


class Supplements(Forms):
    """One method a kind of piece; each gives the pieces in the order in which they are printed."""

    def essay(self) -> list[GoldPiece]:
        """A title, who wrote it and where he is from, a few paragraphs; a teacher's name or a school's below."""
        sentences = self.text(5, 14)
        title = self.pick([self.pick(words.WORKS), self.clause(sentences, 3, 9), f"我的{self.clause(sentences, 2, 4)}"])
        piece = GoldPiece("feature", title=[self.spaced(title)], tags={"essay"})
        name, place = self.name(), self.pick([self.town, self.office(), self.pick(words.PLACES)])
        form = f"{self.pick('一二三四五六七八')}（{self.rng.randint(1, 9)}）班"
        under = self.pick(
            [
                [name],
                [f"{place} {name}"],
                [f"□ {name}"],
                [f"作者：{name}"],
                [f"{form} {name}"],
                [f"{place} {form} {name}", f"指导教师：{self.name()}"],
                [f"{self.name()}（{place}）"],
                [],
            ]
        )
        piece.body = [("line", line) for line in under]
        piece.body += [("body", paragraph) for paragraph in self.paragraphs(sentences)]
        if not under or self.chance(0.15):
            piece.body.append(
                self.pick(
                    [
                        ("body", f"（{place} {name}）"),
                        ("line", f"□{name}"),
                        ("body", f"（作者系{self.office()}教师）"),
                        ("line", f"（指导教师 {self.name()}）"),
                    ]
                )
            )
        return self.labelled([piece])

    def digest(self) -> list[GoldPiece]:
        """A text taken from elsewhere, closed by where it was printed."""
        sentences = self.text(3, 9)
        piece = GoldPiece("feature", title=self.headline(sentences), tags={"digest"})
        piece.body = [("body", paragraph) for paragraph in self.paragraphs(sentences)]
        work, name = self.pick(words.WORKS), self.name()
        source = self.pick(
            [
                f"（摘自《{work}》）",
                f"（据《{self.town}{self.pick(words.PAPER_KINDS)}》）",
                f"（《{work}》{self.rng.randint(1, 12)}.{self.rng.randint(1, 28)} {name}文）",
                f"《{work}》 {name}/文",
                f"（摘自{self.day()}《{self.town}日报》 {name}）",
                "（本报综合）",
                "（据新华社）",
            ]
        )
        if self.chance(0.5):
            piece.body[-1] = ("body", piece.body[-1][1] + source)
        else:
            piece.body.append(("line", source))
        return self.labelled([piece])

    def small(self) -> list[GoldPiece]:
        """A label and several short items, each with a headline of one short line."""
        size, closed = self.rng.choice([4, 6, 8, 10]), self.chance(0.3)
        lead = self.pick(["", "", "", "本报讯 ", f"{self.town}讯 "])
        pieces = []
        for _ in range(self.rng.randint(2, 6)):
            sentences = self.text(1, 4)
            title = self.clause(sentences, size - 1, size + 1 + self.rng.randint(0, 4))
            piece = GoldPiece("news", title=[title], tags={"small"})
            piece.body = [("body", lead + "".join(sentences))]
            if closed:
                piece.body[0] = ("body", f"{piece.body[0][1]}（{self.credit()}）")
            pieces.append(piece)
        return [self.label(after=False), *pieces] if self.chance(0.75) else pieces

    def telegrams(self) -> list[GoldPiece]:
        """Short reports by wire, each opened by its place and day, or closed by its day, as old papers have them."""
        form, mark = self.pick(["place", "closed", "mark", "bracket"]), self.pick("▲△◎●")
        pieces = []
        for _ in range(self.rng.randint(2, 6)):
            place, day = self.pick(words.PAPERS), f"{self.pick('一二三四五六七八九十')}日"
            text = "".join(self.text(1, 2))
            text = {
                "place": f"{place}{day}电 {text}",
                "closed": f"{mark}{place} {text}（{day}专电）",
                "mark": f"{mark}{place}{day}电{text}",
                "bracket": f"【{place}{day}电】{text}",
            }[form]
            pieces.append(GoldPiece("news", body=[("body", text)], tags={f"telegram:{form}"}))
        label = GoldPiece("slogan", title=[self.spaced(self.pick(["专电", "电讯", "国内电讯", "本报专电", "要电", "外电"]))], tags={"label"})  # fmt: skip
        return [label, *pieces] if self.chance(0.8) else pieces

    def letters(self) -> list[GoldPiece]:
        """A label and several letters, each closed by who wrote it."""
        titled, apart = self.chance(0.6), self.chance(0.5)
        pieces = []
        for _ in range(self.rng.randint(2, 4)):
            sentences = self.text(2, 5)
            piece = GoldPiece("commentary", title=[self.clause(sentences, 5, 14)] if titled else [], tags={"letters"})
            piece.body = [("body", paragraph) for paragraph in self.paragraphs(sentences)]
            writer = f"{self.pick(words.PLACES)}{self.pick(['读者', '居民', '村民', '一学生', ''])} {self.name()}"
            if apart:
                piece.body.append(("line", writer))
            else:
                piece.body[-1] = ("body", f"{piece.body[-1][1]}（{writer}）")
            pieces.append(piece)
        label = self.pick(["读者来信", "来函照登", "群众来信", "读者之声", "来信摘登", "大家谈", "有话直说"])
        return [GoldPiece("slogan", title=[self.spaced(label)], tags={"label"}), *pieces]

    def quotations(self) -> list[GoldPiece]:
        """What people said, each with who it was, on a line of its own or behind a dash."""
        head = self.pick(["声音", "微言", "网友热议", "语录", "他们说", "一周语文"])
        piece = GoldPiece("feature", title=[self.spaced(head)], tags={"quotations"})
        form = self.pick(["dash", "at", "line"])
        for sentence in self.text(3, 6):
            who = (
                f"{self.pick(words.PLACES)}{self.pick(['村民', '教师', '司机', '网友'])}{self.name().replace(' ', '')}"
            )
            if form == "at":
                piece.body.append(("body", f"@{self.pick(words.WORKS)}：{sentence}"))
            elif form == "dash":
                piece.body.append(("body", f"“{sentence}”——{who}"))
            else:
                piece.body += [("body", f"“{sentence}”"), ("line", f"——{who}")]
        return [piece]

    def tips(self) -> list[GoldPiece]:
        """Advice in parts, each with a short head of its own."""
        sentences = self.text(4, 10)
        piece = GoldPiece("feature", title=self.headline(sentences)[:2], tags={"tips"})
        if self.chance(0.5):
            piece.body.append(("line", self.pick([self.name(), f"{self.office()} {self.name()}", f"文/{self.name()}"])))
        piece.body.append(("body", sentences[0]))
        form = self.pick(["plain", "number", "bullet", "inline"])
        for order, sentence in enumerate(sentences[1:], 1):
            head = self.clause([sentence], 3, 8)
            if form == "inline":
                piece.body.append(("body", f"{order}.{head}。{sentence}"))
                continue
            mark = {"plain": "", "number": f"{order}.", "bullet": self.habits.bullet}[form]
            piece.body += [("line", mark + head), ("body", sentence)]
        if self.chance(0.4):
            piece.body[-1] = ("body", f"{piece.body[-1][1]}（{self.name()}）")
        return self.labelled([piece])

    def court(self) -> list[GoldPiece]:
        """A court's notices, one below the other under one headline."""
        piece = GoldPiece("news", title=[f"{self.town}{self.pick(['县', '市', '区'])}人民法院公告"], tags={"court"})
        if self.chance(0.3):
            piece.title = [f"{self.town}县人民法院", self.spaced("公告")]
        for _ in range(self.rng.randint(1, 4)):
            piece.body.append(
                (
                    "body",
                    f"{self.name().replace(' ', '')}：本院受理{self.name().replace(' ', '')}诉你{self.pick(['离婚', '借款', '租赁', '买卖'])}纠纷一案，"
                    "现依法向你公告送达起诉状副本。自公告之日起经过六十日即视为送达，逾期将依法缺席裁判。",
                )
            )
        if self.chance(0.6):
            piece.body.append(("line", self.pick([f"2008年{self.day()}", self.day()])))
        return [piece]

    def table(self) -> list[GoldPiece]:
        """Rows of many columns below a row that names them; a second table of the same piece may follow."""
        rng = self.rng
        form = self.pick(["league", "shares", "air", "marks"])
        head = {
            "league": f"{self.pick(['甲级', '乙级', '全省', '校园'])}联赛{self.pick(['积分榜', '战报', f'第{rng.randint(2, 20)}轮战报'])}",
            "shares": self.pick(["本地股行情", "昨日收盘", "股市行情"]),
            "air": f"{self.town}{self.pick(['空气质量', '各站水情', '水位'])}",
            "marks": self.pick(["录取分数线", "考试安排", "班次时刻"]),
        }[form]
        names = {
            "league": "名次 队名 胜 平 负 积分",
            "shares": "代码 名称 收盘 涨跌",
            "air": "站点 指数 等级",
            "marks": "专业 计划 最低分 最高分",
        }[form]
        rows = []
        for place in range(rng.randint(3, 10)):
            rows.append(
                {
                    "league": f"{place + 1} {self.pick(words.TEAMS)} {rng.randint(0, 9)} {rng.randint(0, 6)} {rng.randint(0, 6)} {rng.randint(0, 40)}",
                    "shares": f"{rng.randint(600000, 600999)} {self.pick(words.PAPERS)}{self.pick(['股份', '重工', '药业'])} {rng.randint(3, 90)}.{rng.randint(10, 99)} {self.pick('+-')}{rng.randint(0, 9)}.{rng.randint(10, 99)}",
                    "air": f"{self.pick(words.PLACES)} {rng.randint(20, 180)} {self.pick(['优', '良', '轻度污染'])}",
                    "marks": f"{self.pick(words.THEMES)}{self.pick(['管理', '技术', '教育'])} {rng.randint(10, 90)} {rng.randint(400, 480)} {rng.randint(481, 600)}",
                }[form]
            )
        piece = GoldPiece("news", title=[head], tags={f"table:{form}"})
        piece.body = [("line", line) for line in ([names] if self.chance(0.75) else []) + rows]
        if form == "league" and self.chance(0.6):
            scores = [
                f"{self.pick(words.TEAMS)} {rng.randint(0, 5)}{self.pick([':', '∶', '比'])}{rng.randint(0, 5)} {self.pick(words.TEAMS)}"
                for _ in range(rng.randint(2, 6))
            ]
            inner = [self.pick(["积分榜", "积分榜（前六名）", "射手榜"]), names, *rows]
            after = [
                self.pick(["下轮赛程", "下轮对阵"]),
                *(
                    f"{self.day()}{rng.randint(9, 20)}:{self.pick(['00', '30'])} {self.pick(words.TEAMS)}—{self.pick(words.TEAMS)}"
                    for _ in range(rng.randint(2, 4))
                ),
            ]
            piece.body = [("line", line) for line in scores + inner + (after if self.chance(0.6) else [])]
        return self.labelled([piece], certain=0.5 * self.habits.labels)

    def examination(self) -> list[GoldPiece]:
        """Numbered questions with answers to choose from."""
        piece = GoldPiece("feature", title=[self.pick(["练习题", "单元测试", "每周一练", "知识竞赛题"])], tags={"exam"})
        for order, sentence in enumerate(self.text(3, 6), 1):
            piece.body.append(("body", f"{order}.{sentence[:34].rstrip('。')}（ ）"))
            if self.chance(0.8):
                options = " ".join(f"{letter}.{self.pick(words.GOODS)}" for letter in "ABCD")
                piece.body.append(("line", options))
        if self.chance(0.5):
            piece.body.append(("line", "答案：" + " ".join(f"{place}.{self.pick('ABCD')}" for place in range(1, 5))))
        return self.labelled([piece])

    def forecast(self) -> list[GoldPiece]:
        """The weather in sentences."""
        rng = self.rng
        piece = GoldPiece("news", title=[self.spaced(self.pick(["天气预报", "今日天气", "天气"]))], tags={"forecast"})
        for day in self.rng.sample(["今天白天", "今天夜间", "明天", "后天"], rng.randint(1, 3)):
            piece.body.append(
                (
                    "body",
                    f"{day}{self.pick(words.WEATHER)}，{self.pick(words.WINDS)}，{self.pick(['最高', '最低'])}气温{rng.randint(-9, 35)}℃。",
                )
            )
        if self.chance(0.4):
            piece.body.append(("line", self.pick([f"{self.town}气象台", f"（{self.town}气象台 {self.day()}）"])))
        return [piece]

    def poems(self) -> list[GoldPiece]:
        """Poems of one poet under one headline, each with a title of its own, or in parts set apart."""
        piece = GoldPiece(
            "feature", title=[f"{self.pick(words.WORKS)}{self.pick(['（外二首）', '（组诗）', '（三首）'])}"]
        )
        piece.tags.add("poems")
        piece.body.append(("line", self.pick([self.name(), f"□{self.name()}", f"{self.town} {self.name()}"])))
        for _ in range(self.rng.randint(2, 3)):
            piece.body.append(("line", self.pick([self.pick(words.WORKS), f"{self.pick('一二三')}"])))
            piece.body += [("line", line) for line in self.rng.sample(words.LINES_OF_VERSE, self.rng.randint(4, 8))]
        return self.labelled([piece])
