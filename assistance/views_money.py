"""帮扶资金: a fund is set up, handed out to the unions below, and every movement can be read.

The acts are those of funds; here stands which pages of them 1+1 has.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import funding
from assistance.models.file import STEWARDS
from audit import keyset
from funds import handing_out, ledger, standing
from funds import services as funds
from funds.forms import AllocateForm, CounterForm, FundForm, ResizeForm
from funds.models import Allocation, EntryKind, Fund, FundKind
from funds.money import yuan
from organizations.decorators import post_required
from organizations.models import Organization
from organizations.posts import current_posts, holds, within
from organizations.typed import with_refusal


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def listed(request):
    """The funds one runs, the shares one spends from; setting one up."""
    union = _own_union(request.user)
    form = FundForm(request.POST or None, initial={"name": "困难帮扶资金"})
    answer = with_refusal(form, lambda: _opened(request, union, form))
    context = {
        "funds": _run_by(request.user).select_related("organization").order_by("-created_at"),
        "shares": _shares(request.user).order_by("organization__path", "-fund__created_at"),
        "form": form, "union": union, "tab": "needs",
    }  # fmt: skip
    return answer or render(request, "assistance/funds.html", context)


def _own_union(user) -> Organization:
    """The highest one whose files the user keeps."""
    held = [post.organization for post in current_posts(user) if post.role in STEWARDS]
    return min(held, key=lambda union: len(union.path))


def _run_by(user):
    rows = Fund.objects.filter(within(user, STEWARDS, "organization__path"))
    return rows.filter(kind=FundKind.ASSISTANCE)


def _shares(user):
    rows = Allocation.objects.filter(within(user, STEWARDS, "organization__path"))
    rows = rows.filter(fund__kind=FundKind.ASSISTANCE)
    return rows.select_related("organization__division", "fund__organization")


def _opened(request, union: Organization, form: FundForm):
    given = form.cleaned_data
    made = funding.set_up(union, name=given["name"], amount_fen=given["amount"], actor=request.user)
    messages.success(request, f"{made.name}已设立，总额{yuan(made.amount_fen)}元，接着往下拨。")
    return redirect("assistance:fund", made.pk)


def _unions(fund: Fund) -> list[Organization]:
    """Who may be given a share: the federations right below, and the union itself."""
    below = Organization.objects.filter(
        parent=fund.organization_id, kind=Organization.Kind.FEDERATION, is_active=True
    )
    return [*below.select_related("division").order_by("path"), fund.organization]


def _found(request, pk) -> Fund:
    rows = _run_by(request.user).select_related("organization__division")
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*STEWARDS)
def fund(request, pk):
    return _page(request, _found(request, pk))


def _page(request, found: Fund, **forms):
    unions = _unions(found)
    board = standing.board(found.pk, unions)
    forms = {
        "allocate_form": AllocateForm(unions=unions),
        "resize_form": ResizeForm(initial={"amount": found.amount_fen}),
    } | forms
    fields = [forms["allocate_form"][AllocateForm.name(union)] for union in unions]
    context = {
        "fund": found, "board": board, "tab": "needs",
        "rows": [
            (share, field, _ledger_url(share))
            for share, field in zip(board.rows, fields, strict=True)
        ],
        "allocate_url": reverse("assistance:fund-allocate", args=[found.pk]), **forms,
    }  # fmt: skip
    return render(request, "assistance/fund.html", context)


def _ledger_url(share: standing.Share) -> str:
    return reverse("assistance:fund-ledger", args=[share.pk]) if share.pk else ""


@require_POST
@post_required(*STEWARDS)
def resize(request, pk):
    found = _found(request, pk)
    form = ResizeForm(request.POST)

    def act():
        amount_fen = form.cleaned_data["amount"]
        funds.resize(found, amount_fen=amount_fen, actor=request.user)
        messages.success(request, f"总额已改为{yuan(amount_fen)}元。")
        return redirect("assistance:fund", pk)

    return with_refusal(form, act) or _page(request, found, resize_form=form)


@require_POST
@post_required(*STEWARDS)
def allocate(request, pk):
    found = _found(request, pk)
    form = AllocateForm(request.POST, unions=_unions(found))

    def act():
        amounts = form.amounts()
        whole = handing_out.allocate_many(
            found, amounts=amounts, actor=request.user, purpose=form.purpose(),
            client_id=form.cleaned_data["client_id"],
        )  # fmt: skip
        messages.success(request, f"已拨给{len(amounts)}个工会，共{yuan(whole)}元。")
        return redirect("assistance:fund", pk)

    return with_refusal(form, act) or _page(request, found, allocate_form=form)


@require_GET
@post_required(*STEWARDS)
def share_ledger(request, pk):
    """Every movement on one share, the newest first. It names no household."""
    found = get_object_or_404(_shares(request.user), pk=pk)
    runs = holds(request.user, STEWARDS, found.fund.organization)
    page = keyset.page(
        ledger.entries([found]), "-at",
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {
        "share": found, "fund": found.fund, "runs": runs, "page": page, "tab": "needs",
        "lines": [_line(entry, runs=runs) for entry in page.rows],
    }  # fmt: skip
    return render(request, "assistance/fund_ledger.html", context)


def _line(entry, *, runs: bool) -> ledger.Line:
    is_supply = entry.source_type == "assistance.supply"
    return ledger.line(
        entry,
        url=reverse("assistance:supply", args=[entry.source_id]) if is_supply else "",
        take_back=reverse("assistance:fund-counter", args=[entry.pk]) if runs else "",
    )


@require_http_methods(["GET", "POST"])
@post_required(*STEWARDS)
def counter(request, pk):
    """Taking back what was handed out: GET says what will happen, POST does it."""
    granted = _grant(request, pk)
    form = CounterForm(request.POST or None)

    def act():
        handing_out.take_back(granted, reason=form.cleaned_data["reason"], actor=request.user)
        messages.success(
            request, f"已收回{yuan(granted.amount_fen)}元，原来的记录留着，划了线。"
        )  # fmt: skip
        return redirect("assistance:fund-ledger", granted.allocation_id)

    context = {"entry": granted, "share": granted.allocation, "form": form, "tab": "needs"}
    return with_refusal(form, act) or render(request, "assistance/fund_counter.html", context)


def _grant(request, pk):
    shares = _shares(request.user)
    rows = ledger.entries(shares).filter(kind=EntryKind.GRANT, reverses__isnull=True)
    found = get_object_or_404(rows.select_related("allocation__fund__organization"), pk=pk)
    if not holds(request.user, STEWARDS, found.allocation.fund.organization):
        raise Http404
    return found
