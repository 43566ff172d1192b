"""登记发放: finding the person, then signing, on the officer's phone held out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse as reverse_to
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Kind, User
from audit.refusal import Refused
from campaigns import giving, money, recipients
from campaigns.forms_giving import (
    DocumentForm,
    PhoneForm,
    SignForm,
    date_within,
)
from campaigns.gifts import Gift, Signed
from campaigns.models import Campaign, Grant, GrantKind
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import refusal_to_give
from campaigns.recipients import Recipient
from organizations.decorators import post_required
from organizations.models import Organization
from organizations.typed import with_refusal
from people import names, standing


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def give(request, pk):
    """Finding the person. What was typed goes in the body, never into an address."""
    campaign = campaign_or_404(request.user, pk)
    unions = giving.unions_for(request.user, campaign)
    if not unions:
        raise Http404
    by_phone = (request.POST or request.GET).get("by") == "phone"
    initial = {"kind": request.GET.get("kind", "")}
    kind_of = PhoneForm if by_phone else DocumentForm
    form = kind_of(request.POST or None, unions=unions, initial=initial)
    answer = with_refusal(form, lambda: _found(request, campaign, form))
    context = page(request, campaign, form=form, by_phone=by_phone)
    return answer or render(request, "campaigns/give.html", context)


def _found(request, campaign: Campaign, form):
    given = dict(form.cleaned_data)
    union, kind = given.pop("organization"), given.pop("kind")
    refusal = refusal_to_give(request.user, campaign, union)
    if refusal:
        raise Refused(refusal)
    find = recipients.by_phone if form.by == "phone" else recipients.by_document
    to = find(**given, actor=request.user, unit=union)
    refusal = giving.refusal_before(campaign, recipients.person_id(to), kind)
    if refusal:
        raise Refused(refusal)
    token = recipients.pack(
        to, bound=_bound(request, campaign) | {"kind": kind, "union": str(union.public_id)}
    )
    initial = {
        "token": token,
        "given_on": date_within(campaign, timezone.localdate()),
        "occupation": _occupation(to),
    }
    form = SignForm(campaign=campaign, kind=kind, initial=initial)
    return _signing(request, campaign, form, to, kind, union)


def _bound(request, campaign: Campaign) -> dict[str, str]:
    """Whom the carried recipient belongs to: nobody else, and no other month, may use it."""
    return {"campaign": str(campaign.pk), "actor": str(request.user.pk)}


def _occupation(to: Recipient) -> str:
    """As told when joining, else as written down at the last gift."""
    pk = recipients.person_id(to)
    if pk is None:
        return ""
    user = User.objects.filter(kind=Kind.WORKER, person=pk).first()
    told = standing.of(user).occupation if user else ""
    last = Grant.objects.filter(person=pk).order_by("-created_at").values_list("occupation")
    return told or next((occupation for (occupation,) in last[:1]), "")


def _signing(request, campaign, form, to, kind, union):  # noqa: PLR0917 - what the page shows
    share = money.allocation_for(campaign, union)
    context = page(
        request, campaign, form=form, to=to, kind=GrantKind(kind), union=union, share=share
    )
    return render(request, "campaigns/give_sign.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def sign(request, pk):
    campaign = campaign_or_404(request.user, pk)
    unions = {str(u.public_id): u for u in giving.unions_for(request.user, campaign)}
    if request.method == "GET":
        return redirect("campaigns:give", pk)
    try:
        token = request.POST.get("token", "")[:4000]
        to, bound = recipients.unpack(token, bound=_bound(request, campaign))
        union, kind = unions[bound["union"]], bound["kind"]
    except (Refused, KeyError):
        messages.error(request, recipients.STALE)
        return redirect("campaigns:give", pk)
    form = SignForm(request.POST, campaign=campaign, kind=kind)
    answer = with_refusal(
        form, lambda: _given(request, _gift(campaign, union, kind, form), to, form)
    )
    return answer or _signing(request, campaign, form, to, kind, union)


def _gift(campaign: Campaign, union: Organization, kind: str, form: SignForm) -> Gift:
    at = form.cleaned_data
    return Gift(
        campaign=campaign, item=at["item"], organization=union, kind=kind,
        occupation=at["occupation"], given_on=at["given_on"], amount_fen=at["money"],
        goods=at["goods"],
    )  # fmt: skip


def _given(request, gift: Gift, to: Recipient, form: SignForm):
    at = form.cleaned_data
    signed = Signed(name=at["signed_name"], strokes=at["signature"], agreed=at["agreed"])
    made = giving.give(gift, to=to, signed=signed, actor=request.user, client_id=at["client_id"])
    what = f"{made.get_kind_display()}已登记，{names.mask(to.name)}签收了"
    messages.success(request, f"{what}。可以接着登记下一位。")
    return redirect(reverse_to("campaigns:give", args=[gift.campaign.pk]) + f"?kind={made.kind}")
