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
    icon: str


WORDS = {
    Category.CULTURE: Words("文化", "读书观影", "book"),
    Category.HEALTH_CHECK: Words("体检", "免费体检", "pulse"),
    Category.COUNSELLING: Words("心理", "找人聊聊", "chat"),
    Category.ACCIDENT_COVER: Words("保障", "意外保障", "shield"),
    Category.GIFTS: Words("慰问", "领慰问品", "gift"),
    Category.LEGAL: Words("普法", "法律问答", "scales"),
    Category.RIGHTS: Words("维权", "有人撑腰", "hand"),
    Category.CARE: Words("走访", "上门慰问", "house_heart"),
    Category.HARDSHIP: Words("帮扶", "困难帮扶", "lifebuoy"),
    Category.JOBS: Words("岗位", "找工作", "briefcase"),
    Category.SKILLS: Words("技能", "学技能", "cap"),
    Category.WISHES: Words("心愿", "许个心愿", "star"),
    Category.STATIONS: Words("站点", "歇脚驿站", "pin"),
}


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
