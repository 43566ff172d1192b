"""工会: walking the tree under one's own, one level a page, however many there are."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from organizations import calendar, listing, permissions, posters, posts, tree, unions, visible
from organizations.decorators import post_required
from organizations.forms_places import UnionForm
from organizations.typed import text_of, with_refusal
from people.vocabulary import Occupation


@require_GET
@post_required(*visible.SEES_UNIONS)
def unions_page(request):
    """The tops of one's own subtrees, or what a search finds in them."""
    rows = visible.unions(request.user)
    if text_of(request):
        rows = rows.filter(name__contains=text_of(request))
    else:
        rows = rows.filter(path__in=posts.paths(request.user, visible.SEES_UNIONS))
    context = {"page": _listed(request, rows), "text": text_of(request)}
    if not text_of(request) and len(context["page"].rows) == 1:
        return redirect("organizations:desk-union", context["page"].rows[0].public_id)
    return render(request, "organizations/unions.html", context)


def _listed(request, rows):
    rows = rows.select_related("division").annotate(below=Count("children"))
    return listing.page(
        rows,
        "name",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )


def _seen(request, public_id):
    rows = visible.unions(request.user).select_related("division__parent", "parent")
    return get_object_or_404(rows, public_id=public_id)


@require_GET
@post_required(*visible.SEES_UNIONS)
def union(request, public_id):
    found = _seen(request, public_id)
    seen = visible.unions(request.user)
    context = {
        "union": found,
        "above": list(seen.filter(pk__in=_above(found)).order_by("path")),
        "page": _listed(request, seen.filter(parent=found)),
        "may_manage": not permissions.refusal_to_manage(request.user, found),
        "stations": found.stations.filter(is_active=True).count(),
        "trades": [Occupation(value).label for value in found.occupations],
        "text": "",
    }
    return render(request, "organizations/union.html", context)


def _above(union) -> list[int]:
    return [pk for pk in tree.ids(union.path) if pk != union.pk]


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def edit(request, public_id):
    found = _seen(request, public_id)
    if request.method == "POST":
        form = UnionForm(request.POST)
        answer = with_refusal(form, lambda: _edited(request, found, form.cleaned_data))
        if answer:
            return answer
    else:
        form = UnionForm(initial={name: getattr(found, name) for name in unions.FIELDS})
    return render(request, "organizations/union_form.html", {"form": form, "union": found})


def _edited(request, found, given):
    unions.edit(found, actor=request.user, **given)
    messages.success(request, "已保存。")
    return redirect("organizations:desk-union", found.public_id)


@require_http_methods(["GET", "POST"])
@post_required(*visible.MANAGES)
def add(request, public_id):
    parent = _seen(request, public_id)
    form = UnionForm(request.POST or None, initial={"division": parent.division})
    answer = with_refusal(form, lambda: _added(request, parent, form.cleaned_data))
    context = {"form": form, "parent": parent}
    return answer or render(request, "organizations/union_form.html", context)


def _added(request, parent, given):
    made = unions.add(parent=parent, actor=request.user, **given)
    messages.success(request, f"{made.name}已建好，可以任命审批员、打印二维码了。")
    return redirect("organizations:desk-union", made.public_id)


@require_GET
@post_required(*visible.SEES_UNIONS)
def poster(request, public_id):
    found = _seen(request, public_id)
    address = posters.address("scan-union", found.code)
    context = {
        "name": found.name,
        "place": found.address,
        "union": found,
        "address": address,
        "svg": posters.svg(address),
        "is_active": found.is_active,
        "hours": calendar.hours_for(found),
        "back": "organizations:desk-unions",
    }
    return render(request, "organizations/poster.html", context)
