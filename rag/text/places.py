"""Places that everyone knows by name: China's provinces and cities, and countries, as newspapers call them.

A question about one of them that the pages never print is about something else than the pages. Left out: counties and
smaller places, whose names are words as well, and places that are called by a common word (长沙发, 大同小异).
"""

import re
from collections.abc import Mapping
from typing import Final

_PROVINCES: Final[Mapping[str, str]] = {
    "北京": "京城 首都 京津 进京 在京 赴京 京沪 来京 返京 离京",
    "天津": "津门 京津 津城",
    "上海": "沪上 沪市 沪深 申城 京沪 赴沪 在沪 来沪 沪宁 沪杭",
    "重庆": "山城 渝中 成渝 渝北 赴渝",
    "河北": "燕赵 冀中 冀东 冀南 京津冀",
    "山西": "三晋 晋商 晋中 晋北 晋南 晋剧",
    "辽宁": "辽沈 辽东 辽西 辽南",
    "吉林": "",
    "黑龙江": "龙江",
    "江苏": "苏北 苏南 苏中",
    "浙江": "浙商 浙东 浙西 江浙",
    "安徽": "皖北 皖南 徽商 江淮",
    "福建": "闽南 闽东 八闽 闽北",
    "江西": "赣南 赣江 赣州 赣鄱",
    "山东": "齐鲁 鲁西 鲁南 鲁中 鲁菜",
    "河南": "中原 豫东 豫南 豫西 豫剧",
    "湖北": "荆楚 鄂西 鄂东 两湖",
    "湖南": "湘西 三湘 湘江 湘潭 两湖",
    "广东": "粤港 粤北 粤东 粤西 岭南 两广",
    "海南": "琼州 琼海 琼中",
    "四川": "巴蜀 川西 川东 川北 川菜 川藏 成渝",
    "贵州": "黔南 黔东 黔西 黔中 云贵",
    "云南": "滇池 滇西 滇南 七彩云 云贵",
    "陕西": "三秦 秦岭 陕北 陕南 关中",
    "甘肃": "陇东 陇南 陇西 陕甘",
    "青海": "",
    "台湾": "台胞 两岸 台北 宝岛",
    "内蒙古": "内蒙 蒙东 蒙西",
    "广西": "桂林 桂北 桂南 两广",
    "西藏": "藏区 进藏 川藏 青藏 援藏",
    "宁夏": "陕甘宁",
    "新疆": "南疆 北疆 天山 援疆 疆棉",
    "香港": "港澳 粤港 港人 港岛",
    "澳门": "港澳 濠江",
}
"""Provinces, with words that stand for them."""
_CITIES: Final = (
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同市 阳泉 长治 晋城 朔州 晋中 运城 "
    "忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 "
    "阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 松原 延吉 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 "
    "佳木斯 牡丹江 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 "
    "湖州 绍兴 金华 衢州 舟山 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 滁州 阜阳 宿州 六安 亳州 福州 "
    "厦门 莆田 三明市 泉州 漳州 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 上饶 济南 青岛 淄博 "
    "枣庄 烟台 潍坊 济宁 泰安 威海 日照市 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡市 焦作 "
    "濮阳 许昌 漯河 三门峡 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 "
    "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 "
    "湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山市 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海市 防城港 "
    "钦州 贵港 百色 贺州 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 "
    "达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 "
    "日喀则 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康市 商洛 兰州 嘉峪关 金昌 白银市 天水 武威 张掖 平凉 "
    "酒泉 庆阳 定西 西宁 银川 石嘴山 吴忠 乌鲁木齐 克拉玛依 吐鲁番 哈密 台北 高雄"
).split()
_COUNTRIES: Final = (
    "美国 英国 法国 德国 日本 韩国 朝鲜 俄罗斯 印度 巴西 加拿大 澳大利亚 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 "
    "瑞典 挪威 丹麦 芬兰 波兰 乌克兰 希腊 土耳其 埃及 南非 尼日利亚 肯尼亚 沙特 伊朗 伊拉克 以色列 巴勒斯坦 "
    "叙利亚 阿富汗 巴基斯坦 越南 泰国 缅甸 柬埔寨 老挝 马来西亚 新加坡 印度尼西亚 印尼 菲律宾 蒙古国 新西兰 "
    "墨西哥 阿根廷 智利 秘鲁 古巴 东京 大阪 首尔 纽约 华盛顿 洛杉矶 伦敦 巴黎 柏林 莫斯科 罗马 曼谷 悉尼 迪拜"
).split()

PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: tuple(words.split()) for name, words in _PROVINCES.items()},
    **{name: () for name in (*_CITIES, *_COUNTRIES)},
}
"""Names of places, each with other words that stand for the same."""

_LONGEST_FIRST: Final = sorted(PLACES, key=len, reverse=True)
_NAMED: Final = re.compile("|".join(_LONGEST_FIRST))
_WITHIN: Final = re.compile("[路街道巷桥站店菜烤鸭话人里时]")
"""What follows a place's name in a name of something else, as a street is called by a city far away."""


def places_named(text: str) -> list[str]:
    """The names of PLACES in `text`, in order, each once; not those that something else is called by (南京路)."""
    found = (match for match in _NAMED.finditer(text) if not _WITHIN.match(text, match.end()))
    return list(dict.fromkeys(match.group() for match in found))
