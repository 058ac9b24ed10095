"""Writes the pieces of a composed page: headlines, leads and bylines in the forms that newspapers have, and every kind."""

import re

from benchmarks import material as stock
from benchmarks.stories import GoldPiece, Stories


class Forms(Stories):
    """Headlines, leads and bylines, in the page's habit or now and then in another."""

    def headline(self, lines: list[str], tags: set[str]) -> list[str]:
        rng = self.rng
        if len(lines) > 1 and rng.random() < 0.3:
            lines = [" ".join(lines[:2]), *lines[2:]]
            tags.add("head:space")
        if len(lines) == 2 and rng.random() < 0.12:
            lines = lines[::-1]
            tags.add("head:swapped")
        if rng.random() < 0.1:
            lines = [
                self.fill(
                    rng.choice(["今年以来{t}办实事", "迎接新一年", "为了{n}万群众的期盼", "从“有”到“优”"]), self.town
                ),
                *lines,
            ]
            tags.add("head:kicker")
        if rng.random() < 0.1:
            lines = [
                *lines,
                f"——{self.fill(rng.choice(['{t}见闻', '来自{t}的报道', '走进{t}', '记{t}{p}']), self.town)}",
            ]
            tags.add("head:subtitle")
        if rng.random() < 0.08:
            lines[-1] += rng.choice("!?")
            tags.add("head:mark")
        tags.add(f"head:{len(lines)}lines")
        return lines

    def credit(self) -> str:
        names = [self.spaced(self.name()) for _ in range(self.rng.choice([1, 1, 1, 2, 3]))]
        form = self.rng.random()
        if form < 0.6:
            return "、".join(names)
        if form < 0.75:
            return f"记者 {'、'.join(names)}"
        if form < 0.9:
            return f"记者 {names[0]} 通讯员 {self.name()}"
        return f"本报记者 {' '.join(names[:2])}"

    def sign(self, piece: GoldPiece, paragraphs: list[str]) -> None:
        """The byline in the page's habit, at the end, on a line of its own, under the headline, or none."""
        rng, style = self.rng, self.style.sign if self.rng.random() < 0.8 else self.rng.choice(["end", "line", "none"])
        credit = self.credit()
        if style == "end":
            paragraphs[-1] += (
                f"({credit})"
                if rng.random() < 0.85
                else rng.choice(["(据新华社电)", "(据《晚报》)", f"({credit} 文/摄)"])
            )
        elif style == "line":
            form = rng.choice(
                [
                    f"({credit})",
                    f"({credit})",
                    f"记者 {self.name()} 文/摄",
                    f"记者 {self.name()}",
                    f"□{self.name()}",
                    f"■ 文/图 {self.name()}",
                    f"本报记者 {self.name()}",
                    f"({credit})",
                ]
            )
            piece.body.append(("byline", form))
        elif style == "under":
            form = rng.choice(
                [
                    f"本报记者 {self.name()}",
                    f"记者 {self.name()} 通讯员 {self.name()}",
                    f"本报记者 {self.name()} {self.name()}",
                    f"□本报记者 {self.name()}",
                    f"记者 {self.name()}",
                ]
            )
            piece.body.insert(0, ("byline", form))
        piece.tags.add(f"sign:{style}")

    def lead(self, text: str, piece: GoldPiece) -> str:
        form = (
            self.style.lead
            if self.rng.random() < 0.8
            else self.rng.choice(["plain", "reporter", "none", "bracket", "wire", "place"])
        )
        piece.tags.add(f"lead:{form}")
        if form == "plain":
            return f"本报讯{self.rng.choice([' ', '  ', ''])}{text}"
        if form == "reporter":
            return f"本报讯({self.rng.choice(['记者 ', '记者', '通讯员 '])}{self.name()}){text}"
        if form == "bracket":
            return f"【本报讯】{text}"
        if form == "wire":
            return f"新华社{self.rng.choice(['北京', '上海', '武汉'])}{self.day()}电({'记者'}{self.name()}){text}"
        if form == "place":
            return f"本报{self.rng.choice(['北京', self.town])}{self.day()}电 (记者 {self.name()}){text}"
        return text


class Writer(Forms):
    """One method a kind of piece."""

    def news(self) -> GoldPiece:
        piece = GoldPiece("news")
        lines, paragraphs = self.story()
        piece.title = self.headline(lines, piece.tags)
        paragraphs[0] = self.lead(paragraphs[0], piece)
        self._body(piece, paragraphs)
        return piece

    def _body(self, piece: GoldPiece, paragraphs: list[str]) -> None:
        signed = GoldPiece(piece.kind, tags=piece.tags)
        self.sign(signed, paragraphs)
        under = [x for x in signed.body if self_under(signed)]
        piece.body = [*under, *[("body", p) for p in paragraphs], *([] if under else signed.body)]

    def feature(self) -> GoldPiece:
        piece = GoldPiece("feature", tags={"feature"})
        lines, paragraphs = self.story()
        if len(paragraphs) < 5:  # a sentence each, so that there is something between the subheads
            paragraphs = [x for p in paragraphs for x in re.findall(r"[^。]+。[”’]?", p)] or paragraphs
        piece.title = self.headline(lines, piece.tags)
        self._body(piece, paragraphs)
        form = self.rng.choice(["numbered", "square", "plain", "digits"])
        piece.tags.add(f"subhead:{form}")
        heads = self.rng.sample(stock.SUBHEADS, 3)
        places = sorted(self.rng.sample(range(1, len(paragraphs)), min(3, len(paragraphs) - 1)), reverse=True)
        for order, place in zip(range(len(places), 0, -1), places, strict=True):
            mark = {"numbered": f"{'一二三四'[order - 1]}、", "square": "■ ", "plain": "", "digits": f"{order}. "}[form]
            at = place + (piece.body[0][0] == "byline")
            piece.body.insert(at, ("sub", mark + heads[order - 1]))
        return piece

    def continuation(self) -> GoldPiece:
        piece = GoldPiece("continuation", tags={"continued"})
        lines, paragraphs = self.story()
        if self.rng.random() < 0.5:
            piece.title = self.headline(lines, piece.tags)
            piece.tags.add("continued:titled")
        mark = self.rng.choice(["(上接第1版)", "(上接第1版)", "(上接A1版)", "(上接一版)", "(紧接第1版)"])
        if self.rng.random() < 0.4:
            piece.body.append(("body", mark))
        else:
            paragraphs[0] = mark + paragraphs[0]
        piece.body += [("body", p) for p in paragraphs]
        return piece

    def caption(self) -> GoldPiece:
        piece = GoldPiece("caption", tags={"caption"})
        text = self.fill(self.rng.choice(stock.CAPTIONS), self.town)
        form = self.rng.choice(["none", "inline", "line", "reporter"])
        if self.style.blanks == "none" and form == "none" and not text.startswith("图为"):
            form = "inline"
        piece.tags.add(f"caption:{form}")
        piece.body = [("body", text)]
        if form == "inline":
            piece.body = [("body", f"{text} {self.name()} 摄")]
        elif form == "reporter":
            piece.body = [("body", f"{text}本报记者 {self.name()} 摄")]
        elif form == "line":
            piece.body.append(("byline", f"{self.spaced(self.name())} 摄"))
        return piece

    def history(self) -> GoldPiece:
        piece = GoldPiece("almanac", tags={"history"})
        day = self.day()
        for entry in self.rng.sample(stock.HISTORY, self.rng.randint(2, 3)):
            piece.body += [("sub", f"19{self.rng.randint(21, 78)}年{day}"), ("body", self.fill(entry, self.town))]
        if self.rng.random() < 0.7:
            piece.body.append(("byline", f"{self.town}档案馆供稿"))
        where = self.rng.random()
        if where < 0.4:
            piece.title = [f"{self.town}历史上的今天"]
        elif where < 0.7 and piece.body[-1][0] == "byline":
            piece.title, piece.title_after = [f"{self.town}历史上的今天"], True
        return piece

    def commentary(self) -> GoldPiece:
        piece = GoldPiece("commentary", tags={"commentary"})
        sentences = list(self.rng.choice(stock.COMMENTARIES))
        if self.rng.random() < 0.7:
            piece.title = [self.rng.choice(["短评:贵在用心", "今日快评", "让便民之举多起来", "长效才是硬道理"])]
        piece.body = [("body", p) for p in sentences]
        if piece.title and self.rng.random() < 0.4:
            piece.body.insert(
                0, ("byline", f"本报评论员 {self.name()}" if self.rng.random() < 0.5 else "本报特约评论员")
            )
        return piece

    def notice(self) -> GoldPiece:
        form = self.rng.choice(["weather", "water", "phones", "answers", "correction", "table", "poem", "cinema"])
        piece = GoldPiece("news", tags={f"notice:{form}"})
        rng, town = self.rng, self.town
        texts: list[str] = []
        if form == "weather":
            piece.title = ["天气预报"]
            texts = [
                f"今天白天:晴间多云,偏北风{rng.randint(2, 4)}级,最高气温{rng.randint(1, 9)}℃。",
                f"今天夜间:多云,最低气温-{rng.randint(1, 9)}℃。",
            ]
        elif form == "water":
            piece.title = ["停水通知"]
            texts = [
                f"因管道检修,{town}以下路段将于{self.day()}8时至18时停水:",
                "建设路、和平巷、新开街。",
                "请居民提前蓄水,不便之处敬请谅解。",
                f"{town}供水公司",
            ]
        elif form == "phones":
            piece.title = ["便民电话"]
            texts = [f"{x}:{rng.randint(2000000, 8999999)}" for x in ("供水抢修", "燃气报修", "供热服务", "公交问询")]
        elif form == "answers":
            piece.title = ["居住证怎么办", "警官来解答"] if rng.random() < 0.5 else ["居住证办理问答"]
            texts = [x for pair in rng.sample(stock.QUESTIONS, 3) for x in pair]
        elif form == "correction":
            piece.title = ["更正"]
            texts = [f"本报{self.day()}第2版《{town}水厂通水》一文中,“三级过滤”应为“两级过滤”,特此更正。"]
        elif form == "table":
            piece.title = [f"{town}农贸市场今日菜价"]
            texts = [
                f"{x} {rng.randint(1, 9)}.{rng.randint(0, 9)}元/斤" for x in ("白菜", "土豆", "西红柿", "黄瓜", "大葱")
            ]
        elif form == "poem":
            title, *texts = rng.choice(stock.POEMS)
            piece.title = [title]
            piece.body.append(("byline", f"□{self.name()}"))
        else:
            piece.title = ["今日影讯"]
            texts = [f"{h}:{rng.randint(10, 59)} 《{x}》" for h, x in ((10, "山那边"), (14, "远航"), (19, "少年的河"))]
        piece.body += [("body", x) for x in texts]
        return piece

    def bare(self) -> GoldPiece:
        return GoldPiece("news", title=self.headline(self.story()[0][:1], set()), tags={"head only"})


def self_under(piece: GoldPiece) -> bool:
    return "sign:under" in piece.tags
