"""资金: the fund of a service month, its shares, the ledger of each, and taking a grant back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import keyset
from audit import services as audit
from campaigns import coverage, fund_pages, funding, money
from campaigns.models import Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.navigation import campaign_or_404, page
from campaigns.permissions import runs
from funds import handing_out
from funds import ledger as fund_ledger
from funds import services as funds
from funds.forms import AllocateForm, CounterForm, FundForm, ResizeForm
from funds.models import Allocation, EntryKind, Fund
from funds.money import yuan
from organizations.decorators import post_required
from organizations.posts import unit_of
from organizations.typed import with_refusal
from spreadsheets import writing

LATEST = 8


@require_GET
@post_required(*OFFICERS)
def fund(request, pk):
    return _page(request, campaign_or_404(request.user, pk))


def _page(request, campaign: Campaign, **forms):
    columns = coverage.columns(request.user, campaign)
    may_manage = runs(request.user, campaign)
    if may_manage:
        forms = _forms(campaign, columns) | forms
    allocate = forms.get("allocate_form")
    board = money.board(campaign, columns)
    fields = [allocate[allocate.name(row.organization)] if allocate else None for row in board.rows]
    context = page(
        request, campaign, fund=campaign.fund, board=board, may_manage=may_manage,
        rows=_rows(campaign, board, fields), **_latest(campaign, board), **forms,
    )  # fmt: skip
    return render(request, "campaigns/fund.html", context)


def _rows(campaign: Campaign, board: money.Standing, fields) -> list[tuple]:
    """(share, its field, the address of its ledger)"""
    return [
        (
            share,
            field,
            reverse("campaigns:fund-ledger", args=[campaign.pk, share.pk]) if share.pk else "",
        )
        for share, field in zip(board.rows, fields, strict=True)
    ]


def _latest(campaign: Campaign, board: money.Standing) -> dict:
    """The last movements, for whoever has one share to look after."""
    if len(board.rows) != 1 or not board.rows[0].pk:
        return {}
    entries = fund_ledger.entries([board.rows[0].pk]).order_by("-at", "-pk")[:LATEST]
    lines = [fund_pages.line(campaign, entry, runs=False) for entry in entries]
    return {"latest": board.rows[0], "lines": lines}


def _forms(campaign: Campaign, columns) -> dict:
    """One form before there is a fund, two after."""
    if not campaign.fund:
        return {"fund_form": FundForm(initial={"name": f"{campaign.title}专项资金"[:64]})}
    return {
        "allocate_form": AllocateForm(unions=columns),
        "resize_form": ResizeForm(initial={"amount": campaign.fund.amount_fen}),
    }


@require_POST
@post_required(*OFFICERS)
def open_fund(request, pk):
    campaign = _run_by(request, pk)
    form = FundForm(request.POST)
    answer = with_refusal(form, lambda: _opened(request, campaign, form.cleaned_data))
    return answer or _page(request, campaign, fund_form=form)


def _opened(request, campaign: Campaign, given: dict):
    made = funding.set_up(
        campaign, name=given["name"], amount_fen=given["amount"], actor=request.user
    )
    messages.success(request, f"{made.name}已设立，总额{yuan(made.amount_fen)}元，接着拨给区县。")
    return redirect("campaigns:fund", campaign.pk)


@require_POST
@post_required(*OFFICERS)
def resize(request, pk):
    campaign, found = _with_fund(request, pk)
    form = ResizeForm(request.POST)
    answer = with_refusal(form, lambda: _resized(request, campaign, found, form))
    return answer or _page(request, campaign, resize_form=form)


def _resized(request, campaign: Campaign, found: Fund, form: ResizeForm):
    amount_fen = form.cleaned_data["amount"]
    funds.resize(found, amount_fen=amount_fen, actor=request.user)
    messages.success(request, f"总额已改为{yuan(amount_fen)}元。")
    return redirect("campaigns:fund", campaign.pk)


@require_POST
@post_required(*OFFICERS)
def allocate(request, pk):
    campaign, found = _with_fund(request, pk)
    form = AllocateForm(request.POST, unions=coverage.columns(request.user, campaign))
    answer = with_refusal(form, lambda: _allocated(request, campaign, found, form))
    return answer or _page(request, campaign, allocate_form=form)


def _allocated(request, campaign: Campaign, found: Fund, form: AllocateForm):
    amounts = form.amounts()
    whole = handing_out.allocate_many(
        found, amounts=amounts, actor=request.user, purpose=form.purpose(),
        client_id=form.cleaned_data["client_id"],
    )  # fmt: skip
    messages.success(request, f"已拨给{len(amounts)}个工会，共{yuan(whole)}元。")
    return redirect("campaigns:fund", campaign.pk)


@require_GET
@post_required(*OFFICERS)
def ledger(request, pk, share):
    """Every movement on one share, the newest first. At most seven queries."""
    campaign = campaign_or_404(request.user, pk)
    found = _share(request, campaign, share)
    rows = keyset.page(
        fund_ledger.entries([found]), "-at",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    may_run = runs(request.user, campaign)
    lines = [fund_pages.line(campaign, entry, runs=may_run) for entry in rows.rows]
    sums = money.standing(campaign, [found.organization_id])
    context = page(request, campaign, share=found, sums=sums, page=rows, lines=lines)
    return render(request, "campaigns/fund_ledger.html", context)


@require_http_methods(["GET", "POST"])
@post_required(*OFFICERS)
def counter(request, pk, share, entry):
    """Taking back what was handed out: GET says what will happen, POST does it."""
    campaign, _ = _with_fund(request, pk)
    found = _share(request, campaign, share)
    grants = found.entries.filter(kind=EntryKind.GRANT, reverses__isnull=True)
    granted = get_object_or_404(grants, pk=entry)
    form = CounterForm(request.POST or None)
    answer = with_refusal(form, lambda: _countered(request, campaign, granted, form))
    context = page(request, campaign, share=found, entry=granted, form=form)
    return answer or render(request, "campaigns/fund_counter.html", context)


def _countered(request, campaign: Campaign, granted, form: CounterForm):
    handing_out.take_back(granted, reason=form.cleaned_data["reason"], actor=request.user)
    messages.success(request, f"已收回{yuan(granted.amount_fen)}元，原来的记录留着，划了线。")
    return redirect("campaigns:fund-ledger", campaign.pk, granted.allocation_id)


@require_GET
@post_required(*OFFICERS)
def export(request, pk):
    """The page's sums and every entry behind them, as far as one sees the shares."""
    campaign = campaign_or_404(request.user, pk)
    if not campaign.fund:
        raise Http404
    columns = coverage.columns(request.user, campaign)
    shares = Allocation.objects.visible_to(request.user).filter(fund=campaign.fund)
    held = unit_of(request.user)
    now = timezone.localtime()
    note = f"{campaign.title}，{campaign.fund.name}，{held}{request.user}于{now:%Y-%m-%d %H:%M}导出"
    content = writing.book(*fund_pages.sheets(campaign, columns, shares, note=note))
    audit.record(
        "funds.exported", actor=request.user, subject=campaign.fund, unit=held,
        data={"title": campaign.title, "shares": [column.name for column in columns]},
    )  # fmt: skip
    return writing.download(f"{campaign.title}_专项资金_{now:%Y%m%d%H%M}", content)


def _share(request, campaign: Campaign, pk) -> Allocation:
    rows = Allocation.objects.visible_to(request.user).filter(fund=campaign.fund_id)
    return get_object_or_404(rows.select_related("organization__division", "fund"), pk=pk)


def _run_by(request, pk) -> Campaign:
    """The month, for those who run it: nobody else finds these acts."""
    campaign = campaign_or_404(request.user, pk)
    if not runs(request.user, campaign):
        raise Http404
    return campaign


def _with_fund(request, pk) -> tuple[Campaign, Fund]:
    campaign = _run_by(request, pk)
    if not campaign.fund:
        raise Http404
    return campaign, campaign.fund
