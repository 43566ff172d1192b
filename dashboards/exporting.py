"""Tables of 看全局 as Excel (settings.EXPORTS): for a reason, with the reader's name on every page,
and recorded. Short ones are written at once, long ones by a worker and kept for a day.
"""

import datetime
import tempfile
from collections.abc import Sequence
from functools import partial
from typing import IO, Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from dashboards import export_pages, scope
from dashboards.scope import Scope
from dashboards.taking import Content, Page, Query, Taking
from spreadsheets import exporting, progress, writing
from spreadsheets.exporting import ExportKind
from spreadsheets.models import Export
from spreadsheets.writing import Sheet

# As many rows are written while one waits.
DIRECT = 3_000
MOST = 100_000
CHUNK = 1_000
KEPT = datetime.timedelta(days=1)
RECORDED = "dashboards.exported"
TOO_MANY = f"一次最多导出{MOST // 10_000}万行，请按地区或日期分几次导出。"
NOTHING = "按这些条件没有可以导出的数据。"
NOT_ANY_MORE = "您在这个地区的岗位已经变了，这份表格没有写。"


def content(page: Page, found: Scope, query: Query) -> Content:
    """What would be written now. Raises Refused when there is nothing, or more than is written."""
    read = page.read(found, query, _not_told)
    if not read.tables:
        raise Refused(NOTHING)
    if read.size > MOST:
        raise Refused(TOO_MANY)
    return read


def ask_for(page: Page, found: Scope, query: Query, *, rows: int, reason: str) -> Export:
    """The same by a worker."""
    return exporting.ask_for(
        kind=kind_name(page), title=f"{page.title}-{found.union.name}", organization=found.union,
        context={
            "page": page.name, "union": str(found.union.public_id), "filters": dict(query),
            "reason": reason,
        },
        rows=rows, actor=found.user,
    )  # fmt: skip


def write(page: Page, found: Scope, query: Query, read: Content, *, reason: str) -> IO[bytes]:
    """The file, at its beginning. Nothing leaves that is not on record."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
    with transaction.atomic():
        rows = writing.write(out, *taking(found, reason).sheets(read))
        audit.record(
            RECORDED, actor=found.user, unit=found.union.name, reason=reason,
            data={
                "page": page.name, "union": str(found.union.public_id), "filters": dict(query),
                "rows": rows,
            },
        )  # fmt: skip
    out.seek(0)
    return out


def taking(found: Scope, reason: str) -> Taking:
    return Taking(str(found.user), found.union.name, timezone.localtime(), reason)


def file_name(page: Page, found: Scope) -> str:
    return f"{page.title}-{found.union.name}_{timezone.localtime():%Y%m%d%H%M}"


def kind_name(page: Page) -> str:
    return f"dashboards-{page.name}"


def _not_told(done: int) -> None:
    """Nobody waits with a progress bar."""


def _sheets(page: Page, job: Export) -> Sequence[Sheet]:
    """Asked once more who may: hours may lie between the press and the worker."""
    context: dict[str, Any] = job.context
    try:
        found = scope.read(job.requested_by, context["union"], page.roles)
    except Http404:
        raise Refused(NOT_ANY_MORE) from None

    def tick(done: int) -> None:
        if done % CHUNK == 0:
            progress.tell(job.pk, done, job.rows)

    read = page.read(found, context["filters"], tick)
    return taking(found, context["reason"]).sheets(read)


def kind_of(page: Page) -> ExportKind:
    return ExportKind(
        name=kind_name(page), action=RECORDED, roles=page.roles, sheets=partial(_sheets, page),
        kept=KEPT,
    )  # fmt: skip


EXPORTS = tuple(map(kind_of, export_pages.PAGES))
