"""Words of the service months. Source: the federation's vocabulary and the 2021 source page."""

from typing import NamedTuple

from django.db import models


class Category(models.TextChoices):
    """What an item is about: two 六送 with different lists compare by these."""

    CULTURE = "culture", "思想文化"
    HEALTH_CHECK = "health_check", "健康体检"
    COUNSELLING = "counselling", "心理关爱"
    ACCIDENT_COVER = "accident_cover", "平安保障"
    GIFTS = "gifts", "慰问礼包"
    LEGAL = "legal", "法律服务"
    RIGHTS = "rights", "维权保障"
    CARE = "care", "温暖关爱"
    HARDSHIP = "hardship", "困难帮扶"
    JOBS = "jobs", "就业岗位"
    SKILLS = "skills", "技能提升"
    WISHES = "wishes", "心愿实现"
    STATIONS = "stations", "站点配套"


class Words(NamedTuple):
    short: str  # on a chip of the phone
    plain: str  # as a worker would say it
    hint: str  # what one gets, in a few words
    about: str  # how one gets it
    icon: str


WORDS = {
    Category.CULTURE: Words(
        "文化", "读书观影", "看书看电影，不收费",
        "读书、看电影、听讲座，驿站和职工服务中心都有，不收费。", "book",
    ),
    Category.HEALTH_CHECK: Words(
        "体检", "免费体检", "每人免费一次",
        "体检专车开到您附近，免费查一次；去不了的可以领体检补贴，两样选一样。", "pulse",
    ),
    Category.COUNSELLING: Words(
        "心理", "找人聊聊", "有咨询师，内容保密",
        "累了、烦了、睡不着，可以约咨询师聊聊，说的话保密。", "chat",
    ),
    Category.ACCIDENT_COVER: Words(
        "保障", "意外保障", "受伤可领补贴",
        "干活受了伤，可以到区县工会登记，领意外伤害补贴。", "shield",
    ),
    Category.GIFTS: Words(
        "慰问", "领慰问品", "工会发到手上",
        "慰问品和慰问金由工会当面发到您手上，写您的名字、您签收。", "gift",
    ),
    Category.LEGAL: Words(
        "普法", "法律问答", "免费问律师",
        "工钱、合同、工伤，拿不准的都可以免费问。", "scales",
    ),
    Category.RIGHTS: Words(
        "维权", "有人撑腰", "工会替您出面",
        "规则不合理、该给的没给，工会替您出面去谈。", "hand",
    ),
    Category.CARE: Words(
        "走访", "上门慰问", "听听您的难处",
        "工会的人会到站点和家里走访，听听您的难处。", "house_heart",
    ),
    Category.HARDSHIP: Words(
        "帮扶", "困难帮扶", "一时有难处可以申请",
        "家里一时有难处，可以到区县工会申请帮扶。", "lifebuoy",
    ),
    Category.JOBS: Words(
        "岗位", "找工作", "招聘会、荐岗位",
        "招聘会和岗位推荐，找一份更稳的活。", "briefcase",
    ),
    Category.SKILLS: Words(
        "技能", "学技能", "免费学，能考证",
        "免费学技能，学完可以考证。", "cap",
    ),
    Category.WISHES: Words(
        "心愿", "许个心愿", "写下来，有人帮",
        "写下一个小心愿，工会看过后不带名字贴出来，有人认领了送给您。", "star",
    ),
    Category.STATIONS: Words(
        "站点", "歇脚驿站", "喝水热饭充电",
        "喝水、热饭、充电、歇脚，都在驿站，不收费。", "pin",
    ),
}  # fmt: skip


class ActivityKind(models.TextChoices):
    VISIT = "visit", "走访慰问"
    EVENT = "event", "专场活动"
    CHECKUP = "checkup", "健康体检"
    LECTURE = "lecture", "讲座宣讲"
    HANDOUT = "handout", "物资发放"
    CONSULTATION = "consultation", "咨询服务"
    JOB_FAIR = "job_fair", "招聘会"
    COURSE = "course", "技能培训"
    OTHER = "other", "其他"
