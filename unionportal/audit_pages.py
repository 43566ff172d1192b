"""The auditor's page: the whole record, newest first, in sentences. It can only be read."""

import datetime
from dataclasses import dataclass, replace

from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from audit import keyset
from audit.days import midnight
from audit.models import Entry, Seal
from audit.wording import WORDING, sentence
from organizations.decorators import post_required
from organizations.models import Role

SYSTEM = "系统"
# How many of one name are looked for.
SAME_NAME = 100


class FilterForm(forms.Form):
    action = forms.ChoiceField(
        label="做了什么", required=False, choices=[("", "全部"), *WORDING.items()]
    )
    actor = forms.CharField(label="谁（姓名或账号）", required=False, max_length=64, empty_value="")
    day = forms.DateField(
        label="哪一天",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@dataclass(frozen=True)
class Line:
    entry: Entry

    @property
    def actor(self) -> str:
        return self.entry.actor_name or SYSTEM

    @property
    def sentence(self) -> str:
        return sentence(self.entry.action)


@require_GET
@post_required(Role.AUDITOR)
def entries(request):
    form = FilterForm(request.GET or None)
    form.is_valid()
    # What could not be read is marked beside its field; the rest still filters.
    asked = getattr(form, "cleaned_data", {})
    page = keyset.newest(
        _matching(asked),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "form": form,
        "page": replace(page, rows=[Line(entry) for entry in page.rows]),
        "sealed": Seal.objects.order_by("last_id").last(),
    }
    return render(request, "audit/entries.html", context)


def _matching(asked: dict) -> QuerySet[Entry]:
    rows = Entry.objects.all()
    if asked.get("action"):
        rows = rows.filter(action=asked["action"])
    if asked.get("actor"):
        rows = rows.filter(_by(asked["actor"]))
    if asked.get("day"):
        rows = rows.filter(_on(asked["day"]))
    return rows


def _by(name: str) -> Q:
    if name == SYSTEM:
        return Q(actor_id=None)
    # Looked up first: a subquery would have all that these people ever did sorted.
    users = User.objects.filter(Q(name=name) | Q(username=name)).values_list("pk", flat=True)
    ids = list(users[:SAME_NAME])
    return Q(actor_id=ids[0]) if len(ids) == 1 else Q(actor_id__in=ids)


def _on(day: datetime.date) -> Q:
    # Compared as moments, not as dates, so that the index on `at` serves.
    if not datetime.date(2000, 1, 1) <= day < datetime.date(2200, 1, 1):
        return Q(pk=None)
    return Q(at__gte=midnight(day), at__lt=midnight(day + datetime.timedelta(days=1)))
