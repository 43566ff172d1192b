"""Words of hardship and 1+1 (一对一联系). Source: the federation's vocabulary."""

from django.db import models


class Group(models.TextChoices):
    """Who the households are; workers and families together, never all “hardship workers”."""

    HARDSHIP = "hardship", "困难职工"
    ISOLATED = "isolated", "困难企业被隔离职工"
    FRONTLINE = "frontline", "抗疫一线工作人员"
    FAMILY = "family", "一线工作人员家属"


class HardshipClass(models.TextChoices):
    DEEP = "deep", "深度困难"
    RELATIVE = "relative", "相对困难"
    SUDDEN = "sudden", "意外致困"


class Cause(models.TextChoices):
    OWN_ILLNESS = "own_illness", "本人大病"
    FAMILY_ILLNESS = "family_illness", "家属大病"
    DISABILITY = "disability", "残疾"
    SCHOOLING = "schooling", "子女就学"
    JOB_LOSS = "job_loss", "下岗失业"
    DISASTER = "disaster", "意外灾害"
    SINGLE_PARENT = "single_parent", "单亲"
    OTHER = "other", "其他"


class Care(models.TextChoices):
    """三种关怀, each with its aim."""

    HUMAN = "human", "人文关怀"
    LIFE = "life", "生活关怀"
    HELP = "help", "帮扶关怀"


class ContactChannel(models.TextChoices):
    CALL = "call", "电话"
    WECHAT = "wechat", "微信"
    SMS = "sms", "短信"
    VISIT = "visit", "上门走访"
    DELIVERY = "delivery", "无接触配送"
    VIDEO = "video", "视频"


class Result(models.TextChoices):
    REACHED = "reached", "已联系"
    NOT_REACHED = "not_reached", "未接通"
    DECLINED = "declined", "婉拒"
    PASSED_ON = "passed_on", "已转交"


# Somebody answered. “Tried, not reached” is tried, and no contact.
ANSWERED = (Result.REACHED, Result.DECLINED, Result.PASSED_ON)


class NeedKind(models.TextChoices):
    """Needs of a household, and the skills of a cadre that serve them."""

    GOODS = "goods", "生活物资"
    MEDICINE = "medicine", "就医购药"
    SCHOOL = "school", "子女学习"
    ELDERS = "elders", "老人照料"
    MIND = "mind", "心理疏导"
    LAW = "law", "法律"
    WORK = "work", "就业"
    POLICY = "policy", "政策咨询"


class Language(models.TextChoices):
    """What one is most at ease in, beside 普通话."""

    MANDARIN = "mandarin", "普通话"
    YUGUR = "yugur", "裕固语"
    TIBETAN = "tibetan", "藏语"
    MONGOLIAN = "mongolian", "蒙古语"
    KAZAKH = "kazakh", "哈萨克语"


SUPPLIES = ("大米", "面粉", "食用油", "牛奶", "蔬菜", "药品", "口罩", "图书", "保暖包", "防寒服")
