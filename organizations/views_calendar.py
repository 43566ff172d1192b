"""工作日历: what was published, what was changed, month by month."""

import datetime

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit.refusal import Refused
from organizations import calendar, month, permissions, timetable, visible
from organizations.decorators import post_required
from organizations.forms import OverrideForm
from organizations.models import CalendarOverride
from organizations.typed import with_refusal


class MonthForm(forms.Form):
    # The published calendar begins in 2004.
    year = forms.IntegerField(min_value=2004, max_value=2100)
    month = forms.IntegerField(min_value=1, max_value=12)


class DayForm(forms.Form):
    day = forms.DateField()


@require_GET
@post_required(*visible.SEES_CALENDAR)
def calendar_page(request):
    return _page(request, OverrideForm())


def _page(request, form):
    today = timezone.localdate()
    first = _asked_month(request, today)
    overrides = {row.day: row for row in CalendarOverride.objects.filter(day__year=first.year)}
    context = {
        "form": form,
        "first": first,
        "previous": first - datetime.timedelta(days=1),
        "next": first + datetime.timedelta(days=31),
        "week": month.WEEK,
        "weeks": month.weeks(first.year, first.month, overrides, today),
        "overrides": list(overrides.values()),
        "published": calendar.is_published(first.year),
        "next_year": today.year + 1,
        "next_year_published": calendar.is_published(today.year + 1),
        "months": range(1, 13),
        "may_change": not permissions.refusal_to_change_calendar(request.user),
    }
    return render(request, "organizations/calendar.html", context)


def _asked_month(request, today: datetime.date) -> datetime.date:
    form = MonthForm(request.GET)
    if not form.is_valid():
        return today.replace(day=1)
    return datetime.date(form.cleaned_data["year"], form.cleaned_data["month"], 1)


@require_POST
@post_required(*visible.SEES_CALENDAR)
def change(request):
    form = OverrideForm(request.POST)
    answer = with_refusal(form, lambda: _changed(request, **form.cleaned_data))
    return answer or _page(request, form)


def _changed(request, *, day, is_working, note):
    timetable.override_day(day, is_working=is_working, note=note, actor=request.user)
    word = "上班" if is_working else "休息"
    messages.success(request, f"{_in_words(day)}改为{word}，现在起按它算答复时限。")
    return _to_month(day)


@require_POST
@post_required(*visible.SEES_CALENDAR)
def remove(request):
    form = DayForm(request.POST)
    if not form.is_valid():
        return redirect("organizations:desk-calendar")
    day = form.cleaned_data["day"]
    try:
        timetable.remove_override(day, actor=request.user)
        messages.success(request, f"{_in_words(day)}的调整已取消，按公布的日历算。")
    except Refused as refused:
        messages.error(request, refused.message)
    return _to_month(day)


def _in_words(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _to_month(day: datetime.date):
    return redirect(f"{reverse('organizations:desk-calendar')}?year={day.year}&month={day.month}")
