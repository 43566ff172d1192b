"""帮扶干部: who may still take a household, what they speak and know, who stands in when."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance import absences, cadres, choosing, gathering, profiles
from assistance.forms_pairing import AbsenceForm, ProfileForm
from assistance.models import Absence, CadreProfile
from assistance.models.file import STEWARDS
from assistance.permissions import HELPERS, keeps
from audit.refusal import Refused
from organizations import listing
from organizations.decorators import post_required
from organizations.models import Post, Role
from organizations.posts import current_posts, within
from organizations.typed import text_of, with_refusal


@require_GET
@post_required(*STEWARDS)
def cadres_page(request):
    """By union; who has more households than they were to have is marked, and nobody is ranked."""
    text = text_of(request)
    rows = cadres.serving().filter(within(request.user, STEWARDS, "organization__path"))
    if text:
        rows = rows.filter(Q(user__name__contains=text) | Q(organization__name__contains=text))
    page = listing.page(
        gathering.with_load(rows).select_related("user", "organization", "cadre"),
        "organization__path", after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )  # fmt: skip
    away = absences.today([post.pk for post in page.rows])
    shown = [(post, away.get(post.pk), profiles.abilities(post)) for post in page.rows]
    return render(request, "assistance/cadres.html", {"page": page, "rows": shown, "text": text})


def _post(request, pk) -> Post:
    rows = profiles.visible(request.user).select_related("user", "organization")
    return get_object_or_404(rows, pk=pk)


@require_GET
@post_required(*HELPERS)
def own(request):
    """A cadre's own page; the first post of several."""
    mine = [post for post in current_posts(request.user) if post.role == Role.CADRE]
    if not mine:
        raise Http404
    return redirect("assistance:cadre", mine[0].pk)


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def cadre(request, pk):
    post = _post(request, pk)
    may_cap = keeps(request.user, post.organization)
    profile = CadreProfile.objects.filter(post=post).first() or CadreProfile(post=post)
    known = {name: getattr(profile, name) for name in ("languages", "skills", "cap")}
    form = ProfileForm(choosing.posted(request), may_cap=may_cap, initial=known)
    answer = with_refusal(form, lambda: _edited(request, post, form.cleaned_data))
    if answer:
        return answer
    context = {
        "post": post, "form": form, "may_cap": may_cap, "profile": profile,
        "held": profiles.held_by(post), "absences": absences.of(post),
        "serves": not cadres.refusal_to_serve(post, timezone.now()),
        "own": post.user_id == request.user.pk, "tab": "contact",
    }  # fmt: skip
    return render(request, f"assistance/cadre{'' if may_cap else '_own'}.html", context)


def _edited(request, post: Post, given):
    profiles.edit(post, actor=request.user, **given)
    messages.success(request, "已保存。")
    return redirect("assistance:cadre", post.pk)


@require_http_methods(["GET", "POST"])
@post_required(*HELPERS)
def absence(request, pk):
    """Some days away, and who stands in."""
    post = _post(request, pk)
    form = AbsenceForm(
        choosing.posted(request), post=post, initial={"since_on": timezone.localdate()}
    )
    answer = with_refusal(form, lambda: _arranged(request, post, form.cleaned_data))
    if answer:
        return answer
    own = post.user_id == request.user.pk
    context = {"post": post, "form": form, "own": own, "tab": "contact"}
    desk = keeps(request.user, post.organization)
    return render(request, f"assistance/cadre_absence{'' if desk else '_own'}.html", context)


def _arranged(request, post: Post, given):
    made = absences.name_stand_in(post, actor=request.user, **given)
    messages.success(request, f"安排好了，这几天由{made.stand_in.user}代管，双方都会收到消息。")
    return redirect("assistance:cadre", post.pk)


@require_POST
@post_required(*HELPERS)
def end_absence(request, pk):
    posts = profiles.visible(request.user)
    found = get_object_or_404(Absence.objects.filter(post__in=posts), pk=pk)
    try:
        absences.end(found, actor=request.user)
        messages.success(request, "代管已结束，双方都会收到消息。")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("assistance:cadre", found.post_id)
