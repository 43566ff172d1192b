"""摸底排查 out of a sheet, and the city's ceilings of the classes."""

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assistance import classes
from assistance.forms_answers import ClassesForm
from assistance.imports import SURVEY
from assistance.models.file import STEWARDS
from assistance.vocabulary import HardshipClass
from organizations.decorators import post_required
from organizations.posts import current_posts
from organizations.typed import with_refusal
from spreadsheets import desk
from spreadsheets.limits import InMemory, limited
from spreadsheets.models import Import


# The sheet is full of document numbers: on its way in it touches no disk.
@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
@limited(handler=InMemory)
def survey(request):
    job = _job(request.user)
    form, answer = desk.uploaded(request, job)
    if answer:
        return answer
    context = {"form": form, "page": desk.history(request, job)}
    return render(request, "assistance/survey.html", context, status=desk.status_of(request))


@require_GET
@post_required(*STEWARDS)
def template(request):
    return desk.template(_job(request.user), "摸底排查表")


def _job(user) -> Import:
    """An import as it would be of this user's, for the highest union they administer; not saved."""
    held = [post.organization for post in current_posts(user) if post.role in STEWARDS]
    return Import(kind=SURVEY, organization=held[0], context={}, uploaded_by=user)


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def hardship_classes(request):
    """Every keeper reads the ceilings, the city sets them."""
    year = _year(request.GET.get("year", ""))
    form = ClassesForm(request.POST or None, initial=_standing(year))
    answer = with_refusal(form, lambda: _set(request, form))
    if answer:
        return answer
    context = {
        "form": form, "years": classes.years(), "classes": HardshipClass.labels,
        "refusal": classes.refusal_to_set(request.user),
    }  # fmt: skip
    return render(request, "assistance/classes.html", context)


def _set(request, form: ClassesForm):
    year = form.cleaned_data["year"]
    changed = classes.set_rules(year, form.ceilings(), actor=request.user)
    messages.success(request, f"{year}年的标准已保存。" if changed else "没有改动。")
    return redirect("assistance:classes")


def _year(text: str) -> int:
    today = timezone.localdate().year
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today


def _standing(year: int) -> dict:
    """What the form shows of the year; the latest one before it where nothing was set."""
    known = dict(classes.years())
    rules = known.get(year) or next((known[each] for each in known if each < year), [])
    shown: dict[str, Any] = {"year": year}
    for rule in filter(None, rules):
        shown[f"{rule.hardship_class}_ceiling"] = rule.ceiling_fen
        shown[f"{rule.hardship_class}_note"] = rule.note
    return shown
