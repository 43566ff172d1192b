"""Words of the field that several apps share. Source: the federation's vocabulary."""

from django.db import models


class Occupation(models.TextChoices):
    """从业类别: the eight groups, 网约车司机, and the ordinary employments."""

    TRUCK = "truck", "货车司机"
    PARCEL = "parcel", "快递员"
    CARE = "care", "护工护理员"
    DOMESTIC = "domestic", "家政服务员"
    SHOP = "shop", "商场信息员"
    FOOD = "food", "网约送餐员"
    ESTATE = "estate", "房产中介员"
    GUARD = "guard", "保安员"
    RIDE = "ride", "网约车司机"
    OTHER_NEW = "other_new", "其他新就业形态劳动者"
    COMPANY = "company", "企业职工"
    PUBLIC = "public", "机关事业单位职工"


# The four groups of the 2021 membership drive (入会集中行动).
KEY_GROUPS = (Occupation.TRUCK, Occupation.RIDE, Occupation.PARCEL, Occupation.FOOD)

PLATFORMS = (
    "顺丰", "美团", "饿了么", "京东", "中通", "圆通", "申通", "韵达", "极兔",
    "中国邮政", "达达", "闪送", "滴滴", "曹操", "T3", "货拉拉", "满帮", "快狗",
)  # fmt: skip


class DocumentType(models.TextChoices):
    """证件类型."""

    IDENTITY_CARD = "identity_card", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGN_PERMANENT = "foreign_permanent", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"
