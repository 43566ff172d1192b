"""实名发放: the list, one gift with its reversal, and what a worker received."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.decorators import worker_required
from audit import keyset
from audit import services as audit
from campaigns import coverage, giving, ledger
from campaigns.forms_giving import (
    ReverseForm,
)
from campaigns.models import Campaign, Grant, GrantKind
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import refusal_to_reverse
from campaigns.received import received_by
from organizations.decorators import post_required
from organizations.typed import with_refusal
from people import signature


@require_GET
@post_required(*OFFICERS)
def grants(request, pk):
    """What was given, the newest first. Ten queries at most."""
    campaign = campaign_or_404(request.user, pk)
    filters = ledger.Filters.read(request.GET)
    rows = ledger.listed(request.user, campaign, filters)
    found = keyset.page(
        rows, "-created_at",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = page(
        request, campaign, page=found, sums=ledger.sums(rows), filters=filters,
        kinds=GrantKind.choices, states=ledger.STATES.items(),
        districts=coverage.columns(request.user, campaign),
        may_give=campaign.takes_activities and giving.unions_for(request.user, campaign),
    )  # fmt: skip
    return render(request, "campaigns/grants.html", context)


def _visible(request, campaign: Campaign, pk) -> Grant:
    rows = Grant.objects.visible_to(request.user).filter(campaign=campaign)
    related = ("person", "item", "organization", "campaign", "given_by", "reversed_by", "entry")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_GET
@post_required(*OFFICERS)
def grant(request, pk, grant):
    """One gift with the full name: every opening is a look that the person sees."""
    campaign = campaign_or_404(request.user, pk)
    found = _visible(request, campaign, grant)
    audit.record(
        "campaigns.grant_opened", actor=request.user, subject=found, person=found.person_id,
        unit=found.organization.name,
    )  # fmt: skip
    return _detail(request, campaign, found, ReverseForm())


def _detail(request, campaign: Campaign, found: Grant, form: ReverseForm):
    context = page(
        request, campaign, grant=found, form=form, drawn=signature.path(found.signature),
        refusal=refusal_to_reverse(request.user, found),
    )  # fmt: skip
    return render(request, "campaigns/grant.html", context)


@require_POST
@post_required(*OFFICERS)
def reverse(request, pk, grant):
    campaign = campaign_or_404(request.user, pk)
    found = _visible(request, campaign, grant)
    form = ReverseForm(request.POST)
    answer = with_refusal(form, lambda: _reversed(request, campaign, found, form))
    return answer or _detail(request, campaign, found, form)


def _reversed(request, campaign: Campaign, found: Grant, form: ReverseForm):
    giving.reverse(found, reason=form.cleaned_data["reason"], actor=request.user)
    messages.success(request, "已冲销，钱退回专项资金，本人可以重新领取。")
    return redirect("campaigns:grants", campaign.pk)


@require_GET
@worker_required
def received(request):
    """What a worker received under their own name."""
    rows = received_by(request.user.person)
    return render(request, "campaigns/received.html", {"grants": rows, "tab": "services"})
