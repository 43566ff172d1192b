"""需要: the list, one need followed to its end, and what is done about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import facts, looks, need_list, needs, recording, supplying
from assistance.forms_care import AssignForm, ClosingForm, DeliverForm, GoodsFormSet, PayForm
from assistance.goods import shares_for
from assistance.households import kept_ids, place_of, with_names, with_related
from assistance.models import Need, NeedState
from assistance.models.file import STEWARDS
from assistance.need_list import Filters
from assistance.permissions import HELPERS, calls, refusal_to_see_to
from assistance.vocabulary import SUPPLIES, NeedKind
from audit import keyset
from organizations.decorators import post_required
from organizations.posts import holds_any
from organizations.typed import with_refusal
from people import signature
from people.forms_signing import SignedForm

# Whoever brings it has to find the door.
ON_THE_WAY = (NeedState.ASSIGNED, NeedState.BOUGHT)


@require_GET
@post_required(*HELPERS)
def listed(request):
    """Open ones by age. At most eleven queries."""
    filters = Filters.read(request.GET, request.user)
    found = need_list.listed(request.user, filters)
    page = keyset.page(
        found, filters.order,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    rows = with_names(page.rows, kept_ids(request.user))
    looks.shown([need.file for need in rows if need.is_kept], request.user)
    context = {
        "page": page, "number": need_list.number(found, filters), "filters": filters,
        "kinds": NeedKind.choices, "tab": "needs",
        "states": [(need_list.OPEN, "没办完的"), *NeedState.choices],
        "districts": need_list.districts_for(request.user), "now": timezone.now(),
        "ages": need_list.AGES_ASKED, "exports": holds_any(request.user, STEWARDS),
    }  # fmt: skip
    return render(request, "assistance/needs.html", context)


def visible(request, pk) -> Need:
    rows = with_related(Need.objects.visible_to(request.user))
    rows = rows.select_related(
        "file__person", "file__organization", "file__division__parent", "assigned_to",
        "raised_by", "contact", "supply__bought_by", "supply__delivered_by",
        "supply__entry__allocation__organization",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*HELPERS)
def need(request, pk):
    found = visible(request, pk)
    recording.look(found.file, viewer=request.user)
    return _page(request, found)


def _page(request, found: Need, **forms):
    """The need with what can be done about it now; `forms` are those that came back wrong."""
    people = need_list.colleagues(found.file, request.user)
    refusal = refusal_to_see_to(request.user, found)
    supply = getattr(found, "supply", None)
    context = {
        "need": found, "supply": supply, "refusal": refusal, "tab": "needs",
        "place": place_of(found.file), "may_call": calls(request.user, found.file),
        "address": _address(found) if not refusal else "",
        "drawn": signature.path(supply.signature) if supply else "",
        "assign_form": AssignForm(people=people, user=request.user, initial=_assigned(found)),
        "settle_form": ClosingForm(prefix="settle"), "cancel_form": ClosingForm(prefix="cancel"),
        "deliver_form": DeliverForm(), **forms,
    }  # fmt: skip
    return render(request, "assistance/need.html", context)


def _assigned(found: Need) -> dict:
    with_whom = found.assigned_to
    return {"to": str(with_whom.public_id) if with_whom else "", "seen": found.assigned_to_id}


def _address(found: Need) -> str:
    return facts.read(found.file).get("address", "") if found.state in ON_THE_WAY else ""


@require_POST
@post_required(*HELPERS)
def assign(request, pk):
    found = visible(request, pk)
    people = need_list.colleagues(found.file, request.user)
    form = AssignForm(request.POST, people=people, user=request.user)

    def act():
        to = form.cleaned_data["to"]
        needs.assign(found, to=to, actor=request.user, seen=form.cleaned_data["seen"])
        own = to == request.user
        return _done(request, found, "这件事您自己办。" if own else f"已交给{to}，告诉本人了。")

    return with_refusal(form, act) or _page(request, found, assign_form=form)


@require_POST
@post_required(*HELPERS)
def settle(request, pk):
    return _closed(request, pk, "settle", needs.settle, "办好了，记下了。")


@require_POST
@post_required(*HELPERS)
def cancel(request, pk):
    return _closed(request, pk, "cancel", needs.cancel, "这件需要取消了，花过的钱退回帮扶资金。")


def _closed(request, pk, name: str, act, sentence: str):
    found = visible(request, pk)
    form = ClosingForm(request.POST, prefix=name)

    def close():
        act(found, note=form.cleaned_data["note"], actor=request.user)
        return _done(request, found, sentence)

    return with_refusal(form, close) or _page(request, found, **{f"{name}_form": form})


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def buy(request, pk):
    """What was bought or set aside, and which money paid for it."""
    found = visible(request, pk)
    shares = list(shares_for(found.file))
    form = PayForm(request.POST or None, shares=shares)
    goods = GoodsFormSet(request.POST or None, prefix="goods", initial=_likely(found))

    def act():
        if not goods.is_valid():
            return None
        supplying.buy(found, form.goods(goods.items()), actor=request.user)
        return _done(request, found, "备好了，接着送到门口。")

    answer = with_refusal(form, act)
    if answer:
        return answer
    looks.shown([found.file], request.user)
    context = {
        "need": found, "form": form, "goods": goods, "shares": shares, "tab": "needs",
        "supplies": SUPPLIES, "place": place_of(found.file),
    }  # fmt: skip
    return render(request, "assistance/need_buy.html", context)


def _likely(found: Need) -> list[dict]:
    """What was asked for, when it fits into the field."""
    return [{"name": found.text[:20]}] if found.text else []


@require_POST
@post_required(*HELPERS)
def deliver(request, pk):
    found = visible(request, pk)
    form = DeliverForm(request.POST)

    def act():
        supplying.deliver(found, actor=request.user, **form.cleaned_data)
        return _done(request, found, "送到了，等本人签收。")

    return with_refusal(form, act) or _page(request, found, deliver_form=form)


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def sign(request, pk):
    """The phone is held out: the person signs for what was brought."""
    found = visible(request, pk)
    if found.state != NeedState.DELIVERED and request.method == "GET":
        return redirect("assistance:need", pk)
    form = SignedForm(request.POST or None)

    def act():
        given = form.cleaned_data
        signed = supplying.Signed(name=given["signed_name"], strokes=given["signature"])
        supplying.sign(found, signed, actor=request.user)
        return _done(request, found, "签收好了，这件需要办完了。")

    answer = with_refusal(form, act)
    if answer:
        return answer
    looks.shown([found.file], request.user)
    context = {"need": found, "supply": found.supply, "form": form, "tab": "needs"}
    return render(request, "assistance/need_sign.html", context)


def _done(request, found: Need, sentence: str):
    messages.success(request, sentence)
    return redirect("assistance:need", found.pk)
