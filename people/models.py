"""One record a person: the only table with identity numbers, encrypted."""

import uuid

from django.db import models
from django.utils import timezone

from people import identity
from people.sealed import SealedField
from people.vocabulary import DocumentType, Sex


class Person(models.Model):
    """One document = one person. Written by `people.services`, read in full only by `reveal`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("姓名", max_length=64)
    name_pinyin = models.CharField(max_length=160, blank=True)
    name_initials = models.CharField(max_length=32, blank=True)
    document_type = models.CharField("证件类型", max_length=24, choices=DocumentType.choices)
    # AES-256-GCM, key id inside; see people/crypto.py
    number_sealed = SealedField()
    # HMAC-SHA256 of type and number, hex; how a number is found again
    number_fingerprint = models.CharField(max_length=64, unique=True)
    # First four and last four characters, the rest stars: all that pages ever show
    number_masked = models.CharField("证件号码", max_length=32)
    sex = models.CharField("性别", max_length=8, choices=Sex.choices, blank=True)
    birth_date = models.DateField("出生日期", null=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        indexes = [
            # Same name and birthday under another document (membership/checks.py): there are
            # thousands of 王伟 in a million, but few were born on one day.
            models.Index(fields=["birth_date", "name"], name="person_namesake"),
            models.Index(fields=["name"], name="person_name", opclasses=["varchar_pattern_ops"]),
            models.Index(
                fields=["name_pinyin"],
                name="person_pinyin",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(
                fields=["name_initials"],
                name="person_initials",
                opclasses=["varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def age(self) -> int | None:
        """What the desk sees: beside the masked number a full birth date would give it away."""
        return identity.age(self.birth_date, timezone.localdate()) if self.birth_date else None


class Purpose(models.TextChoices):
    """What a person agreed to; each is asked for and withdrawn by itself (PIPL §14–15)."""

    JOIN = "join", "办理入会"
    GIFTS = "gifts", "实名登记慰问和补贴"
    ASSISTANCE = "assistance", "建立帮扶档案"
    # Asked for by itself: shown to everybody, though masked.
    PUBLICATION = "publication", "公示姓名（隐去）、单位和类别"
    # Given by the guardian of a child under 14 (PIPL §31).
    GUARDIAN = "guardian", "监护人同意登记孩子的情况"


class Consent(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=24, choices=Purpose.choices)
    policy_version = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "同意"
        verbose_name_plural = "同意"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "policy_version"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_standing_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.policy_version}"
