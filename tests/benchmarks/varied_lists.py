"""Short pieces and lists: briefs, captions, notices, advertisements, tables, timetables, poems."""

from benchmarks import varied_words as words
from benchmarks.stories import GoldPiece
from benchmarks.varied_forms import Forms


class Lists(Forms):
    """One method a kind of piece; each gives the pieces in the order in which they are printed."""

    def briefs(self) -> list[GoldPiece]:
        """A label and several untitled pieces, each with what marks its beginning."""
        mark = self.pick(
            ["bullet", "bullet", "bullet", "bracket", "bracket", "word", "lead", "day", "day", "none", "name"]
        )
        named = self.pick(["简讯", "短讯", "快讯", "要闻", "本市消息"])
        pieces = []
        for _ in range(self.rng.randint(2, 6)):
            text = "".join(self.text(1, 3))
            opening = {
                "bullet": self.habits.bullet,
                "bracket": f"【{self.pick(words.PAPERS)}{self.pick(['讯', '电', '专电'])}】",
                "word": f"{self.pick(['象棋', '书画', '农机', '医保', '气象', '展览', '公交', '粮价'])}　",
                "lead": "本报讯 ",
                "day": f"{self.day()}，",
                "none": "",
                "name": f"{named}：",
            }[mark]
            piece = GoldPiece("news", body=[("body", opening + text)], tags={f"brief:{mark}"})
            if self.chance(0.35):
                credit = f"（{self.pick([self.credit(), self.office() + '供稿', self.day()])}）"
                if self.chance(0.5):
                    piece.body.append(("body", credit))
                else:
                    piece.body[0] = ("body", piece.body[0][1] + credit)
            pieces.append(piece)
        after = self.chance(0.12)
        label = self.label(after=after)
        return [*pieces, label] if after else [label, *pieces] if self.chance(0.9) else pieces

    def caption(self) -> list[GoldPiece]:
        piece = GoldPiece("caption", tags={"caption"})
        text = "".join(self.text(1, 2))
        text = self.pick([f"图为{text}", f"{self.day()}，{text}", f"{self.day()}，{text}", f"上图：{text}", text])
        credit = self.pick(
            [
                f"{self.name()} 摄",
                f"本报记者 {self.name()} 摄",
                f"新华社发（{self.name()} 摄）",
                f"{self.name()} 制图",
                f"（{self.name()} 摄影报道）",
            ]
        )
        form = self.rng.random()
        piece.body = [("body", text)]
        if form < 0.35:
            piece.body = [("body", f"{text} {credit}")]
        elif form < 0.75:
            piece.body.append(("line", credit))
        if self.chance(0.2):
            piece.title = [self.clause([text], 5, 12)]
        if self.chance(0.1):  # a clause without a stop, as long as a headline
            piece.body = [("line", self.clause(self.pick_text(), 12, 26))]
        elif self.chance(0.12):  # what a graphic shows, with where its figures are from
            piece.body = [
                ("body", f"{self.pick(['上图：', '图为', '左图：', '图表：'])}{text}"),
                ("line", f"（{self.pick(['数据来源：', '资料来源：'])}{self.office()}）"),
                ("line", f"{self.name()} {self.pick(['制图', '绘图'])}"),
            ][: self.rng.randint(2, 3)]
        return self.labelled([piece], certain=0.25)

    def correction(self) -> list[GoldPiece]:
        piece = GoldPiece(
            "news", title=[self.spaced(self.pick(["更正", "致歉", "更正与说明", "声明"]))], tags={"correction"}
        )
        piece.body = [
            (
                "body",
                f"本报{self.day()}{self.rng.randint(1, 8)}版《{self.pick(words.WORKS)}》一文，“{self.name()}”应为“{self.name()}”，特此更正。",
            )
        ]
        if self.chance(0.65):
            piece.body.append(("line", self.pick(["本报编辑部", "编辑部", f"本报{self.pick(words.SECTIONS)}部"])))
        return [piece]

    def obituary(self) -> list[GoldPiece]:
        piece = GoldPiece(
            "news",
            title=[self.spaced(self.pick(["讣告", "表扬信", "倡议书", "感谢信", "喜报"]))],
            tags={"letter of an office"},
        )
        piece.body = [
            ("body", "".join(self.text(1, 3))),
            ("line", self.office()),
            ("line", self.pick([f"2019年{self.day()}", self.day()])),
        ]
        return [piece]

    def poem(self) -> list[GoldPiece]:
        piece = GoldPiece("feature", title=[self.pick(words.WORKS)], tags={"poem"})
        piece.body.append(("line", self.pick([self.name(), f"□{self.name()}", f"（外一首） {self.name()}"])))
        piece.body += [("line", line) for line in self.rng.sample(words.LINES_OF_VERSE, self.rng.randint(4, 9))]
        return self.labelled([piece])

    def announcement(self) -> list[GoldPiece]:
        """Numbered items of uneven length, closed by an office, a seal, a date."""
        office = self.office()
        title = [office, f"关于{self.clause(self.pick_text(), 5, 14)}的{self.pick(['公告', '通告', '通知'])}"]
        if self.chance(0.3):
            title = [self.spaced(self.pick(words.HEADS_NOTICE)), self.clause(self.pick_text(), 6, 16)]
        piece = GoldPiece("news", title=title if self.chance(0.6) else title[1:], tags={"announcement"})
        if self.chance(0.3):
            piece.body.append(("line", self.pick(["各位股东：", "各位用户：", "广大市民：", "各位家长："])))
        piece.body.append(
            (
                "body",
                f"因{self.clause(self.pick_text(), 6, 16)}，现将有关事项{self.pick(['公告', '通知', '通告'])}如下：",
            )
        )
        if self.chance(0.2):  # each stretch of time on a line of its own, and what holds in it
            for _ in range(self.rng.randint(2, 4)):
                piece.body += [
                    ("line", f"{self.day()}{self.rng.randint(0, 9)}时至{self.rng.randint(10, 30)}日24时"),
                    ("body", self.text(1, 1)[0]),
                ]
        for order in range(self.rng.randint(3, 7) if len(piece.body) < 5 else 0):
            item = self.pick([f"时间：{self.day()}9时", f"地点：{self.pick(words.PLACES)}{self.rng.randint(1, 99)}号", self.pick(words.ADVICE),
                              self.text(1, 1)[0], self.clause(self.pick_text(), 6, 18)])  # fmt: skip
            piece.body.append(("body", f"{'一二三四五六七'[order]}、{item}" if self.chance(0.8) else item))
        if self.chance(0.5):
            piece.body.append(
                ("line", f"{self.pick(['联系电话', '咨询电话', '联系人：' + self.name() + ' 电话'])}：{self.phone()}")
            )
        if self.chance(0.4):
            piece.body.append(("line", self.pick(["特此公告。", "特此通告。", "特此通知", "特此公告"])))
        if self.chance(0.8):
            piece.body.append(("line", office))
        if self.chance(0.2):
            piece.body.append(("line", "（公章）"))
        if self.chance(0.8):
            piece.body.append(
                ("line", self.pick([f"2019年{self.day()}", self.day(), "二〇一九年三月五日", "一九八六年十月廿日"]))
            )
        return [piece]

    def listed(self) -> list[GoldPiece]:
        """A headline and short lines without stops: advertisements, timetables, prices, scores, programmes."""
        form = self.pick(
            [
                "prices",
                "ad",
                "ad",
                "scores",
                "programme",
                "weather",
                "contents",
                "phones",
                "advice",
                "table",
                "places",
                "outage",
            ]
        )
        count = self.rng.randint(3, 14)
        traded = form in ("prices", "table", "ad", "scores")
        head, lines = self._traded(form, count) if traded else self._daily(form, count)
        piece = GoldPiece("news", title=head, tags={f"list:{form}"})
        piece.body = [("body" if line.endswith("。") else "line", line) for line in lines]
        if self.chance(0.12):
            piece.body.insert(0, ("body", self.text(1, 1)[0]))
        if self.chance(0.08):
            piece.body.append(
                ("body", f"{self.pick(['点评：', '注：', '据了解，', '市民', ''])}{''.join(self.text(1, 2))}")
            )
        if self.chance(0.8 if form == "outage" else 0.35):
            piece.body.append(
                (
                    "line",
                    self.pick(
                        [
                            f"{self.office()}{self.pick(['', '提供', '供稿'])}",
                            f"{self.office()[-4:]} {self.office()[-4:]} {self.pick(['合编', '提供', '供稿'])}",
                            f"{self.pick(['电话', '咨询电话', '火警电话'])} {self.phone()}",
                            "（以当日公告为准）",
                        ]
                    ),
                )
            )
        if self.chance(0.6 if form == "outage" else 0.15):
            piece.body.append(("line", self.pick([self.day(), f"2003年{self.day()}", "特此通告"])))
        return self.labelled([piece], certain=0.2)

    def _traded(self, form: str, count: int) -> tuple[list[str], list[str]]:
        """The headline and the lines of prices, advertisements and scores."""
        rng = self.rng
        lines: list[str] = []
        if form in ("prices", "table"):
            head = [f"{self.town}{self.pick(['市价', '菜价', '一周行情', '农贸市场报价', '物价'])}"]
            unit = self.pick([f" {self.pick(words.UNITS)}", "", ""])
            lines = [
                f"{self.pick(words.GOODS)}{self.pick([' ', '　'])}{rng.randint(1, 900)}{self.pick(['.5', '0', ''])}{unit}{self.pick(['', ' ' + self.pick(['平', '+5', '－12', '涨', '跌'])])}"
                for _ in range(count)
            ]
            lines = [
                *(
                    [
                        self.pick(
                            [
                                "品名 上周 本周",
                                "品名　市价　涨跌",
                                f"（{self.day()} 单位：元）",
                                f"（{self.day()}下午）",
                            ]
                        )
                    ]
                    if self.chance(0.6)
                    else []
                ),
                *lines,
            ]
        elif form == "ad":
            head = (
                [self.spaced(self.pick(words.HEADS_NOTICE))]
                if self.chance(0.6)
                else [
                    f"{self.town}{self.pick(['堂', '商行', '舞台', '商店', '药房', '影院'])}",
                    f"{self.pick(words.THINGS)}{self.pick(['大减价', '廉售', '到货', '酬宾'])}",
                ]
            )
            lines = [self.ad_line() for _ in range(count)]
        else:
            head = [self.pick(["战报", "联赛战报", "昨日赛果", "积分榜", "一周票房"])]
            lines = [
                f"{self.pick(words.TEAMS)} {rng.randint(0, 9)}{self.pick(['比', '∶', ':', '—'])}{rng.randint(0, 9)} {self.pick(words.TEAMS)}"
                for _ in range(count // 2 + 1)
            ]
            lines += (
                [
                    self.pick(["积分榜", "下轮赛程", "本周新片", "射手榜"]),
                    self.pick(["名次 队名 胜 负 积分", "名次 片名 票房"]),
                ]
                if self.chance(0.6)
                else []
            )
            lines += [
                f"{place + 1} {self.pick(words.TEAMS + words.WORKS)} {rng.randint(1, 9)} {rng.randint(1, 30)}"
                for place in range(count // 2)
            ]
        return head, lines

    def _daily(self, form: str, count: int) -> tuple[list[str], list[str]]:
        """The headline and the lines of programmes, weather, contents, telephones, advice and places."""
        rng = self.rng
        lines: list[str] = []
        if form == "programme":
            head = [self.pick(["今日电视", "今日荧屏", "电视节目", "今日影讯", "本周演出", "列车时刻"])]
            for _ in range(count):
                lines.append(
                    f"{rng.randint(6, 23)}:{rng.randint(10, 59)} {self.pick(['', '电视剧：', '纪录片：', '新闻'])}{self.pick(words.WORKS)}"
                )
                if self.chance(0.2):
                    lines.append(
                        self.pick(
                            [f"{self.town}一套", f"{self.town}影视", "少儿频道", f"{self.pick(words.PLACES)}剧场"]
                        )
                    )
        elif form == "weather":
            head = [self.pick(["今日天气", "天气预报", "今明天气", "各地天气", "空气质量", "今日提示"])]
            lines = [
                f"{self.pick(['今天', '明天', '后天', self.pick(words.PAPERS)])} {self.pick(words.WEATHER)} {self.pick(words.WINDS)} {rng.randint(-9, 9)}℃～{rng.randint(10, 35)}℃"
                for _ in range(rng.randint(2, 6))
            ]
        elif form == "contents":
            head = [self.spaced(self.pick(["导读", "今日导读", "本期看点", "要目"]))]
            lines = [
                f"{self.clause(self.pick_text(), 6, 14)} {self.pick(['二版', '三版', '第4版', 'A3', '见6版'])}"
                for _ in range(rng.randint(3, 6))
            ]
        elif form == "phones":
            head = [self.pick(["便民电话", "服务热线", "值班电话"])]
            lines = [f"{self.pick(words.OFFICES)[:6]}{self.pick([' ', '：'])}{self.phone()}" for _ in range(count)]
        elif form == "advice":
            head = [self.pick(["农事历", "农事月历", "养生提示", "本周提示", "安全须知"])]
            lines = [
                f"{self.pick([self.day() + ' ', '', '', f'{place + 1}.'])}{self.pick(words.ADVICE)}{self.pick(['', ' ' + self.pick(words.ADVICE)])}"
                for place in range(count)
            ]
        elif form == "outage":
            head, lines = self._outage(count)
        else:
            head = [self.pick([f"{self.town}停电通告", "检修停电范围", "拟表彰名单", "义诊安排"])]
            lines = [
                f"{self.pick([self.day() + ' ', ''])}{self.pick(words.PLACES)}{self.pick(['', '、' + self.pick(words.PLACES), '至' + self.pick(words.PLACES) + '段', f'{rng.randint(1, 200)}号'])}"
                for _ in range(count)
            ]
        return head, lines

    def _outage(self, count: int) -> tuple[list[str], list[str]]:
        """The headline and the lines of a notice that names streets: why, when, where, whom to ask."""
        rng = self.rng
        what = self.pick(["停水", "停电", "停气", "封路", "绕行", "检修"])
        street = [
            f"{self.pick(words.PLACES)}{self.pick(['', '全段', '沿线', f'（{self.pick(words.PLACES)}至{self.pick(words.PLACES)}段）', f'{rng.randint(1, 90)}号至{rng.randint(91, 200)}号', f'、{self.pick(words.PLACES)}', f'{rng.randint(1, 60)}号（单号一侧）'])}"
            for _ in range(min(count, 8))
        ]
        lines = [
            f"因{self.clause(self.pick_text(), 6, 16)}，{self.pick(['定于', '将于'])}{self.day()}{what}，{self.pick(['请相关用户做好准备', '不便之处敬请谅解'])}。",
            f"{what}时间：{self.day()}{rng.randint(0, 23)}时至{self.day()}{rng.randint(0, 23)}时",
            self.pick([f"{what}区域：", f"{what}范围：", f"{what}路段：", f"{what}区域"]),
            *street,
            self.pick([f"恢复后如有异常，请{self.pick(words.ADVICE)}，由此带来不便，敬请谅解。", ""]),
            self.pick([f"服务热线：{self.phone()}", f"咨询电话：{self.phone()}", ""]),
        ]
        return [self.spaced(f"{what}{self.pick(['通知', '通告', '公告'])}")], [line for line in lines if line]

    def ad_line(self) -> str:
        rng = self.rng
        return self.pick([
            f"{self.pick(words.THINGS)}{self.pick(['一间', '两台', '出租', '转让'])}", f"电话{self.pick(['', ' ', '：'])}{self.phone()}", f"{self.pick(words.PLACES)}{rng.randint(1, 300)}号",
            f"{self.name()} {self.pick(['男', '女'])} {rng.randint(18, 80)}岁", f"{self.pick(words.PLACES)}{self.pick(['下首', '对面', '码头', '路口'])}", f"每{self.pick(['瓶', '斤', '张'])}{self.pick('三五六八')}角",
            f"{self.pick(words.ADVICE)}", f"{self.clause(self.pick_text(), 4, 9)}", f"{self.pick(['有意者', '知情者', '拾得者'])}{self.pick(['请来电', '请告知', '酬谢', '面议'])}", f"身高1米{rng.randint(40, 85)} {self.pick(['短发', '花白头发', '圆脸'])}",
            f"{self.day()}{self.pick(['起', '止', '走失', '开演', '前报名'])}", f"{self.pick(words.PLACES)} {self.pick(words.PLACES)}",
            f"{self.pick(['酬谢', '面议', '优惠', '减半'])}{self.pick(['', self.pick(words.GOODS) + '三百斤', '从优', '不误'])}", f"{self.pick(['信寄', '函寄', '转'])}{self.pick(words.PLACES)}{self.pick(['', '邮电所', self.name() + '收'])}",
        ])  # fmt: skip

    def classified(self) -> list[GoldPiece]:
        piece = GoldPiece(
            "news", title=[self.pick(["分类广告", "小广告", "供求信息", "信息超市"])], tags={"classified"}
        )
        piece.body = [
            (
                "line",
                f"{self.pick(['', self.habits.bullet])}{self.pick(words.THINGS)}{self.pick(['出租', '转让', '求购', '出售'])} {self.pick(words.PLACES)} {self.phone()}",
            )
            for _ in range(self.rng.randint(3, 9))
        ]
        return [piece]

    def almanac(self) -> list[GoldPiece]:
        piece = GoldPiece(
            "almanac", title=[f"{self.town}{self.pick(['历史上的今天', '往事', '大事记'])}"], tags={"almanac"}
        )
        day = self.day()
        for _ in range(self.rng.randint(2, 4)):
            piece.body += [("line", f"19{self.rng.randint(11, 89)}年{day}"), ("body", self.text(1, 1)[0])]
        return [piece]

    def slogan(self) -> list[GoldPiece]:
        text = self.pick(words.SLOGANS)
        if self.chance(0.3):
            text = "".join(self.pick(part) for part in words.RESOLVES)
        elif self.chance(0.5):  # two halves of one length
            size = self.rng.randint(4, 7)
            text = " ".join(self.clause(self.pick_text(), size, size) for _ in range(2))
        return [GoldPiece("slogan", title=[text], tags={"slogan"})]
