"""The reviewer's acts: open, return, approve, refuse, explain a delay, choose another union."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from membership import checks, clock, tallies
from membership.members import admit
from membership.models import DECIDED_STATES, MOVES, Application, Measure, Member, State
from membership.permissions import (
    refusal_to_admit_into,
    refusal_to_decide,
    refusal_to_move,
)
from notifications import services as notifications
from organizations.models import Organization


def open_for_review(
    application: Application, *, actor: User, at: datetime.datetime | None = None
) -> None:
    """Note the first look of a reviewer, so that the worker reads “工作人员正在看”; every look at
    the personal data is recorded.
    """
    at = at or timezone.now()
    with transaction.atomic():
        Application.objects.filter(
            pk=application.pk, opened_at__isnull=True, state=State.SUBMITTED
        ).update(opened_at=at, opened_by=actor)
        _record("membership.opened", application, actor, at)


def return_for_correction(
    application: Application,
    *,
    items: list[dict[str, str]],
    actor: User,
    at: datetime.datetime | None = None,
) -> Application:
    """Send back, listing everything missing at once (一次告知); the clock stops.

    `items`: [{"field", "problem", "hint"}, …], at least one.
    """
    at = at or timezone.now()
    if not items:
        raise Refused("请至少选一处要补正的内容。", field="items")
    with transaction.atomic():
        application = _lock(application)
        _check(application, "return", actor)
        ticking = clock.stop(application, at)
        application.state = MOVES["return"][1]
        application.returned_at = at
        application.return_items = items
        application.save(update_fields=["state", "returned_at", "return_items", *ticking])
        _record(
            "membership.returned", application, actor, at,
            data={"fields": [item["field"] for item in items]},
        )  # fmt: skip
        _tell(application, "membership.returned", at)
    return application


def approve(
    application: Application,
    *,
    actor: User,
    late_reason: str = "",
    at: datetime.datetime | None = None,
) -> Member:
    """Admit the applicant to the union of the application and tell them.

    Pressing twice returns the same member. Raises Refused: decided by somebody else (who and
    when), not theirs to decide, late without a reason (field "late_reason").
    """
    at = at or timezone.now()
    with transaction.atomic():
        application = _lock(application)
        if application.state == State.APPROVED and application.decided_by_id == actor.pk:
            return application.member
        _check(application, "approve", actor)
        member = admit(application, at=at)
        _decide(
            application, "approve", Measure.APPROVED, Measure.JOINED,
            actor=actor, late_reason=late_reason, at=at,
        )  # fmt: skip
        _tell(application, "membership.approved", at, member=member)
    return member


def refuse(
    application: Application,
    *,
    reason: str,
    actor: User,
    late_reason: str = "",
    at: datetime.datetime | None = None,
) -> Application:
    """Say no, with the reason the applicant will read. They may apply again."""
    at = at or timezone.now()
    reason = reason.strip()
    if not reason:
        raise Refused("请写明不通过的理由，申请人会看到。", field="reason")
    with transaction.atomic():
        application = _lock(application)
        if application.state == State.REFUSED and application.decided_by_id == actor.pk:
            return application
        _check(application, "refuse", actor)
        application.decision_reason = reason
        _decide(application, "refuse", Measure.REFUSED, actor=actor, late_reason=late_reason, at=at)
        _tell(application, "membership.refused", at)
    return application


def approve_many(
    applications: list[Application], *, actor: User, at: datetime.datetime | None = None
) -> tuple[list[Member], list[tuple[Application, str]]]:
    """Approve clean applications one after another, each its own transaction and record.

    Returns the members made and, for each application left alone, why.
    """
    at = at or timezone.now()
    members, left = [], []
    for application in applications:
        try:
            if not checks.is_clean(application, at) and application.state == State.SUBMITTED:
                raise Refused("有提醒或已超时，请打开单独办理。")
            members.append(approve(application, actor=actor, at=at))
        except Refused as refused:
            left.append((application, refused.message))
    return members, left


def explain_delay(
    application: Application,
    *,
    reason: str,
    promised_at: datetime.datetime,
    actor: User,
    at: datetime.datetime | None = None,
) -> Application:
    """Tell the worker why the answer is late and when it will come instead."""
    at = at or timezone.now()
    reason = reason.strip()
    if not reason:
        raise Refused("请用一句话写明原因，申请人会看到。", field="reason")
    if promised_at <= at:
        raise Refused("新的答复时间要在现在之后。", field="promised_at")
    with transaction.atomic():
        application = _lock(application)
        _check(application, "approve", actor)
        if not application.is_late(at):
            raise Refused("这份申请还没有超时，不用说明。")
        application.late_reason = reason
        application.promised_at = promised_at
        application.save(update_fields=["late_reason", "promised_at"])
        _record("membership.delay_explained", application, actor, at, reason=reason)
        _tell(application, "membership.delayed", at)
    return application


def choose_union(
    application: Application,
    *,
    organization: Organization,
    actor: User,
    at: datetime.datetime | None = None,
) -> Application:
    """Change the union the applicant will be admitted to, within the reviewer's subtree."""
    at = at or timezone.now()
    with transaction.atomic():
        application = _lock(application)
        _check(application, "approve", actor)
        reason = refusal_to_admit_into(actor, organization)
        if reason:
            raise Refused(reason, field="organization")
        if organization == application.organization:
            return application
        before, application.organization = application.organization, organization
        tallies.move_received(application, before)
        application.save(update_fields=["organization"])
        _record(
            "membership.union_changed", application, actor, at,
            data={"from": before.name, "to": organization.name},
        )  # fmt: skip
    return application


def _lock(application: Application) -> Application:
    # Two reviewers pressing together meet here: the second reads what the first decided. The
    # row is locked alone and read afterwards: a join in the locking query would still show the
    # neighbours (who decided, which union) as they were before the wait.
    rows = Application.objects.filter(pk=application.pk)
    list(rows.select_for_update().values_list("pk"))
    return rows.select_related("organization", "applicant", "district").get()


def _check(application: Application, move: str, actor: User) -> None:
    reason = refusal_to_decide(actor, application)
    if reason:
        raise Refused(reason)
    if application.state in DECIDED_STATES:
        raise Refused(_already_decided(application))
    reason = refusal_to_move(application, move)
    if reason:
        raise Refused(reason)


def _already_decided(application: Application) -> str:
    when = timezone.localtime(application.decided_at)
    return (
        f"{application.decided_by.name}已在{when.month}月{when.day}日 {when:%H:%M}"
        f"答复：{application.get_state_display()}。您这次没有重复办理。"
    )


def _decide(application, move, *measures, actor, late_reason, at) -> None:
    application.was_late = application.state == State.SUBMITTED and application.due_at < at
    application.late_reason = late_reason.strip() or application.late_reason
    if application.was_late and not application.late_reason:
        raise Refused("已过答复时限，请先写明超时原因，申请人会看到。", field="late_reason")
    took = clock.finish(application, at)
    application.state = MOVES[move][1]
    application.decided_at = at
    application.decided_by = actor
    # Kept, sealed, only as long as the applicant may still be asked to correct it.
    application.draft = b""
    application.save(
        update_fields=[
            "was_late", "late_reason", "state", "decided_at", "decided_by", "decision_reason", "draft",
            *took,
        ]
    )  # fmt: skip
    timely = Measure.LATE if application.was_late else Measure.ON_TIME
    tallies.add(application.organization, at, timely, *measures)
    _record(
        "membership.approved" if move == "approve" else "membership.refused",
        application, actor, at, reason=application.decision_reason,
    )  # fmt: skip


def _record(action, application, actor, at, **more) -> None:
    audit.record(
        action,
        actor=actor,
        subject=application,
        person=application.person_id,
        unit=application.organization.name,
        at=at,
        **more,
    )


def _tell(application, kind, at, **context) -> None:
    notifications.enqueue(
        kind,
        recipient=application.applicant,
        context={"application": application, "city": settings.CITY_NAME, **context},
        dedupe=f"{application.pk}:{at.isoformat()}",
        about=application,
        link=reverse("membership:progress", args=[application.pk]),
        at=at,
    )
