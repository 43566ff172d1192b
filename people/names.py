"""Names as they stand on documents: which are accepted, and how they are found by typing.

Rare characters (䶮, 𠮷) are kept as typed; `·` between the parts of a name is one character,
whichever of its look-alikes was typed.
"""

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from people import typed
from people.vocabulary import DocumentType

SHORTEST, LONGEST, LONGEST_LATIN = 2, 25, 60
LATIN_DOCUMENTS = (DocumentType.PASSPORT, DocumentType.FOREIGN_PERMANENT)

_DOTS = re.compile(r"\s*[·・•‧∙⋅･●]\s*")
# 〇, the ideographs with extension A, the compatibility block, and planes 2 and 3 (𠮷).
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_HAN = re.compile(f"[{_HAN}]")
_HAN_NAME = re.compile(f"[{_HAN}]+(?:·[{_HAN}]+)*")
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_LATIN_NAME = re.compile(f"[{_LATIN}]+(?:[ .'’·-]+[{_LATIN}]+)*\\.?")

# pypinyin reads these as ordinary words, or not at all; as surnames they sound otherwise.
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge",
    "朴": "piao", "任": "ren", "华": "hua", "尹": "yin", "乐": "yue", "折": "she", "繁": "po",
    "召": "shao", "员": "yun", "贠": "yun", "黑": "he", "秘": "bi", "冼": "xian", "洗": "xian",
    "缪": "miao", "能": "nai", "宁": "ning", "祭": "zhai", "翟": "zhai", "隗": "wei", "覃": "qin",
    "车": "che", "卜": "bu", "种": "chong", "重": "chong", "褚": "chu", "过": "guo", "哈": "ha",
    "纪": "ji", "柏": "bai", "句": "gou", "撒": "sa", "佴": "nai", "呙": "guo", "谌": "chen",
    "应": "ying", "于": "yu", "俞": "yu", "沈": "shen", "石": "shi", "柴": "chai", "藏": "zang",
    "臧": "zang", "逄": "pang", "牟": "mu", "莘": "shen", "晁": "chao", "乜": "nie", "亓": "qi",
    "都": "du", "郇": "xun", "尉": "wei", "长": "chang", "万": "wan", "令": "ling", "曲": "qu",
    "薄": "bo", "么": "yao", "阚": "kan", "粘": "nian", "角": "jue", "𠮷": "ji",
    "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi", "令狐": "ling hu", "鲜于": "xian yu",
    "澹台": "tan tai", "宇文": "yu wen", "慕容": "mu rong", "单于": "chan yu", "呼延": "hu yan",
    "欧阳": "ou yang", "诸葛": "zhu ge", "司马": "si ma", "上官": "shang guan", "夏侯": "xia hou",
    "东方": "dong fang", "皇甫": "huang fu", "公孙": "gong sun", "轩辕": "xuan yuan", "钟离": "zhong li",
    "闾丘": "lü qiu", "司徒": "si tu", "司空": "si kong", "亓官": "qi guan", "仲孙": "zhong sun",
    "太史": "tai shi", "申屠": "shen tu", "濮阳": "pu yang", "淳于": "chun yu", "赫连": "he lian",
}  # fmt: skip


def clean(text: str) -> str:
    """One kind of `·`, no spaces in Chinese names, single ones in Latin names, nothing unseen."""
    text = _DOTS.sub("·", typed.plain(text).strip())
    if has_han(text):
        # Few keyboards have a `·`: a full stop in a Chinese name is meant for it.
        return re.sub(r"\s+", "", text.replace(".", "·"))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def has_han(text: str) -> bool:
    return bool(_HAS_HAN.search(text))


def check(name: str, document_type: str = "") -> str:
    """What is wrong with a (cleaned) name, as one sentence for who typed it, or ""."""
    latin = document_type in LATIN_DOCUMENTS and not has_han(name)
    problem = _check_characters(name, latin)
    if problem:
        return problem
    if len(name.replace("·", "")) < SHORTEST:
        return "姓名至少两个字，请填证件上的全名。"
    if len(name) > (LONGEST_LATIN if latin else LONGEST):
        return f"姓名最多{LONGEST_LATIN if latin else LONGEST}个字，请对照证件再看一遍。"
    if not (_LATIN_NAME if latin else _HAN_NAME).fullmatch(name):
        return "姓名里的间隔号要放在两个字中间，请对照证件再看一遍。"
    return ""


def search_columns(name: str) -> tuple[str, str]:
    """(pinyin, initials) of a name, both lower case without spaces: ("zengyiming", "zym")."""
    syllables = _syllables(name)
    return "".join(syllables)[:160], "".join(part[0] for part in syllables)[:32]


def mask(name: str) -> str:
    """李*; the first character of each part stays."""
    return "·".join(part[:1] + "*" * (len(part) - 1) for part in name.split("·"))


def mask_middle(name: str) -> str:
    """赵*, 赵*例, 古*·**提: as a public notice has it, the first and the last character stay.

    Of a name in Latin letters only the first one does.
    """
    letters = [place for place, character in enumerate(name) if character not in "· "]
    ends = len(letters) > 2 and has_han(name)
    hidden = set(letters[1:-1] if ends else letters[1:])
    return "".join("*" if place in hidden else each for place, each in enumerate(name))


def fold(text: str) -> str:
    """Latin letters without accents, in lower case: how they are typed on a Chinese keyboard."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _check_characters(name: str, latin: bool) -> str:
    for character in name:
        if re.match(f"[{_HAN}·]", character):
            continue
        if re.match(f"[{_LATIN} .'’-]", character):
            if latin:
                continue
            if character.isalpha():
                return "姓名里有字母。身份证件上的中文姓名请用汉字填写。"
        return _reason(character)
    return ""


def _reason(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith("N"):
        return f"姓名里有数字“{character}”，请对照证件再看一遍。"
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp") or category.startswith("M"):
        return "姓名里有看不见的字符，请重新打一遍姓名。"
    if category == "Co":
        return "姓名里有一个字显示不出来，请换一个输入法再打一遍。"
    if category.startswith("L"):
        return f"姓名里的“{character}”不是汉字，请照证件上的汉字填写。"
    return f"姓名里有符号“{character}”，请只填证件上的姓名。"


def _syllables(name: str) -> list[str]:
    if not has_han(name):
        return re.findall(r"[^\W\d_]+", fold(name))
    for length in (2, 1):
        surname = name[:length]
        if surname in SURNAMES and len(name) > length:
            return [
                *_plain(SURNAMES[surname]).split(),
                *map(_syllable, _letters(name[length:])),
            ]
    return list(map(_syllable, _letters(name)))


def _letters(name: str) -> str:
    return name.replace("·", "")


def _plain(pinyin: str) -> str:
    return pinyin.replace("ü", "v")


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    """One character at a time, kept: a million names are made of a few thousand characters."""
    return lazy_pinyin(character, style=Style.NORMAL)[0]
