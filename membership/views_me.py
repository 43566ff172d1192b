"""我的: the member card, my applications, who looked at my data; and the public card check."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.decorators import worker_required
from membership import cards
from membership.models import Application, Member, State
from notifications import services as notifications
from people import services as people
from people.qr import qr


def _member(user) -> Member | None:
    """The latest membership of the signed-in worker, standing or not."""
    if not user.person_id:
        return None
    rows = Member.objects.filter(person_id=user.person_id).select_related("person", "organization")
    return rows.order_by("-joined_at").first()


@require_GET
@worker_required
def me(request):
    member = _member(request.user)
    applications = Application.objects.of_applicant(request.user).exclude(state=State.DRAFT)
    context = {
        "member": member,
        "qr": _qr(request, member),
        "applications": applications.select_related("organization").order_by("-submitted_at")[:5],
        "has_draft": Application.objects.of_applicant(request.user)
        .filter(state=State.DRAFT)
        .exclude(draft=b"")
        .exists(),
        "looks": people.recent_looks(request.user.person) if request.user.person_id else None,
        "unread": notifications.unread_count(request.user),
        "tab": "me",
    }
    return render(request, "membership/me.html", context)


def _qr(request, member: Member | None) -> str:
    if not member:
        return ""
    path = reverse("membership:card-check", args=[cards.token(member)])
    return qr(request.build_absolute_uri(path))


@require_GET
@worker_required
def card(request):
    """The card alone, for the minute change of its code."""
    member = _member(request.user)
    context = {"member": member, "qr": _qr(request, member)}
    return render(request, "membership/_card.html", context)


@require_GET
@never_cache
def card_check(request, token):
    """What anybody sees who scans a card: is this a member, of which union, name masked."""
    context = {"member": cards.check(token), "checked_at": timezone.now()}
    return render(request, "membership/card_check.html", context)
