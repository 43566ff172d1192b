"""物资: what a day brought to whom, each to its receipt; the same for several households at once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import looks, need_list, recording, supply_list, supply_many
from assistance.forms_care import DeliverAllForm, GiveForm, GoodsFormSet
from assistance.goods import shares_for_all
from assistance.households import kept_ids, place_of, shown_name, with_names
from assistance.models import Supply
from assistance.permissions import HELPERS
from assistance.supply_list import Filters
from assistance.vocabulary import SUPPLIES, NeedKind
from audit import keyset
from organizations.decorators import post_required
from organizations.typed import with_refusal
from people import signature


@require_GET
@post_required(*HELPERS)
def listed(request):
    """The newest first; of one day or of one go all that was given. At most ten queries."""
    return _list(request, Filters.read(request.GET))


def _list(request, filters: Filters, form: DeliverAllForm | None = None):
    rows = supply_list.listed(request.user, filters)
    page = keyset.page(
        rows.defer("signature"), "-bought_at",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        size=supply_many.MOST_AT_ONCE if filters.batch else keyset.SIZE,
    )  # fmt: skip
    with_names((supply.need for supply in page.rows), kept_ids(request.user))
    known = [supply.need.file for supply in page.rows if supply.need.is_kept]
    looks.shown(known, request.user)
    context = {
        "page": page, "filters": filters, "sums": supply_list.sums(rows), "tab": "needs",
        "states": supply_list.STATES.items(), "now": timezone.now(),
        "districts": need_list.districts_for(request.user),
        "deliver_form": form or DeliverAllForm(initial={"batch": filters.batch}),
    }  # fmt: skip
    return render(request, "assistance/supplies.html", context)


@require_POST
@post_required(*HELPERS)
def delivered(request):
    """All that was set aside in one go has been brought; each is signed for by itself."""
    form = DeliverAllForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        batch = given.pop("batch")
        _say(request, _brought(request.user, batch, given))
        return redirect(_of_batch(batch))
    batch = form.cleaned_data.get("batch")
    return _list(request, Filters(batch=batch), form) if batch else redirect("assistance:supplies")


def _brought(user, batch, given: dict) -> supply_many.Delivered:
    waiting = list(supply_list.to_deliver(user, batch)[: supply_many.MOST_AT_ONCE])
    with_names((supply.need for supply in waiting), kept_ids(user))
    return supply_many.deliver_all(waiting, actor=user, **given)


def _say(request, found: supply_many.Delivered) -> None:
    """Each that could not be done is named as the list names it."""
    if found.done:
        messages.success(request, f"{len(found.done)}户都记为送到了，接着一户一户签收。")
    for supply, reason in found.left:
        messages.warning(
            request, f"{shown_name(supply.need)}，{place_of(supply.need.file)}：{reason}"
        )
    if not found.done and not found.left:
        messages.info(request, "这一批都已经记过送到了。")


def _of_batch(batch) -> str:
    return f"{reverse('assistance:supplies')}?{urlencode({'batch': batch})}"


@require_GET
@post_required(*HELPERS)
def receipt(request, pk):
    """One receipt with its signature. A look on record."""
    rows = Supply.objects.visible_to(request.user).select_related(
        "need__file__person", "need__file__organization", "need__file__division__parent",
        "bought_by", "delivered_by", "entry__allocation__organization",
    )  # fmt: skip
    found = get_object_or_404(rows, pk=pk)
    recording.look(found.need.file, viewer=request.user)
    context = {
        "supply": found, "need": found.need, "drawn": signature.path(found.signature),
        "place": place_of(found.need.file), "tab": "needs",
    }  # fmt: skip
    return render(request, "assistance/supply.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def give(request):
    """Choose several households and give each the same: all of them or none."""
    district, kind = need_list.district_of(request.GET), request.GET.get("kind", "")
    kind = kind if kind in NeedKind.values else ""
    files = supply_list.to_choose_from(request.user, district=district, kind=kind)
    shares = list(shares_for_all(files))
    initial = {"kind": kind or NeedKind.GOODS}
    form = GiveForm(request.POST or None, files=files, shares=shares, initial=initial)
    goods = GoodsFormSet(request.POST or None, prefix="goods")

    def act():
        if not goods.is_valid():
            return None
        return _given(request, form, goods)

    answer = with_refusal(form, act)
    if answer:
        return answer
    looks.shown(files, request.user)
    context = {
        "form": form, "goods": goods, "supplies": SUPPLIES, "kinds": NeedKind.choices,
        "kind": kind, "district": district, "tab": "needs",
        "rows": [(file, place_of(file)) for file in files],
        "chosen": set(form["households"].value() or []), "shares": shares,
        "districts": need_list.districts_for(request.user),
        "is_full": len(files) == supply_list.MOST_TO_CHOOSE_FROM,
    }  # fmt: skip
    return render(request, "assistance/supplies_give.html", context)


def _given(request, form: GiveForm, goods):
    given = form.cleaned_data
    made = supply_many.give_to_many(
        form.chosen(), form.goods(goods.items()), kind=given["kind"], actor=request.user,
        batch=given["batch"],
    )  # fmt: skip
    messages.success(request, f"{len(made)}户的物资都备好了，接着一户一户送到签收。")
    return redirect(_of_batch(given["batch"]))
