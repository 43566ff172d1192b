"""今天要办 and 今日数字: what staff must do before going home, and how the day stands."""

import datetime

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.decorators import staff_required
from audit.days import midnight
from membership import clock, numbers, queue
from membership.models import SEES_APPLICATIONS, Application, State
from notifications import services as notifications
from organizations import posts
from organizations.calendar import is_published, working_calendar
from organizations.decorators import post_required
from organizations.models import Role


@require_GET
@staff_required
def desk(request):
    """Everybody's first page: only what their own posts ask of them."""
    user = request.user
    held = {post.role for post in posts.current_posts(user)}
    if not held:
        return render(request, "membership/no_post.html", status=403)
    if held == {Role.AUDITOR}:
        return redirect("audit:entries")
    now = timezone.now()
    counts = queue.counts(user, now)
    urgent = Application.objects.visible_to(user).filter(state=State.SUBMITTED)
    rows = urgent.select_related("organization").order_by("due_at", "pk")[:8]
    context = {
        "counts": counts,
        "rows": [{"application": row, "face": clock.face(row, now, ring=False)} for row in rows],
        "posts": posts.current_posts(user),
        "unread": notifications.unread_count(user),
        "is_working_day": working_calendar()(timezone.localdate()),
        "may_review": posts.holds_any(user, SEES_APPLICATIONS),
    }
    return render(request, "membership/desk.html", context)


class DayForm(forms.Form):
    day = forms.DateField(required=False)


@require_GET
@post_required(Role.ADMINISTRATOR)
def today(request):
    form = DayForm(request.GET)
    day = form.cleaned_data["day"] if form.is_valid() else None
    day = day or timezone.localdate()
    if not 2020 <= day.year <= 2100:
        raise Http404
    now = timezone.now()
    start = midnight(day)
    lines, total = numbers.by_district(request.user, day, now)
    context = {
        "day": day,
        "is_today": day == timezone.localdate(),
        "lines": lines,
        "total": total,
        "late": numbers.late_ones(request.user, start, start + datetime.timedelta(days=1)),
        "overdue": numbers.overdue_now(request.user, now),
        "next_year": day.year + 1,
        "next_year_published": is_published(day.year + 1),
    }
    return render(request, "membership/today.html", context)
