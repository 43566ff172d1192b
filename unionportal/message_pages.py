"""Pages of messages: the inbox of worker and desk, and the administrators' reconciliation.

They stand here because they need the doors of accounts and organizations, which the messages
themselves lie below.
"""

import datetime

from django import forms
from django.contrib import messages as flash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.decorators import staff_required, worker_required
from audit import keyset
from audit.days import midnight
from audit.refusal import Refused
from notifications import reconciliation as figures
from notifications import services as notifications
from notifications.models import Message, State
from organizations.decorators import post_required
from organizations.models import Role
from organizations.posts import current_posts

DAYS_SHOWN = 14


class DayForm(forms.Form):
    day = forms.DateField(
        label="到哪一天",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SmsForm(forms.Form):
    wanted = forms.ChoiceField(choices=[("0", "不收"), ("1", "收")])


@require_GET
@worker_required
def inbox(request):
    return _inbox(request, "notifications/inbox.html")


@require_GET
@staff_required
def desk_inbox(request):
    return _inbox(request, "notifications/desk_inbox.html")


def _inbox(request, template):
    page = _page(request, Message.objects.inbox_of(request.user), "-created_at")
    # The rows in hand still say which were news; from now on they are read.
    notifications.mark_read(request.user, [row for row in page.rows if not row.read_at])
    context = {"page": page, "wants_sms": notifications.wants_sms(request.user), "tab": "me"}
    return render(request, template, context)


def _page(request, rows, key) -> keyset.Page:
    return keyset.page(
        rows, key, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )


@require_POST
@worker_required
def sms(request):
    return _choose_sms(request, "notifications:inbox")


@require_POST
@staff_required
def desk_sms(request):
    return _choose_sms(request, "notifications:desk-inbox")


def _choose_sms(request, back):
    form = SmsForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["wanted"] == "1"
        notifications.choose_sms(request.user, wanted=wanted)
        flash.success(request, "以后重要的消息也会发短信。" if wanted else "以后不再发短信提醒。")
    return redirect(back)


@require_GET
@post_required(Role.ADMINISTRATOR)
def reconciliation(request):
    """Figures for every administrator; names and reasons for the city's alone."""
    form = DayForm(
        request.GET if "day" in request.GET else None, initial={"day": timezone.localdate()}
    )
    day = (form.is_valid() and form.cleaned_data["day"]) or timezone.localdate()
    since, until = _span(day)
    lines = figures.lines(since, until)
    context = {
        "form": form,
        "since": since,
        "last_day": day,
        "lines": lines,
        "total": figures.total(lines),
        "page": _page(request, figures.failed(), "-finished_at") if _of_the_city(request) else None,
    }
    return render(request, "notifications/reconciliation.html", context)


def _span(day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """From midnight to midnight local time; a day beyond the calendar is brought back into it."""
    day = min(max(day, datetime.date(2000, 1, 1)), datetime.date(2200, 1, 1))
    one = datetime.timedelta(days=1)
    return midnight(day - (DAYS_SHOWN - 1) * one), midnight(day + one)


def _of_the_city(request) -> bool:
    # A message knows no union, so its reader may only be somebody whose subtree is everything.
    return any(
        post.role == Role.ADMINISTRATOR and post.organization.parent_id is None
        for post in current_posts(request.user)
    )


@require_POST
@post_required(Role.ADMINISTRATOR)
def resend(request, pk):
    visible = Message.objects.filter(state=State.FAILED)
    found = get_object_or_404(visible if _of_the_city(request) else visible.none(), pk=pk)
    try:
        notifications.resend(found, actor=request.user)
        flash.success(request, "已排队重新发送。")
    except Refused as refused:
        flash.error(request, refused.message)
    return redirect("notifications:reconciliation")
