"""Work on spreadsheets that outlives the request: a file read in, a list written out."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.models import Organization
from people.sealed import SealedField


class ImportState(models.TextChoices):
    WAITING = "waiting", "等待检查"
    CHECKING = "checking", "检查中"
    READY = "ready", "待确认"
    IMPORTING = "importing", "导入中"
    DONE = "done", "已导入"
    UNDOING = "undoing", "撤销中"
    UNDONE = "undone", "已撤销"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"


S = ImportState
# act -> (states it may start from, state it leads to). Who may do it is the kind's matter.
IMPORT_MOVES = {
    "check": ((S.WAITING, S.CHECKING), S.CHECKING),
    "show": ((S.CHECKING,), S.READY),
    "confirm": ((S.READY,), S.IMPORTING),
    # What had changed since the check is shown once more.
    "show_again": ((S.IMPORTING,), S.READY),
    "finish": ((S.IMPORTING,), S.DONE),
    "cancel": ((S.WAITING, S.CHECKING, S.READY), S.CANCELLED),
    "undo": ((S.DONE,), S.UNDOING),
    "finish_undo": ((S.UNDOING,), S.UNDONE),
    "keep": ((S.UNDOING,), S.DONE),
    "fail": ((S.WAITING, S.CHECKING, S.IMPORTING), S.FAILED),
}
# A worker is at it, or must be found for it.
WORKING_STATES = (S.WAITING, S.CHECKING, S.IMPORTING, S.UNDOING)


class RowState(models.TextChoices):
    GOOD = "good", "可以导入"
    BAD = "bad", "有问题"
    PARKED = "parked", "存疑"
    SKIPPED = "skipped", "不导入"
    IMPORTED = "imported", "已导入"


class Job(models.Model):
    """What an import and an export share: who asked for what, and how the work stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Which of the registered kinds (kinds.py).
    kind = models.CharField("类别", max_length=32)
    # The union it was asked for: those above it see it too.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="工会"
    )
    # What the kind needs to know, such as the campaign's id.
    context = models.JSONField(default=dict)
    file = models.FileField(max_length=120, blank=True)
    # How often a worker has begun this piece of work; one that kills its worker is given up.
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Import(Job):
    """One uploaded file on its way in. `total` … `done` count its rows (checking.py)."""

    # Made by the form: the same upload sent twice is one row.
    client_id = models.UUIDField(default=uuid.uuid4)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("大小")
    digest = models.CharField(max_length=64)
    # An earlier import of the very same bytes.
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        "状态", max_length=12, choices=ImportState.choices, default=ImportState.WAITING
    )
    total = models.PositiveIntegerField("行数", default=0)
    checked = models.PositiveIntegerField("已检查", default=0)
    good = models.PositiveIntegerField("可以导入", default=0)
    bad = models.PositiveIntegerField("有问题", default=0)
    doubtful = models.PositiveIntegerField("存疑", default=0)
    done = models.PositiveIntegerField("已导入", default=0)
    # [[name, title]] as they were when it was checked: what the cells of its rows stand under.
    columns = models.JSONField(default=list)
    # What was noticed and is no problem: hidden sheets, columns nobody asked for.
    notes = models.JSONField("提示", default=list)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        constraints = [
            models.UniqueConstraint(fields=["uploaded_by", "client_id"], name="import_once")
        ]
        indexes = [
            models.Index(fields=["kind", "-created_at", "-id"], name="import_kind"),
            models.Index(fields=["digest"], name="import_digest"),
            models.Index(
                fields=["created_at"],
                name="import_working",
                condition=Q(state__in=[state.value for state in WORKING_STATES]),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in WORKING_STATES


class ImportRow(models.Model):
    """One row of the sheet as it was read, and what is wrong with it."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    # In the order of the kind's columns.
    cells = models.JSONField(default=list)
    # The same where the sheet holds document numbers: then nothing stands in `cells` (sealing.py).
    sealed = SealedField(default=b"", db_default=b"")
    state = models.CharField(max_length=8, choices=RowState.choices)
    # [{"column": name, "text": sentence}]; column "" is the row as a whole.
    problems = models.JSONField(default=list)
    # Why it may stand there twice: parked until somebody lets it in or leaves it out.
    doubts = models.JSONField(default=list)
    # Id of what was made of it, where the kind cannot tell otherwise.
    made = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "导入的行"
        verbose_name_plural = "导入的行"
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["job", "state", "number"], name="import_row_state")]

    def __str__(self) -> str:
        return f"第{self.number}行"


class ExportState(models.TextChoices):
    WAITING = "waiting", "准备中"
    READY = "ready", "可以下载"
    FAILED = "failed", "失败"
    GONE = "gone", "已过期"


class Export(Job):
    """A long list written by a worker, to be fetched within some days."""

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("名称", max_length=80)
    state = models.CharField(
        "状态", max_length=12, choices=ExportState.choices, default=ExportState.WAITING
    )
    rows = models.PositiveIntegerField("行数", default=0)

    class Meta:
        verbose_name = "导出"
        verbose_name_plural = "导出"
        indexes = [
            models.Index(fields=["requested_by", "-created_at"], name="export_requested_by"),
            models.Index(
                fields=["created_at"], name="export_waiting", condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return self.title
