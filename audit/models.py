"""The append-only record of every act and of every look at personal data."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Entry(models.Model):
    """One act by one actor on one subject.

    Actor, subject and person are plain values, not foreign keys: the record must outlive
    whatever it speaks of, and this app stands below all others. A database trigger refuses
    UPDATE and DELETE (see migration 0002).
    """

    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64, blank=True)
    actor_unit = models.CharField(max_length=128, blank=True)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    # Whose personal data the act touched; feeds “谁看过我的信息”.
    person_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_subject"),
            models.Index(
                fields=["person_id", "-id"],
                name="audit_person",
                condition=models.Q(person_id__isnull=False),
            ),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            models.Index(fields=["action", "-id"], name="audit_action"),
            # Rows lie on disk in order of time: a block range index finds a day, costs next to
            # nothing to write and stays tiny.
            BrinIndex(fields=["at"], name="audit_at", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class Seal(models.Model):
    """One link of the hash chain: covers every entry after the previous seal up to `last_id`.

    Sealing a batch instead of chaining each row keeps writers from queueing behind one another.
    """

    sealed_at = models.DateTimeField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    entries = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "审计封存"
        verbose_name_plural = "审计封存"

    def __str__(self) -> str:
        return f"{self.first_id}–{self.last_id}"
